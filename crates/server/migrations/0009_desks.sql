-- Who works at a desk of a station: one browser holds it, until it leaves or shows no sign for some minutes.
-- session: made by the browser; since is what a colleague is told before they take the desk over.

CREATE TABLE station_desks (
  tenant @key NOT NULL,
  station @id NOT NULL,
  desk @int NOT NULL,
  session @id NOT NULL,
  account @id NOT NULL,
  since @time NOT NULL,
  until @time NOT NULL,
  PRIMARY KEY (tenant, station, desk)
) @table;
@distribute(station_desks);
