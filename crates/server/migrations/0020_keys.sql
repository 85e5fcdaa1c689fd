-- What the store knows of its keys: of each a value that only that key makes, so that a key file that is missing, of another store or
-- older than the data is told before anything is written.

CREATE TABLE store_keys (
  number @int NOT NULL,
  proof @bytes NOT NULL,
  PRIMARY KEY (number)
) @table;
@reference(store_keys);

-- What holds against somebody who has the database and no key: the ends of chains as this program left them, signed once a minute; all of
-- them together; and who may do what, row by row. Each proof is made with the key of the installation.

CREATE TABLE chain_ends (
  tenant @key NOT NULL,
  stream @id NOT NULL,
  seq @int NOT NULL,
  hash @bytes NOT NULL,
  erased @bool NOT NULL,
  record @bytes NOT NULL,
  proof @bytes NOT NULL,
  PRIMARY KEY (tenant, stream)
) @table;
@distribute(chain_ends);

CREATE TABLE checkpoints (
  id @int NOT NULL,
  number @int NOT NULL,
  at @time NOT NULL,
  sum @bytes NOT NULL,
  proof @bytes NOT NULL,
  PRIMARY KEY (id)
) @table;
@reference(checkpoints);
