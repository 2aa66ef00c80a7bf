-- Check-in at the doors of an event. Each scan is written down once, whatever a phone sends again; for each person, day and session
-- there is one that let the person in: the index below sees to it, from however many doors they come.
CREATE TABLE event_scan (
	id              uuid PRIMARY KEY,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	registration_id uuid,
	session_id      uuid,
	day             date NOT NULL,
	door            text NOT NULL CHECK (char_length(door) BETWEEN 1 AND 60),
	result          text NOT NULL CHECK (result IN ('in', 'again', 'not-approved', 'unknown')),
	scanned_at      timestamptz NOT NULL,
	received_at     timestamptz NOT NULL,
	scanned_by      text REFERENCES "user" ON DELETE SET NULL,
	CHECK ((result = 'unknown') = (registration_id IS NULL)),
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX event_scan_in ON event_scan (registration_id, day, session_id) NULLS NOT DISTINCT WHERE result = 'in';
CREATE INDEX ON event_scan (event_id, day);
CREATE INDEX ON event_scan (session_id);
CREATE INDEX ON event_scan (registration_id);
COMMENT ON COLUMN event_scan.id IS 'Drawn by the phone, so that what it sends twice is one scan';
COMMENT ON COLUMN event_scan.session_id IS 'The session whose door it is; null: the event''s';
COMMENT ON COLUMN event_scan.day IS 'On the calendar of the event''s zone, by the phone''s clock';
COMMENT ON COLUMN event_scan.scanned_at IS 'By the phone''s clock; never after it was received';

ALTER TABLE event_scan ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_scan FOR SELECT USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY organised ON event_scan USING (mitra_organises(event_id));
