-- Whom to call back about somebody who is looked in on: a desk of the street with its number, in the words that are said to a landlord, a
-- neighbour or the family, and on the paper that somebody takes home.

CREATE TABLE call_backs (
  tenant @key NOT NULL,
  name @text NOT NULL,
  number @text NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant)
) @table;
@distribute(call_backs);
