-- Where a session has so many places, whoever picks it signs up: with a place, or waiting for one. What people merely put into their
-- own programme stays nobody else's to see.
ALTER TABLE event_pick
	ADD COLUMN place text CHECK (place IN ('taken', 'waiting')),
	ADD COLUMN place_since timestamptz,
	ADD CHECK ((place IS NULL) = (place_since IS NULL));
CREATE INDEX ON event_pick (session_id, place_since) WHERE place IS NOT NULL;
COMMENT ON COLUMN event_pick.place IS 'Null: in the own programme alone. The longest waiting is the next';
CREATE POLICY signed_up ON event_pick FOR SELECT USING (place IS NOT NULL AND mitra_organises(event_id));
