-- An entry may be of somebody without a badge, found by name; a wrong one is taken back, with a reason, and stays on record.
ALTER TABLE event_scan
	ADD COLUMN by_name boolean NOT NULL DEFAULT false,
	ADD COLUMN taken_back_at timestamptz,
	ADD COLUMN taken_back_by text REFERENCES "user" ON DELETE SET NULL,
	ADD COLUMN taken_back_reason text NOT NULL DEFAULT '' CHECK (char_length(taken_back_reason) <= 200),
	DROP CONSTRAINT event_scan_result_check,
	ADD CONSTRAINT event_scan_result_check CHECK (result IN ('in', 'again', 'not-approved', 'unknown', 'taken-back')),
	ADD CHECK ((result = 'taken-back') = (taken_back_at IS NOT NULL));
CREATE INDEX ON event_scan (taken_back_by);
COMMENT ON COLUMN event_scan.by_name IS 'Found by name at the door or at the desk, without a badge';

-- Who lets people in at an event's doors without being one of its organisers: names, organisations and categories, and nothing else.
-- What a helper reads and writes at a door goes through the application as the operator; the database opens no other row to a helper.
CREATE TABLE event_door_helper (
	event_id   text NOT NULL REFERENCES event ON DELETE CASCADE,
	person_id  text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	granted_by text REFERENCES "user" ON DELETE SET NULL,
	granted_at timestamptz NOT NULL,
	PRIMARY KEY (event_id, person_id)
);
CREATE INDEX ON event_door_helper (person_id);
CREATE INDEX ON event_door_helper (granted_by);
ALTER TABLE event_door_helper ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_door_helper FOR SELECT USING (person_id = mitra_user());
CREATE POLICY organised ON event_door_helper USING (mitra_organises(event_id));

-- One letter says that the certificate of attendance is there. Events that were over before there was one send none.
ALTER TABLE event_registration ADD COLUMN certificate_told_at timestamptz;
COMMENT ON COLUMN event_registration.certificate_told_at IS 'When the letter went out that says that the certificate of attendance is ready';
