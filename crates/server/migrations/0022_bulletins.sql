-- Bulletins 通知公告.

CREATE TABLE bulletins (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  title @text NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX bulletins_by_code ON bulletins (tenant, code);
@distribute(bulletins);
