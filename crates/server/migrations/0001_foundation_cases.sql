-- The second half of the foundation: cases with all that belongs to them, and what is on its way: sends, messages, imports.

CREATE TABLE cases (
  tenant @key NOT NULL,
  id @id NOT NULL,
  number @key NOT NULL,
  kind @key NOT NULL,
  kind_version @int NOT NULL,
  code @key NOT NULL,
  community @key NOT NULL,
  placed @key NOT NULL,
  status @key NOT NULL,
  open @bool NOT NULL,
  late @bool NOT NULL,
  urgent @bool NOT NULL,
  made_up @bool NOT NULL,
  source @key NOT NULL,
  sealed @bytes NOT NULL,
  reporter @bytes,
  brought_by @id NOT NULL,
  owner @id NOT NULL,
  post @key NOT NULL,
  clocks @text NOT NULL,
  due_at @time NOT NULL,
  alarm_at @time NOT NULL,
  received_at @time NOT NULL,
  updated_at @time NOT NULL,
  returns @int NOT NULL,
  reopened @int NOT NULL,
  escalated @int NOT NULL,
  joined @int NOT NULL,
  external @key NOT NULL,
  version @int NOT NULL,
  chain @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE UNIQUE INDEX cases_number ON cases (tenant, number);
CREATE UNIQUE INDEX cases_external ON cases (tenant, external) WHERE external <> '';
CREATE INDEX cases_open_street ON cases (tenant, due_at, id) WHERE open;
CREATE INDEX cases_open_community ON cases (tenant, community, due_at, id) WHERE open;
CREATE INDEX cases_open_owner ON cases (tenant, owner, due_at, id) WHERE open;
CREATE INDEX cases_community ON cases (tenant, community, id);
CREATE INDEX cases_past ON cases (tenant, community, id) WHERE NOT open;
CREATE INDEX cases_alarm ON cases (tenant, alarm_at, id) WHERE alarm_at < 9000000000000000000;
@distribute(cases);

CREATE TABLE events (
  tenant @key NOT NULL,
  stream @id NOT NULL,
  seq @int NOT NULL,
  kind @key NOT NULL,
  at @time NOT NULL,
  actor @id NOT NULL,
  digest @bytes NOT NULL,
  body @bytes,
  hash @bytes NOT NULL,
  PRIMARY KEY (tenant, stream, seq)
) @table;
@distribute(events);

CREATE TABLE case_terms (
  tenant @key NOT NULL,
  term @int NOT NULL,
  id @id NOT NULL,
  PRIMARY KEY (tenant, term, id)
) @table;
@distribute(case_terms);

CREATE TABLE case_terms_waiting (
  tenant @key NOT NULL,
  id @id NOT NULL,
  terms @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(case_terms_waiting);

CREATE TABLE case_parts (
  tenant @key NOT NULL,
  case_id @id NOT NULL,
  id @id NOT NULL,
  department @text NOT NULL,
  task @bytes NOT NULL,
  owner @id NOT NULL,
  state @key NOT NULL,
  due_at @time NOT NULL,
  alarm_at @time NOT NULL,
  result @bytes,
  updated_at @time NOT NULL,
  PRIMARY KEY (tenant, case_id, id)
) @table;
CREATE INDEX case_parts_owner ON case_parts (tenant, owner, case_id);
CREATE INDEX case_parts_alarm ON case_parts (tenant, alarm_at, id) WHERE alarm_at < 9000000000000000000;
@distribute(case_parts);

CREATE TABLE case_followers (
  tenant @key NOT NULL,
  case_id @id NOT NULL,
  id @id NOT NULL,
  contact @bytes,
  from_case @id,
  at @time NOT NULL,
  PRIMARY KEY (tenant, case_id, id)
) @table;
@distribute(case_followers);

CREATE TABLE attachments (
  tenant @key NOT NULL,
  id @id NOT NULL,
  case_id @id NOT NULL,
  kind @key NOT NULL,
  name @bytes NOT NULL,
  media @key NOT NULL,
  size @int NOT NULL,
  sha256 @bytes NOT NULL,
  content @bytes NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX attachments_case ON attachments (tenant, case_id, id);
@distribute(attachments);

CREATE TABLE rollup (
  tenant @key NOT NULL,
  code @key NOT NULL,
  open @int NOT NULL,
  late @int NOT NULL,
  total @int NOT NULL,
  closed @int NOT NULL,
  PRIMARY KEY (tenant, code)
) @table;
@distribute(rollup);

CREATE TABLE counters (
  tenant @key NOT NULL,
  name @key NOT NULL,
  value @int NOT NULL,
  PRIMARY KEY (tenant, name)
) @table;
@distribute(counters);

CREATE TABLE sends (
  tenant @key NOT NULL,
  id @id NOT NULL,
  hash @bytes NOT NULL,
  status @int NOT NULL,
  reply @text NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX sends_at ON sends (tenant, at);
@distribute(sends);

CREATE TABLE destinations (
  tenant @key NOT NULL,
  id @id NOT NULL,
  name @text NOT NULL,
  kind @key NOT NULL,
  url @text NOT NULL,
  secret @bytes NOT NULL,
  topics @text NOT NULL,
  code @key NOT NULL,
  active @bool NOT NULL,
  created_at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(destinations);

CREATE TABLE messages (
  tenant @key NOT NULL,
  id @id NOT NULL,
  destination @id NOT NULL,
  account @id NOT NULL,
  topic @key NOT NULL,
  subject @id NOT NULL,
  body @text NOT NULL,
  state @key NOT NULL,
  tries @int NOT NULL,
  due_at @time NOT NULL,
  error @text NOT NULL,
  at @time NOT NULL,
  done_at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX messages_account ON messages (tenant, account, id);
CREATE INDEX messages_due ON messages (tenant, due_at, id) WHERE state = 'waiting';
@distribute(messages);

CREATE TABLE imports (
  tenant @key NOT NULL,
  id @id NOT NULL,
  kind @key NOT NULL,
  state @key NOT NULL,
  file @text NOT NULL,
  done @int NOT NULL,
  total @int NOT NULL,
  report @bytes,
  bad_rows @bytes,
  bad_form @key NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
@distribute(imports);
