-- Places that residents book by themselves: how much of a series is theirs to book, in percent; and who booked, until the desk knows whose
-- record it is, the booking is called off, or its day is over. mark: a keyed hash of the day and the phone, one booking for each.

ALTER TABLE station_series ADD COLUMN own_share @int NOT NULL DEFAULT 50;

CREATE TABLE ticket_askers (
  tenant @key NOT NULL,
  id @id NOT NULL,
  station @id NOT NULL,
  day @key NOT NULL,
  mark @int NOT NULL,
  sealed @bytes NOT NULL,
  PRIMARY KEY (tenant, id)
) @table;
CREATE UNIQUE INDEX ticket_askers_once ON ticket_askers (tenant, mark);
CREATE INDEX ticket_askers_day ON ticket_askers (tenant, day, station, id);
@distribute(ticket_askers);
