-- Catalogues: the same for every street, written in transactions of their own.

CREATE TABLE areas (
  code @key NOT NULL,
  name @text NOT NULL,
  source @text NOT NULL,
  PRIMARY KEY (code)
) @table;
@reference(areas);

CREATE TABLE area_aliases (
  code @key NOT NULL,
  authority @key NOT NULL,
  alias @key NOT NULL,
  PRIMARY KEY (code, authority, alias)
) @table;
@reference(area_aliases);

CREATE TABLE area_parents (
  code @key NOT NULL,
  parent @key NOT NULL,
  authority @key NOT NULL,
  PRIMARY KEY (code, parent)
) @table;
@reference(area_parents);

CREATE TABLE streets (
  tenant @key NOT NULL,
  name @text NOT NULL,
  made_up @bool NOT NULL,
  territory @int NOT NULL,
  directory @int NOT NULL,
  lessons @int NOT NULL,
  PRIMARY KEY (tenant)
) @table;
@reference(streets);

CREATE TABLE accounts (
  id @id NOT NULL,
  login @key NOT NULL,
  name @text NOT NULL,
  password @text NOT NULL,
  phone @bytes,
  home @key NOT NULL,
  state @key NOT NULL,
  failures @int NOT NULL,
  locked_until @time NOT NULL,
  created_at @time NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (id)
) @table;
CREATE UNIQUE INDEX accounts_login ON accounts (login);
@reference(accounts);

CREATE TABLE sessions (
  id @id NOT NULL,
  secret @bytes NOT NULL,
  account @id NOT NULL,
  created_at @time NOT NULL,
  seen_at @time NOT NULL,
  expires_at @time NOT NULL,
  PRIMARY KEY (id)
) @table;
CREATE UNIQUE INDEX sessions_secret ON sessions (secret);
CREATE INDEX sessions_account ON sessions (account);
@reference(sessions);

CREATE TABLE tokens (
  id @id NOT NULL,
  secret @bytes NOT NULL,
  account @id NOT NULL,
  name @text NOT NULL,
  verbs @text NOT NULL,
  code @key NOT NULL,
  created_at @time NOT NULL,
  expires_at @time NOT NULL,
  PRIMARY KEY (id)
) @table;
CREATE UNIQUE INDEX tokens_secret ON tokens (secret);
CREATE INDEX tokens_account ON tokens (account);
@reference(tokens);

CREATE TABLE manual_kinds (
  id @key NOT NULL,
  version @int NOT NULL,
  text @text NOT NULL,
  published_at @time NOT NULL,
  PRIMARY KEY (id, version)
) @table;
@reference(manual_kinds);

CREATE TABLE calendar_years (
  year @int NOT NULL,
  text @text NOT NULL,
  PRIMARY KEY (year)
) @table;
@reference(calendar_years);

CREATE TABLE settings (
  name @key NOT NULL,
  value @text NOT NULL,
  PRIMARY KEY (name)
) @table;
@reference(settings);

-- A street's data: the street is first in every key.

CREATE TABLE cells (
  tenant @key NOT NULL,
  code @key NOT NULL,
  since @key NOT NULL,
  until @key NOT NULL,
  name @text NOT NULL,
  kind @key NOT NULL,
  home @key NOT NULL,
  takes @text NOT NULL,
  households @int,
  shape @bytes,
  regrid @id,
  PRIMARY KEY (tenant, code, since)
) @heap;
@distribute(cells);

CREATE TABLE regrids (
  tenant @key NOT NULL,
  id @id NOT NULL,
  day @key NOT NULL,
  state @key NOT NULL,
  plan @text NOT NULL,
  report @text NOT NULL,
  drafted_by @id NOT NULL,
  created_at @time NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX regrids_due ON regrids (tenant, state, day);
@distribute(regrids);

CREATE TABLE cell_moves (
  tenant @key NOT NULL,
  regrid @id NOT NULL,
  old @key NOT NULL,
  new @key NOT NULL,
  share @real NOT NULL,
  rank @int NOT NULL,
  PRIMARY KEY (tenant, regrid, old, new)
) @table;
@distribute(cell_moves);

CREATE TABLE places (
  tenant @key NOT NULL,
  id @id NOT NULL,
  kind @key NOT NULL,
  path @key NOT NULL,
  code @key NOT NULL,
  name @text NOT NULL,
  road @text NOT NULL,
  building @text NOT NULL,
  unit @text NOT NULL,
  room @text NOT NULL,
  aliases @text NOT NULL,
  lon @real,
  lat @real,
  PRIMARY KEY (tenant, id)
) @table;
CREATE UNIQUE INDEX places_path ON places (tenant, path);
CREATE INDEX places_code ON places (tenant, code, path);
@distribute(places);

CREATE TABLE lessons (
  tenant @key NOT NULL,
  id @id NOT NULL,
  text @bytes NOT NULL,
  teaches @text NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(lessons);

CREATE TABLE assignments (
  tenant @key NOT NULL,
  id @id NOT NULL,
  account @id NOT NULL,
  role @key NOT NULL,
  code @key NOT NULL,
  since @key NOT NULL,
  until @key NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX assignments_code ON assignments (tenant, code, until);
CREATE INDEX assignments_account ON assignments (tenant, account, until);
@distribute(assignments);

CREATE TABLE memberships (
  account @id NOT NULL,
  tenant @key NOT NULL,
  PRIMARY KEY (account, tenant)
) @table;
@reference(memberships);

CREATE TABLE absences (
  tenant @key NOT NULL,
  id @id NOT NULL,
  account @id NOT NULL,
  since @key NOT NULL,
  until @key NOT NULL,
  deputy @id,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX absences_account ON absences (tenant, account, until);
CREATE INDEX absences_deputy ON absences (tenant, deputy, until);
@distribute(absences);

CREATE TABLE handovers (
  tenant @key NOT NULL,
  id @id NOT NULL,
  account @id NOT NULL,
  day @key NOT NULL,
  items @text NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(handovers);

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

CREATE TABLE case_terms_waiting (tenant @key NOT NULL, id @id NOT NULL, terms @bytes NOT NULL, PRIMARY KEY (tenant, id)) @table;
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

CREATE TABLE counters (tenant @key NOT NULL, name @key NOT NULL, value @int NOT NULL, PRIMARY KEY (tenant, name)) @table;
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
