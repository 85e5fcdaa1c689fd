-- How often what a process holds in memory was changed, by street and name: a process that finds a higher number reads it again.
CREATE TABLE state_versions (
  tenant @key NOT NULL,
  name @key NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, name)
) @table;
@distribute(state_versions);
