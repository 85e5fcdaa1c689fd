-- The way in: the link that begins an installation, and the invitations by which people set their passwords.

CREATE TABLE setup_links (
  id @id NOT NULL,
  secret @bytes NOT NULL,
  created_at @time NOT NULL,
  expires_at @time NOT NULL,
  ended_at @time NOT NULL,
  PRIMARY KEY (id)
) @table;
CREATE UNIQUE INDEX setup_links_secret ON setup_links (secret);
@reference(setup_links);

CREATE TABLE invitations (
  id @id NOT NULL,
  account @id NOT NULL,
  secret @bytes NOT NULL,
  code @bytes NOT NULL,
  by_account @id NOT NULL,
  created_at @time NOT NULL,
  expires_at @time NOT NULL,
  ended @key NOT NULL,
  ended_at @time NOT NULL,
  PRIMARY KEY (id)
) @table;
CREATE UNIQUE INDEX invitations_secret ON invitations (secret);
CREATE INDEX invitations_account ON invitations (account, ended);
@reference(invitations);
