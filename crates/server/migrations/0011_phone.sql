-- Sessions of phones, which live on without a network; and visits that correct one that was recorded by mistake.
-- device: the phone that has the session's key. corrects: the visit that this one replaces; corrected_by: who says so, while by_account is
-- still the one who went.

ALTER TABLE sessions ADD COLUMN device @id;

ALTER TABLE visits ADD COLUMN corrects @id;
ALTER TABLE visits ADD COLUMN corrected_by @id;
CREATE UNIQUE INDEX visits_corrects ON visits (tenant, corrects) WHERE corrects IS NOT NULL;
