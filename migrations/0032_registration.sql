-- Registration to events: what an event asks and how many it has room for, who asked to come and what became of it, what only
-- the organisers need to know of a person, answers to the questions, and invitations with codes.

-- How registration stands: one row an event, made when an organiser first opens the page.
CREATE TABLE event_registration_frame (
	event_id        text PRIMARY KEY REFERENCES event ON DELETE CASCADE,
	state           text NOT NULL DEFAULT 'closed' CHECK (state IN ('closed', 'open')),
	closes_on       date,
	audience        text NOT NULL DEFAULT 'anyone' CHECK (audience IN ('anyone', 'members', 'invited')),
	places          integer CHECK (places BETWEEN 1 AND 100000),
	approval        boolean NOT NULL DEFAULT true,
	categories      text[] NOT NULL DEFAULT '{delegate}' CHECK (cardinality(categories) BETWEEN 1 AND 12),
	wishes          text[] NOT NULL DEFAULT '{diet}',
	welcome         jsonb NOT NULL DEFAULT '[]',
	updated_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN event_registration_frame.categories IS 'Those that a person may choose; others are given by organisers or come with an invitation';
COMMENT ON COLUMN event_registration_frame.closes_on IS 'The last day, on the calendar of the event''s zone';

-- At most so many approved from a country, of a kind of organisation, or of a category.
CREATE TABLE event_quota (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	kind            text NOT NULL CHECK (kind IN ('country', 'category', 'organisation-kind', 'per-organisation')),
	key             text NOT NULL DEFAULT '' CHECK (char_length(key) <= 40 AND (key = '') = (kind = 'per-organisation')),
	places          integer NOT NULL CHECK (places BETWEEN 0 AND 100000),
	UNIQUE (event_id, kind, key)
);

CREATE TABLE event_question (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        integer NOT NULL DEFAULT 0,
	kind            text NOT NULL CHECK (kind IN ('text', 'long-text', 'choice', 'choices', 'yes-no', 'number', 'date', 'file')),
	labels          jsonb NOT NULL CHECK (jsonb_array_length(labels) > 0),
	help            jsonb NOT NULL DEFAULT '[]',
	choices         jsonb NOT NULL DEFAULT '[]',
	required        boolean NOT NULL DEFAULT false,
	shown_when      jsonb,
	retired_at      timestamptz,
	UNIQUE (id, event_id),
	CHECK ((kind IN ('choice', 'choices')) = (jsonb_array_length(choices) > 0))
);
CREATE INDEX ON event_question (event_id, position);
COMMENT ON COLUMN event_question.choices IS '[{key, labels}]; answers hold keys';
COMMENT ON COLUMN event_question.shown_when IS '{question, is: [keys]}: asked only of who answered an earlier question so; null: of everybody';
COMMENT ON COLUMN event_question.retired_at IS 'No longer asked; what was answered stays';

CREATE TABLE event_invitation (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	code            text NOT NULL CHECK (code ~ '^[0-9A-Z]{10}$'),
	category        text NOT NULL,
	uses            integer NOT NULL DEFAULT 1 CHECK (uses BETWEEN 1 AND 10000),
	approved        boolean NOT NULL DEFAULT true,
	email           text CHECK (char_length(email) <= 254 AND email = lower(email)),
	note            text NOT NULL DEFAULT '' CHECK (char_length(note) <= 200),
	expires_on      date,
	made_by         text REFERENCES "user" ON DELETE SET NULL,
	made_at         timestamptz NOT NULL,
	withdrawn_at    timestamptz,
	UNIQUE (event_id, code),
	UNIQUE (id, event_id)
);
COMMENT ON COLUMN event_invitation.approved IS 'Who comes with it needs no approval, while there are places';

CREATE TABLE event_registration (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	invitation_id   uuid,
	state           text NOT NULL CHECK (state IN ('asked', 'waiting', 'approved', 'refused', 'withdrawn')),
	category        text NOT NULL CHECK (category IN ('delegate', 'speaker', 'exhibitor', 'sponsor', 'press', 'vip', 'government', 'student', 'interpreter', 'staff')),
	names           jsonb NOT NULL CHECK (jsonb_array_length(names) BETWEEN 1 AND 12),
	works_at        jsonb NOT NULL DEFAULT '[]',
	headline        jsonb NOT NULL DEFAULT '[]',
	country         char(2) NOT NULL REFERENCES country,
	languages       text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 12),
	listed          boolean NOT NULL DEFAULT true,
	waiting_since   timestamptz,
	badge           text CHECK (badge ~ '^[0-9A-Z]{8}$'),
	reason          text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	is_sample       boolean NOT NULL DEFAULT false,
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL,
	UNIQUE (event_id, person_id),
	UNIQUE (event_id, badge),
	UNIQUE (id, event_id),
	FOREIGN KEY (invitation_id, event_id) REFERENCES event_invitation (id, event_id) ON DELETE SET NULL (invitation_id),
	CHECK ((state = 'waiting') = (waiting_since IS NOT NULL)),
	CHECK (state <> 'approved' OR badge IS NOT NULL)
);
CREATE INDEX ON event_registration (person_id);
CREATE INDEX ON event_registration (organisation_id);
CREATE INDEX ON event_registration (invitation_id);
CREATE INDEX ON event_registration (event_id, state, waiting_since);
COMMENT ON COLUMN event_registration.names IS 'The person''s name in the scripts that the badge shows';
COMMENT ON COLUMN event_registration.works_at IS 'Where the person works, as the badge shows it; of a member organisation its names';
COMMENT ON COLUMN event_registration.languages IS 'Those the person speaks, the best first';
COMMENT ON COLUMN event_registration.listed IS 'Whether other participants find the person among them';
COMMENT ON COLUMN event_registration.badge IS 'The part of the badge''s code that is drawn by lot; a new badge draws anew, so that the old one opens no door';

