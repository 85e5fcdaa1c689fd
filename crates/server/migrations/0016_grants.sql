-- Every act by which somebody comes to see more, with who confirmed it; what was given before this table counts as confirmed. Tokens that
-- belong to a street, and when a token was last used.

CREATE TABLE givings (
  tenant @key NOT NULL,
  id @id NOT NULL,
  what @key NOT NULL,
  subject @id NOT NULL,
  account @id NOT NULL,
  code @key NOT NULL,
  batch @id NOT NULL,
  standing @key NOT NULL,
  detail @text NOT NULL,
  by_account @id NOT NULL,
  at @time NOT NULL,
  decided_by @id NOT NULL,
  decided_at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX givings_standing ON givings (tenant, standing, id);
CREATE INDEX givings_subject ON givings (tenant, subject);
CREATE INDEX givings_batch ON givings (tenant, batch);
@distribute(givings);

ALTER TABLE tokens ADD COLUMN street @key NOT NULL DEFAULT '';
ALTER TABLE tokens ADD COLUMN used_at @time NOT NULL DEFAULT 0;
ALTER TABLE tokens ADD COLUMN ended_at @time NOT NULL DEFAULT 0;
CREATE INDEX tokens_code ON tokens (code);
