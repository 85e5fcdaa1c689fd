-- What the pages need: saved views of the queue, photos that wait for their report, figures by day, the newest steps.

CREATE TABLE saved_views (
  tenant @key NOT NULL,
  account @id NOT NULL,
  id @id NOT NULL,
  name @text NOT NULL,
  query @text NOT NULL,
  rank @int NOT NULL,
  PRIMARY KEY (tenant, account, id)
) @table;
@distribute(saved_views);

CREATE TABLE waiting_files (
  tenant @key NOT NULL,
  id @id NOT NULL,
  name @text NOT NULL,
  media @key NOT NULL,
  content @bytes NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX waiting_files_at ON waiting_files (tenant, at);
@distribute(waiting_files);

-- Open matters of a cell and kind, by where they stand.
CREATE TABLE case_stock (
  tenant @key NOT NULL,
  code @key NOT NULL,
  kind @key NOT NULL,
  submitted @int NOT NULL,
  accepted @int NOT NULL,
  in_progress @int NOT NULL,
  returned @int NOT NULL,
  paused @int NOT NULL,
  resolved @int NOT NULL,
  late @int NOT NULL,
  PRIMARY KEY (tenant, code, kind)
) @table;
@distribute(case_stock);

-- What happened on a day of China (days since 1970) in a cell with a kind. Matters that were closed stand by the hours that
-- solving them took; everything else stands at hours -1.
CREATE TABLE case_days (
  tenant @key NOT NULL,
  day @int NOT NULL,
  code @key NOT NULL,
  kind @key NOT NULL,
  hours @int NOT NULL,
  received @int NOT NULL,
  late @int NOT NULL,
  closed @int NOT NULL,
  answered @int NOT NULL,
  satisfied @int NOT NULL,
  PRIMARY KEY (tenant, day, code, kind, hours)
) @table;
@distribute(case_days);

CREATE INDEX events_at ON events (tenant, at);

-- What is there already is counted once.
INSERT INTO case_stock (tenant, code, kind, submitted, accepted, in_progress, returned, paused, resolved, late)
SELECT tenant, code, kind,
  SUM(CASE WHEN status = 'submitted' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'accepted' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'in_progress' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'returned' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'paused' THEN 1 ELSE 0 END),
  SUM(CASE WHEN status = 'resolved' THEN 1 ELSE 0 END),
  SUM(CASE WHEN late THEN 1 ELSE 0 END)
FROM cases WHERE open GROUP BY tenant, code, kind;

INSERT INTO case_days (tenant, day, code, kind, hours, received, late, closed, answered, satisfied)
SELECT tenant, day, code, kind, hours, SUM(received), SUM(late), SUM(closed), SUM(answered), SUM(satisfied) FROM (
  SELECT c.tenant AS tenant, (c.received_at + 28800000000) / 86400000000 AS day, c.code AS code, c.kind AS kind, -1 AS hours,
    1 AS received, 0 AS late, 0 AS closed, 0 AS answered, 0 AS satisfied
  FROM cases c
  UNION ALL
  SELECT e.tenant, (e.at + 28800000000) / 86400000000, c.code, c.kind, -1, 0, 1, 0, 0, 0
  FROM events e JOIN cases c ON c.tenant = e.tenant AND c.id = e.stream
  WHERE e.kind = 'cases.breached' AND NOT EXISTS (SELECT 1 FROM events b WHERE b.tenant = e.tenant AND b.stream = e.stream AND b.kind = e.kind AND b.seq < e.seq)
  UNION ALL
  SELECT e.tenant, (e.at + 28800000000) / 86400000000, c.code, c.kind, -1, 0, 0, 0, 1, CASE WHEN e.body LIKE '%"answer":"satisfied"%' THEN 1 ELSE 0 END
  FROM events e JOIN cases c ON c.tenant = e.tenant AND c.id = e.stream
  WHERE e.kind = 'cases.answered' AND e.body NOT LIKE '%"answer":"no_answer"%'
  UNION ALL
  SELECT e.tenant, (e.at + 28800000000) / 86400000000, c.code, c.kind,
    (SELECT (MAX(r.at) - c.received_at) / 3600000000 FROM events r WHERE r.tenant = e.tenant AND r.stream = e.stream AND r.kind = 'cases.resolved' AND r.seq < e.seq),
    0, 0, 1, 0, 0
  FROM events e JOIN cases c ON c.tenant = e.tenant AND c.id = e.stream
  WHERE e.kind = 'cases.confirmed'
) found GROUP BY tenant, day, code, kind, hours;
