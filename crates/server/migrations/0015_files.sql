-- Files without what cameras and programs wrote into them: the place of a photo has a column of its own, where its kind of matter needs it,
-- and each file says whether it was cleaned (0 not yet, 1 yes, 2 it cannot be read and is as it came). Addresses of other systems are sealed.

ALTER TABLE attachments ADD COLUMN place @bytes;
ALTER TABLE attachments ADD COLUMN cleaned @int NOT NULL DEFAULT 0;
CREATE INDEX attachments_to_clean ON attachments (tenant, id) WHERE cleaned = 0;
ALTER TABLE waiting_files ADD COLUMN cleaned @int NOT NULL DEFAULT 0;

ALTER TABLE destinations ADD COLUMN address @bytes;
