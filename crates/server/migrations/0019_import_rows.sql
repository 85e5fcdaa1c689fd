-- Tickets of a table that were checked and wait to come in, some dozens in a row: stream is the import, seq their place in it.
CREATE TABLE import_rows (
  tenant @key NOT NULL,
  stream @id NOT NULL,
  seq @int NOT NULL,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, stream, seq)
) @heap;
@distribute(import_rows);
