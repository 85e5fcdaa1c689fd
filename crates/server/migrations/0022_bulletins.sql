-- Bulletins 通知公告: what a street or a community tells residents and staff, the pictures in them, and who of the staff has read which
-- edition.

CREATE TABLE bulletins (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  state @key NOT NULL,
  title @text NOT NULL,
  text @text NOT NULL,
  from_day @key NOT NULL,
  until_day @key NOT NULL,
  pictures @text NOT NULL,
  edition @int NOT NULL,
  changed @text NOT NULL,
  reason @text NOT NULL,
  pinned @int NOT NULL,
  by_account @id NOT NULL,
  published_at @time NOT NULL,
  ended_at @time NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX bulletins_by_state ON bulletins (tenant, state, until_day);
CREATE INDEX bulletins_by_code ON bulletins (tenant, code, state);
@distribute(bulletins);

CREATE TABLE bulletin_pictures (
  tenant @key NOT NULL,
  id @id NOT NULL,
  bulletin @id NOT NULL,
  media @text NOT NULL,
  content @bytes NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX bulletin_pictures_by_bulletin ON bulletin_pictures (tenant, bulletin);
CREATE INDEX bulletin_pictures_by_time ON bulletin_pictures (tenant, at);
@distribute(bulletin_pictures);

CREATE TABLE bulletin_reads (
  tenant @key NOT NULL,
  bulletin @id NOT NULL,
  account @id NOT NULL,
  edition @int NOT NULL,
  at @time NOT NULL,
  PRIMARY KEY (tenant, bulletin, account)
) @table;
CREATE INDEX bulletin_reads_by_account ON bulletin_reads (tenant, account);
@distribute(bulletin_reads);
