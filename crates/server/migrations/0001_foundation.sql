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
