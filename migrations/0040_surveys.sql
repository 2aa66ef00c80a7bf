-- Surveys of a session or of a whole event, how long what was said for the stay alone is kept, and people from any country.

-- One for each session, and one for the event (no session). Its questions stand beside those of the registration form.
CREATE TABLE event_survey (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	session_id      uuid,
	anonymous       boolean NOT NULL DEFAULT true,
	intro           jsonb NOT NULL DEFAULT '[]',
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open')),
	closes_at       timestamptz NOT NULL,
	sealed_at       timestamptz,
	made_at         timestamptz NOT NULL,
	UNIQUE (id, event_id),
	UNIQUE (id, anonymous),
	UNIQUE NULLS NOT DISTINCT (event_id, session_id),
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_survey (session_id);
CREATE INDEX ON event_survey (closes_at);
COMMENT ON COLUMN event_survey.state IS 'Whoever was there is asked once it is open and the session, or the event, has ended';
COMMENT ON COLUMN event_survey.sealed_at IS 'It has closed, and its sheets have new ids, which lead to nobody';

ALTER TABLE event_question
	ADD COLUMN survey_id uuid,
	ADD FOREIGN KEY (survey_id, event_id) REFERENCES event_survey (id, event_id) ON DELETE CASCADE,
	DROP CONSTRAINT event_question_kind_check,
	ADD CONSTRAINT event_question_kind_check CHECK (kind IN ('text', 'long-text', 'choice', 'choices', 'yes-no', 'number') OR (survey_id IS NULL AND kind IN ('date', 'file')) OR (survey_id IS NOT NULL AND kind = 'rating'));
CREATE INDEX ON event_question (survey_id, position);
COMMENT ON COLUMN event_question.survey_id IS 'The survey that asks it; null: the registration form';

-- Who got a letter; a row is there before the letter leaves.
CREATE TABLE event_survey_asked (
	survey_id       uuid NOT NULL,
	registration_id uuid NOT NULL,
	event_id        text NOT NULL,
	asked_at        timestamptz NOT NULL,
	PRIMARY KEY (survey_id, registration_id),
	FOREIGN KEY (survey_id, event_id) REFERENCES event_survey (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_survey_asked (registration_id);

-- What one person answered. It names the person only where the survey says so; the database itself sees to that. There is no time
-- in it, by which it could be laid beside something else.
CREATE TABLE event_survey_sheet (
	id              char(64) PRIMARY KEY CHECK (id ~ '^[0-9a-f]{64}$'),
	survey_id       uuid NOT NULL,
	event_id        text NOT NULL,
	anonymous       boolean NOT NULL,
	registration_id uuid,
	language        text NOT NULL DEFAULT 'en',
	CHECK (anonymous = (registration_id IS NULL)),
	UNIQUE (survey_id, registration_id),
	FOREIGN KEY (survey_id, event_id) REFERENCES event_survey (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (survey_id, anonymous) REFERENCES event_survey (id, anonymous),
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_survey_sheet (registration_id);
COMMENT ON COLUMN event_survey_sheet.id IS 'Made of survey and registration with a secret that is not in the database; drawn by lot once the survey has closed';

CREATE TABLE event_survey_answer (
	sheet_id        char(64) NOT NULL REFERENCES event_survey_sheet ON DELETE CASCADE,
	question_id     uuid NOT NULL,
	event_id        text NOT NULL,
	value           jsonb NOT NULL,
	PRIMARY KEY (sheet_id, question_id),
	FOREIGN KEY (question_id, event_id) REFERENCES event_question (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_survey_answer (question_id);
COMMENT ON COLUMN event_survey_answer.value IS 'A text, a number, true or false, a key or a list of keys; of a rating the key 1 to 5';

-- What people said of events before there were surveys becomes one that has closed, with a rating and words, and names nobody.
DO $$
DECLARE
	survey record;
	said record;
	rating uuid;
	words uuid;
	sheet text;
BEGIN
	FOR survey IN
		INSERT INTO event_survey (event_id, session_id, state, closes_at, sealed_at, made_at)
		SELECT event_id, session_id, 'open', now(), now(), min(given_at) FROM event_feedback GROUP BY event_id, session_id
		RETURNING id, event_id, session_id
	LOOP
		INSERT INTO event_question (event_id, survey_id, position, kind, required, labels) VALUES (survey.event_id, survey.id, 0, 'rating', true,
			'[{"language": "en", "text": "How was it?", "provenance": "original"}, {"language": "zh", "text": "您觉得怎么样？", "provenance": "human-translation"}]') RETURNING id INTO rating;
		INSERT INTO event_question (event_id, survey_id, position, kind, labels) VALUES (survey.event_id, survey.id, 1, 'long-text',
			'[{"language": "en", "text": "In your words", "provenance": "original"}, {"language": "zh", "text": "您的意见", "provenance": "human-translation"}]') RETURNING id INTO words;
		INSERT INTO event_survey_asked (survey_id, registration_id, event_id, asked_at)
			SELECT survey.id, registration_id, event_id, given_at FROM event_feedback f WHERE f.event_id = survey.event_id AND f.session_id IS NOT DISTINCT FROM survey.session_id;
		FOR said IN SELECT * FROM event_feedback f WHERE f.event_id = survey.event_id AND f.session_id IS NOT DISTINCT FROM survey.session_id ORDER BY random() LOOP
			sheet := encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex');
			INSERT INTO event_survey_sheet (id, survey_id, event_id, anonymous, language) VALUES (sheet, survey.id, survey.event_id, true, said.language);
			INSERT INTO event_survey_answer (sheet_id, question_id, event_id, value) VALUES (sheet, rating, survey.event_id, to_jsonb(said.rating::text));
			IF said.words <> '' THEN INSERT INTO event_survey_answer (sheet_id, question_id, event_id, value) VALUES (sheet, words, survey.event_id, to_jsonb(said.words)); END IF;
		END LOOP;
	END LOOP;
END $$;
DROP TABLE event_feedback;

-- Walls. What was answered without names is read through the operator alone, as counts.
ALTER TABLE event_survey ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON event_survey FOR SELECT USING (state = 'open' AND EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_survey USING (mitra_organises(event_id));
ALTER TABLE event_survey_asked ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_survey_asked USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
ALTER TABLE event_survey_sheet ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_survey_sheet USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY organised ON event_survey_sheet FOR SELECT USING (registration_id IS NOT NULL AND mitra_organises(event_id));
ALTER TABLE event_survey_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_sheet ON event_survey_answer USING (EXISTS (SELECT FROM event_survey_sheet s WHERE s.id = sheet_id));
DROP POLICY of_announced ON event_question;
CREATE POLICY of_announced ON event_question FOR SELECT USING (CASE WHEN survey_id IS NULL THEN EXISTS (SELECT FROM event e WHERE e.id = event_id) ELSE EXISTS (SELECT FROM event_survey s WHERE s.id = survey_id) END);

-- Passports, visas, diets, journeys and files are erased so many days after an event has ended.
ALTER TABLE event_registration_frame ADD COLUMN keep_days smallint NOT NULL DEFAULT 60 CHECK (keep_days BETWEEN 7 AND 730);
COMMENT ON COLUMN event_registration_frame.keep_days IS 'How many days after the event''s last day wishes and files of registrations are kept';

-- What kind of organisation somebody comes from who comes for no member: quotas by group count the person too.
ALTER TABLE event_registration ADD COLUMN organisation_kind text CHECK (organisation_kind IN ('company', 'university', 'institute', 'association', 'government', 'other'));
COMMENT ON COLUMN event_registration.organisation_kind IS 'As the person or an organiser says; null: that of the member organisation';

-- People come from anywhere: ISO 3166-1 is the application's to check, the table of countries is of those of the network.
ALTER TABLE event_registration DROP CONSTRAINT event_registration_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE event_registration_wishes DROP CONSTRAINT event_registration_wishes_nationality_fkey, ADD CHECK (nationality ~ '^[A-Z]{2}$');
ALTER TABLE event_speaker DROP CONSTRAINT event_speaker_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
