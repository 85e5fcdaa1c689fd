-- Answers that somebody who serves recorded for a resident, counted apart from what residents answered themselves.

ALTER TABLE case_days ADD COLUMN recorded @int NOT NULL DEFAULT 0;
ALTER TABLE case_days ADD COLUMN recorded_satisfied @int NOT NULL DEFAULT 0;
