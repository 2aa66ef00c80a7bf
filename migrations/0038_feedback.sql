-- What those who came say afterwards, of the event or of a session. Organisers read it without names, through the operator.
CREATE TABLE event_feedback (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	registration_id uuid NOT NULL,
	session_id      uuid,
	rating          smallint NOT NULL CHECK (rating BETWEEN 1 AND 5),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	language        text NOT NULL DEFAULT 'en',
	given_at        timestamptz NOT NULL,
	UNIQUE NULLS NOT DISTINCT (registration_id, session_id),
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_feedback (event_id);
CREATE INDEX ON event_feedback (session_id);
ALTER TABLE event_feedback ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_feedback USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
