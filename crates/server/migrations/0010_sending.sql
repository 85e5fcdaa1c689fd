-- A queue per destination: messages leave in the order in which they were written. One that its destination refuses steps aside, so that
-- those behind it need not wait for its tries.

ALTER TABLE messages ADD COLUMN aside @bool NOT NULL DEFAULT FALSE;
DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (tenant, destination, due_at) WHERE state = 'waiting';
CREATE INDEX messages_order ON messages (tenant, destination, at, id) WHERE state = 'waiting';
