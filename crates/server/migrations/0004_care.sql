-- The station and the closed loop of care: readings, who is to be measured again, alerts with those who may see them, published rules.
-- What tells of health is sealed whole; in clear stands whose it is, where, when, and what a clock or a list must read.

CREATE TABLE readings (
  tenant @key NOT NULL,
  id @id NOT NULL,
  resident @id NOT NULL,
  code @key NOT NULL,
  taken_by @id NOT NULL,
  at @time NOT NULL,
  sealed @bytes NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX readings_person ON readings (tenant, resident, at, id);
CREATE INDEX readings_at ON readings (tenant, at, id);
@distribute(readings);

-- id: the resident's. due: the last day of the nearest recheck, or the last day of all.
CREATE TABLE care_people (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  community @key NOT NULL,
  due @key NOT NULL,
  sealed @bytes NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX care_people_due ON care_people (tenant, due, id);
CREATE INDEX care_people_community ON care_people (tenant, community, due, id, code);
@distribute(care_people);

CREATE TABLE care_alerts (
  tenant @key NOT NULL,
  id @id NOT NULL,
  resident @id NOT NULL,
  code @key NOT NULL,
  open @bool NOT NULL,
  owner @id NOT NULL,
  sealed @bytes NOT NULL,
  due_at @time NOT NULL,
  alarm_at @time NOT NULL,
  began_at @time NOT NULL,
  updated_at @time NOT NULL,
  version @int NOT NULL,
  chain @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE UNIQUE INDEX care_alerts_one ON care_alerts (tenant, resident) WHERE open;
CREATE INDEX care_alerts_due ON care_alerts (tenant, due_at, id) WHERE open;
CREATE INDEX care_alerts_alarm ON care_alerts (tenant, alarm_at) WHERE alarm_at < 9000000000000000000;
CREATE INDEX care_alerts_owner ON care_alerts (tenant, owner) WHERE open;
CREATE INDEX care_alerts_resident ON care_alerts (tenant, resident, id);
@distribute(care_alerts);

-- Who is a party to an open alert: who measured, who owns it, who looks in.
CREATE TABLE care_parties (
  tenant @key NOT NULL,
  account @id NOT NULL,
  alert @id NOT NULL,
  PRIMARY KEY (tenant, account, alert)
) @table;
@distribute(care_parties);

CREATE TABLE care_rules (
  version @int NOT NULL,
  text @text NOT NULL,
  published_at @time NOT NULL,
  PRIMARY KEY (version)
) @table;
@reference(care_rules);
