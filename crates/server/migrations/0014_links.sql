-- Links by which residents follow a case, one for each holder: made, withdrawn and logged; and replies that are stored sealed and given again
-- only to whoever sent the write. Of a link only its id is stored: the link itself is made of it by the keys.

CREATE TABLE case_links (
  tenant @key NOT NULL,
  id @id NOT NULL,
  case_id @id NOT NULL,
  follower @id,
  made_by @id NOT NULL,
  at @time NOT NULL,
  withdrawn_at @time,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX case_links_case ON case_links (tenant, case_id);
@distribute(case_links);

ALTER TABLE case_followers ADD COLUMN not_solved_at @time;

ALTER TABLE sends ADD COLUMN sent_by @id;
ALTER TABLE sends ADD COLUMN sealed @bytes;
-- Replies of versions before this one stand in clear until the sweep has sealed them; then the index is empty.
CREATE INDEX sends_clear ON sends (tenant, id) WHERE sealed IS NULL;
