-- Lists and totals that cost the same however many cases a street holds.

-- A case's row is about 1 kB: in key order such rows spill into pages of their own, and most of the table is empty.
@rebuild(cases);

-- Open cases of a grid and of a micro-grid; every status of a street.
CREATE INDEX cases_open_cell ON cases (tenant, code, due_at, id) WHERE open;
CREATE INDEX cases_open_grid ON cases (tenant, substr(code, 1, 15), due_at, id) WHERE open;
DROP INDEX cases_status;
CREATE INDEX cases_status ON cases (tenant, status, due_at, id) WHERE open;

-- All and past cases, the last received first.
DROP INDEX cases_community;
DROP INDEX cases_past;
DROP INDEX cases_kind;
CREATE INDEX cases_cell ON cases (tenant, code, received_at, id);
CREATE INDEX cases_grid ON cases (tenant, substr(code, 1, 15), received_at, id);
CREATE INDEX cases_community ON cases (tenant, community, received_at, id);
CREATE INDEX cases_kind ON cases (tenant, kind, received_at, id);
CREATE INDEX cases_past_street ON cases (tenant, received_at, id) WHERE NOT open;
CREATE INDEX cases_past_kind ON cases (tenant, kind, received_at, id) WHERE NOT open;
CREATE INDEX cases_past_community ON cases (tenant, community, received_at, id) WHERE NOT open;

-- The figures of a code below the street, and its newest steps.
CREATE INDEX case_days_code ON case_days (tenant, code, day);
CREATE INDEX cases_changed ON cases (tenant, code, updated_at);

-- What the tabs of the queue count, cell by cell.
ALTER TABLE rollup ADD COLUMN submitted @int NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN returned @int NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN paused @int NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN resolved @int NOT NULL DEFAULT 0;
ALTER TABLE rollup ADD COLUMN unplaced @int NOT NULL DEFAULT 0;
UPDATE rollup SET
  submitted = (SELECT COALESCE(SUM(s.submitted), 0) FROM case_stock s WHERE s.tenant = rollup.tenant AND s.code = rollup.code),
  returned = (SELECT COALESCE(SUM(s.returned), 0) FROM case_stock s WHERE s.tenant = rollup.tenant AND s.code = rollup.code),
  paused = (SELECT COALESCE(SUM(s.paused), 0) FROM case_stock s WHERE s.tenant = rollup.tenant AND s.code = rollup.code),
  resolved = (SELECT COALESCE(SUM(s.resolved), 0) FROM case_stock s WHERE s.tenant = rollup.tenant AND s.code = rollup.code),
  unplaced = (SELECT COUNT(*) FROM cases c WHERE c.tenant = rollup.tenant AND c.code = rollup.code AND c.open AND c.placed <> 'sure');
