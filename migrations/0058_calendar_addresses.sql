-- The address under which a calendar program follows a person's own programme and meetings of an event, without signing in. Its token
-- is signed by the installation and kept nowhere; here stands which one holds. Renewed, the row has another id, and the old token is none.
CREATE TABLE event_calendar_address (
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	id              uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
	made_at         timestamptz NOT NULL,
	PRIMARY KEY (user_id, event_id)
);
CREATE INDEX ON event_calendar_address (event_id);

-- Wall: nobody's to read but the own.
ALTER TABLE event_calendar_address ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_calendar_address USING (user_id = mitra_user() OR mitra_is_operator());
