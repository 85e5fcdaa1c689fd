-- The station: where and when there is service, the numbers of a day, and the calling screens. Whose number it is stands in clear as an
-- id, as with readings; everything else of a number is sealed.

CREATE TABLE stations (
  tenant @key NOT NULL,
  id @id NOT NULL,
  code @key NOT NULL,
  name @text NOT NULL,
  place @text NOT NULL,
  phone @text NOT NULL,
  lon @real,
  lat @real,
  closed @bool NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX stations_code ON stations (tenant, code, id);
@distribute(stations);

-- rule: as RFC 5545 writes it. first_day: the day from which it counts. opens, closes: minutes after midnight.
-- exceptions: by day, as JSON.
CREATE TABLE station_series (
  tenant @key NOT NULL,
  id @id NOT NULL,
  station @id NOT NULL,
  team @id NOT NULL,
  rule @text NOT NULL,
  first_day @key NOT NULL,
  last_day @key NOT NULL,
  opens @int NOT NULL,
  closes @int NOT NULL,
  slot @int NOT NULL,
  places @int NOT NULL,
  rests @bool NOT NULL,
  exceptions @text NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX station_series_station ON station_series (tenant, station, id);
@distribute(station_series);

-- A day that has, or had, numbers. version: everything that happens to its queue stands in line here. closed_at: 0 while it is open.
CREATE TABLE station_days (
  tenant @key NOT NULL,
  station @id NOT NULL,
  day @key NOT NULL,
  closed_at @time NOT NULL,
  counts @text NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, station, day)
) @table;
CREATE INDEX station_days_day ON station_days (tenant, day, station);
@distribute(station_days);

CREATE TABLE tickets (
  tenant @key NOT NULL,
  id @id NOT NULL,
  station @id NOT NULL,
  day @key NOT NULL,
  resident @id,
  sealed @bytes NOT NULL,
  version @int NOT NULL,
  PRIMARY KEY (tenant, id)
) @heap;
CREATE INDEX tickets_day ON tickets (tenant, station, day, id);
CREATE INDEX tickets_resident ON tickets (tenant, resident, day, id);
CREATE INDEX tickets_over ON tickets (tenant, day, id);
@distribute(tickets);

-- A link of its own for each screen; taken away at once by removing its row.
CREATE TABLE screens (
  tenant @key NOT NULL,
  id @id NOT NULL,
  station @id NOT NULL,
  name @text NOT NULL,
  made_by @id NOT NULL,
  made_at @time NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE INDEX screens_station ON screens (tenant, station, id);
@distribute(screens);
