-- What the pages need: saved views of the queue, photos that wait for their report, figures by day, the newest steps.

CREATE TABLE saved_views (
  tenant @key NOT NULL,
  account @id NOT NULL,
  id @id NOT NULL,
  name @bytes NOT NULL,
  query @bytes NOT NULL,
  rank @int NOT NULL,
  PRIMARY KEY (tenant, account, id)
) @table;
@distribute(saved_views);

CREATE TABLE waiting_files (
  tenant @key NOT NULL,
  id @id NOT NULL,
  name @bytes NOT NULL,
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

-- The lists of the queue by kind, by day, and those that hold few of many: late, unsure, sent back, paused, awaiting an answer.
CREATE INDEX cases_open_kind ON cases (tenant, kind, due_at, id) WHERE open;
CREATE INDEX cases_kind ON cases (tenant, kind, id);
CREATE INDEX cases_received ON cases (tenant, received_at, id);
CREATE INDEX cases_late ON cases (tenant, due_at, id) WHERE open AND late;
CREATE INDEX cases_unplaced ON cases (tenant, due_at, id) WHERE open AND placed <> 'sure';
CREATE INDEX cases_status ON cases (tenant, status, due_at, id) WHERE open AND status <> 'submitted';
