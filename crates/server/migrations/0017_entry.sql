-- From where a waiting photo came: keyed hashes of the address and of its network, so that no place fills a street's room.
ALTER TABLE waiting_files ADD COLUMN address @key NOT NULL DEFAULT '';
ALTER TABLE waiting_files ADD COLUMN network @key NOT NULL DEFAULT '';
