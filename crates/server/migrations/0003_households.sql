-- Who is served: doors, households, residents, contacts, needs, merges, tombstones, doctors' teams and the cells they are paired with.
-- Whatever tells of one person is sealed whole; what stands in clear is what a list, a clock or a re-grid must read.

CREATE TABLE dwellings (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  place @id,
  label @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE UNIQUE INDEX dwellings_place ON dwellings (tenant, place) WHERE place IS NOT NULL;
CREATE INDEX dwellings_code ON dwellings (tenant, code, id);
@distribute(dwellings);

CREATE TABLE households (
  tenant @key NOT NULL,
  id @id NOT NULL,
  dwelling @id NOT NULL,
  code @key NOT NULL,
  since @key NOT NULL,
  tenure @key NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX households_code ON households (tenant, code, id);
CREATE INDEX households_dwelling ON households (tenant, dwelling);
@distribute(households);

-- state: here, left, died, merged, erased; state_day: since when.
CREATE TABLE residents (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  household @id,
  state @key NOT NULL,
  state_day @key NOT NULL,
  sealed @bytes NOT NULL,
  updated_at @time NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX residents_code ON residents (tenant, code, id);
CREATE INDEX residents_household ON residents (tenant, household);
CREATE INDEX residents_state ON residents (tenant, state, state_day) WHERE state <> 'here';
@distribute(residents);

-- Keyed hashes of an identity number, a phone, a whole name: who has the very same is found, and nothing else.
CREATE TABLE resident_marks (
  tenant @key NOT NULL,
  mark @int NOT NULL,
  resident @id NOT NULL,
  PRIMARY KEY (tenant, mark, resident)
) @table;
CREATE INDEX resident_marks_resident ON resident_marks (tenant, resident);
@distribute(resident_marks);

-- of_resident: for one resident of the household alone; as_resident: the contact's own record.
CREATE TABLE contacts (
  tenant @key NOT NULL,
  id @id NOT NULL,
  household @id NOT NULL,
  rank @int NOT NULL,
  of_resident @id,
  as_resident @id,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX contacts_household ON contacts (tenant, household, rank);
CREATE INDEX contacts_of ON contacts (tenant, of_resident) WHERE of_resident IS NOT NULL;
CREATE INDEX contacts_as ON contacts (tenant, as_resident) WHERE as_resident IS NOT NULL;
@distribute(contacts);

-- until: the last day on which it holds, which taken-back consent brings forward; forget: from then on it is to be removed.
CREATE TABLE needs (
  tenant @key NOT NULL,
  id @id NOT NULL,
  resident @id NOT NULL,
  until @key NOT NULL,
  forget @key NOT NULL,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX needs_resident ON needs (tenant, resident, until);
CREATE INDEX needs_forget ON needs (tenant, forget);
@distribute(needs);

CREATE TABLE merges (
  tenant @key NOT NULL,
  id @id NOT NULL,
  kept @id NOT NULL,
  gone @id NOT NULL,
  at @time NOT NULL,
  undone @bool NOT NULL,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX merges_kept ON merges (tenant, kept);
CREATE INDEX merges_gone ON merges (tenant, gone);
@distribute(merges);

CREATE TABLE tombstones (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  day @key NOT NULL,
  because @key NOT NULL,
  by_account @id,
  removed @text NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(tombstones);

CREATE TABLE teams (
  tenant @key NOT NULL,
  id @id NOT NULL,
  name @text NOT NULL,
  doctor @id NOT NULL,
  members @text NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
@distribute(teams);

CREATE TABLE pairs (
  tenant @key NOT NULL,
  team @id NOT NULL,
  code @key NOT NULL,
  since @key NOT NULL,
  until @key NOT NULL,
  PRIMARY KEY (tenant, team, code, since)
) @table;
CREATE INDEX pairs_code ON pairs (tenant, code);
@distribute(pairs);

-- Two records of which somebody said that they are two people: not proposed again.
CREATE TABLE apart (
  tenant @key NOT NULL,
  first @id NOT NULL,
  second @id NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, first, second)
) @table;
@distribute(apart);