-- What only the person and the organisers read.
CREATE TABLE event_registration_wishes (
	registration_id uuid PRIMARY KEY,
	event_id        text NOT NULL,
	phone           text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 40),
	diet            text[] NOT NULL DEFAULT '{}',
	diet_note       text NOT NULL DEFAULT '' CHECK (char_length(diet_note) <= 300),
	access_note     text NOT NULL DEFAULT '' CHECK (char_length(access_note) <= 300),
	stays_from      date,
	stays_until     date CHECK (stays_until > stays_from),
	stay_note       text NOT NULL DEFAULT '' CHECK (char_length(stay_note) <= 300),
	arrives_on      date,
	arrives_with    text NOT NULL DEFAULT '' CHECK (char_length(arrives_with) <= 100),
	leaves_on       date CHECK (leaves_on >= arrives_on),
	leaves_with     text NOT NULL DEFAULT '' CHECK (char_length(leaves_with) <= 100),
	fetched         boolean NOT NULL DEFAULT false,
	visa            boolean NOT NULL DEFAULT false,
	passport_name   text NOT NULL DEFAULT '' CHECK (char_length(passport_name) <= 120),
	passport_number text NOT NULL DEFAULT '' CHECK (char_length(passport_number) <= 30),
	nationality     char(2) REFERENCES country,
	born_on         date,
	CHECK (num_nonnulls(stays_from, stays_until) <> 1),
	CHECK (NOT visa OR (passport_name <> '' AND passport_number <> '' AND nationality IS NOT NULL AND born_on IS NOT NULL)),
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_registration_wishes (event_id);

CREATE TABLE event_answer (
	registration_id uuid NOT NULL,
	question_id     uuid NOT NULL,
	event_id        text NOT NULL,
	value           jsonb NOT NULL,
	sha256          char(64),
	PRIMARY KEY (registration_id, question_id),
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (question_id, event_id) REFERENCES event_question (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_answer (question_id);
CREATE INDEX ON event_answer (sha256);
COMMENT ON COLUMN event_answer.value IS 'A text, a number, true or false, a day, a key or a list of keys; of a file {name, mediaType, bytes}';

-- Walls. Participants see each other, once approved, where they let others find them.
CREATE FUNCTION mitra_participates(event text) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found_one boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	SELECT EXISTS (SELECT FROM event_registration r WHERE r.event_id = mitra_participates.event AND r.person_id = mitra_user() AND r.state = 'approved') INTO found_one;
	PERFORM mitra_act_as_operator(before);
	RETURN found_one;
END $$;
COMMENT ON FUNCTION mitra_participates(text) IS 'Whether the person who asks is approved for an event';

ALTER TABLE event_registration_frame ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON event_registration_frame FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_registration_frame USING (mitra_organises(event_id));
ALTER TABLE event_question ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON event_question FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_question USING (mitra_organises(event_id));
ALTER TABLE event_quota ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_quota USING (mitra_organises(event_id));
ALTER TABLE event_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_invitation USING (mitra_organises(event_id));
ALTER TABLE event_registration ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_registration USING (person_id = mitra_user() OR mitra_is_operator());
CREATE POLICY organised ON event_registration USING (mitra_organises(event_id));
CREATE POLICY fellow ON event_registration FOR SELECT USING (state = 'approved' AND listed AND mitra_participates(event_id));
ALTER TABLE event_registration_wishes ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_registration_wishes USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY organised ON event_registration_wishes USING (mitra_organises(event_id));
ALTER TABLE event_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_answer USING (mitra_is_operator() OR EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY organised ON event_answer USING (mitra_organises(event_id));
