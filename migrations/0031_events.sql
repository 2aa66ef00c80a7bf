-- Events: who organises them, venues with rooms and tables, days, tracks and sessions, speakers, sponsors, a budget, documents,
-- pictures, what each person picked, and what was changed after people were told.
-- The table `event` stands since 0001; what refers to it (network_event, centre_event, work_plan_link) stays as it is.

ALTER TABLE event
	ADD COLUMN state          text NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published', 'cancelled')),
	ADD COLUMN centre_id      text REFERENCES centre,
	ADD COLUMN languages      text[] NOT NULL DEFAULT '{en,zh}' CHECK (cardinality(languages) BETWEEN 1 AND 12),
	ADD COLUMN time_zone      text NOT NULL DEFAULT 'Asia/Shanghai' CHECK (char_length(time_zone) BETWEEN 1 AND 60),
	ADD COLUMN areas          text[] NOT NULL DEFAULT '{}',
	ADD COLUMN website        text CHECK (char_length(website) <= 300),
	ADD COLUMN contact        text CHECK (char_length(contact) <= 254),
	ADD COLUMN version        integer NOT NULL DEFAULT 1 CHECK (version > 0),
	ADD COLUMN sequence       integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
	ADD COLUMN copied_from    text REFERENCES event ON DELETE SET NULL,
	ADD COLUMN published_at   timestamptz,
	ADD COLUMN cancelled_at   timestamptz,
	ADD COLUMN cancelled_note jsonb NOT NULL DEFAULT '[]',
	ADD COLUMN created_by     text REFERENCES "user" ON DELETE SET NULL,
	ADD COLUMN created_at     timestamptz NOT NULL DEFAULT now(),
	ADD COLUMN updated_at     timestamptz NOT NULL DEFAULT now(),
	ADD CHECK ((state = 'cancelled') = (cancelled_at IS NOT NULL));
UPDATE event SET time_zone = 'Asia/Vientiane' WHERE country = 'LA';
CREATE INDEX ON event (state, starts_on);
CREATE INDEX ON event (centre_id);
COMMENT ON COLUMN event.centre_id IS 'The centre that leads; null for what is known from documents only. It stands in event_organiser too';
COMMENT ON COLUMN event.languages IS 'The languages its texts are kept in; the first is the one they are written in';
COMMENT ON COLUMN event.version IS 'Counts edits, so that two organisers cannot overwrite each other; from 2 on, loading the files again leaves the event as it is';
COMMENT ON COLUMN event.sequence IS 'Higher with each change that calendars must learn of (RFC 5545)';

-- Several organise together: centres, member organisations, and bodies outside of the network, which have a name only.
CREATE TABLE event_organiser (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	role            text NOT NULL CHECK (role IN ('host', 'organiser', 'co-organiser', 'supporter')),
	centre_id       text REFERENCES centre ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	names           jsonb NOT NULL DEFAULT '[]',
	CHECK (num_nonnulls(centre_id, organisation_id) <= 1),
	CHECK (num_nonnulls(centre_id, organisation_id) = 1 OR jsonb_array_length(names) > 0),
	UNIQUE (event_id, centre_id),
	UNIQUE (event_id, organisation_id)
);
CREATE INDEX ON event_organiser (centre_id);
CREATE INDEX ON event_organiser (organisation_id);

CREATE TABLE event_venue (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	names           jsonb NOT NULL,
	address         jsonb NOT NULL DEFAULT '[]',
	latitude        double precision CHECK (latitude BETWEEN -90 AND 90),
	longitude       double precision CHECK (longitude BETWEEN -180 AND 180),
	UNIQUE (id, event_id)
);
CREATE INDEX ON event_venue (event_id, position);

CREATE TABLE event_room (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	venue_id        uuid NOT NULL,
	position        smallint NOT NULL DEFAULT 0,
	names           jsonb NOT NULL,
	seats           integer CHECK (seats BETWEEN 1 AND 100000),
	UNIQUE (id, event_id),
	FOREIGN KEY (venue_id, event_id) REFERENCES event_venue (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_room (event_id, position);
CREATE INDEX ON event_room (venue_id);

-- Tables for meetings, with the zone of the room they stand in.
CREATE TABLE event_table (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	room_id         uuid NOT NULL,
	label           text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 20),
	zone            text NOT NULL DEFAULT '' CHECK (char_length(zone) <= 40),
	position        integer NOT NULL DEFAULT 0,
	UNIQUE (id, event_id),
	UNIQUE (event_id, label),
	FOREIGN KEY (room_id, event_id) REFERENCES event_room (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_table (room_id);

CREATE TABLE event_day (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	day             date NOT NULL,
	opens           time NOT NULL DEFAULT '09:00',
	closes          time NOT NULL DEFAULT '18:00' CHECK (closes > opens),
	titles          jsonb NOT NULL DEFAULT '[]',
	state           text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'cancelled')),
	UNIQUE (id, event_id),
	UNIQUE (event_id, day) DEFERRABLE
);
COMMENT ON COLUMN event_day.opens IS 'On the clock of the event''s zone; sessions stand between opening and closing';

CREATE TABLE event_track (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	names           jsonb NOT NULL,
	UNIQUE (id, event_id)
);
CREATE INDEX ON event_track (event_id, position);

-- A session without a track is everybody's: it stands across the tracks.
CREATE TABLE event_session (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	day_id          uuid NOT NULL,
	track_id        uuid,
	room_id         uuid,
	kind            text NOT NULL CHECK (kind IN ('opening', 'main-forum', 'dialogue', 'parallel', 'signing', 'field-visit', 'exhibition', 'b2b', 'training', 'final', 'meeting', 'social')),
	titles          jsonb NOT NULL CHECK (jsonb_array_length(titles) > 0),
	about           jsonb NOT NULL DEFAULT '[]',
	languages       text[] NOT NULL DEFAULT '{}',
	starts_at       timestamptz NOT NULL,
	ends_at         timestamptz NOT NULL,
	seats           integer CHECK (seats BETWEEN 1 AND 100000),
	state           text NOT NULL DEFAULT 'on' CHECK (state IN ('on', 'cancelled')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	sequence        integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
	changed_at      timestamptz NOT NULL DEFAULT now(),
	CHECK (ends_at > starts_at),
	UNIQUE (id, event_id),
	FOREIGN KEY (day_id, event_id) REFERENCES event_day (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (track_id, event_id) REFERENCES event_track (id, event_id),
	FOREIGN KEY (room_id, event_id) REFERENCES event_room (id, event_id)
);
CREATE INDEX ON event_session (event_id, starts_at);
CREATE INDEX ON event_session (day_id);
CREATE INDEX ON event_session (room_id, starts_at);
CREATE INDEX ON event_session (track_id);
COMMENT ON COLUMN event_session.languages IS 'What is spoken or interpreted there';
COMMENT ON COLUMN event_session.seats IS 'Fewer than the room has, or of a visit that has no room; null: as many as the room';

-- Somebody is named only after consenting: himself where there is an account, else on the organiser's word with how and when.
CREATE TABLE event_speaker (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	expert_id       uuid REFERENCES expert ON DELETE SET NULL,
	user_id         text REFERENCES "user" ON DELETE CASCADE,
	names           jsonb NOT NULL CHECK (jsonb_array_length(names) > 0),
	headline        jsonb NOT NULL DEFAULT '[]',
	about           jsonb NOT NULL DEFAULT '[]',
	country         char(2) REFERENCES country,
	consent         text NOT NULL DEFAULT 'asked' CHECK (consent IN ('asked', 'given', 'refused')),
	consent_at      timestamptz,
	is_sample       boolean NOT NULL DEFAULT false,
	added_by        text REFERENCES "user" ON DELETE SET NULL,
	added_at        timestamptz NOT NULL DEFAULT now(),
	UNIQUE (id, event_id),
	UNIQUE (event_id, user_id),
	CHECK ((consent = 'asked') = (consent_at IS NULL))
);
CREATE INDEX ON event_speaker (event_id, position);
CREATE INDEX ON event_speaker (expert_id);
CREATE INDEX ON event_speaker (user_id);

-- How the organisers reach somebody without an account, and how he consented to being named.
CREATE TABLE event_speaker_contact (
	speaker_id      uuid PRIMARY KEY REFERENCES event_speaker ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	email           text CHECK (char_length(email) <= 254 AND email = lower(email)),
	consent_how     text NOT NULL DEFAULT '' CHECK (char_length(consent_how) <= 500),
	recorded_by     text REFERENCES "user" ON DELETE SET NULL
);

CREATE TABLE event_session_speaker (
	session_id      uuid NOT NULL,
	speaker_id      uuid NOT NULL,
	event_id        text NOT NULL,
	role            text NOT NULL DEFAULT 'speaker' CHECK (role IN ('speaker', 'chair', 'panellist', 'interpreter')),
	position        smallint NOT NULL DEFAULT 0,
	PRIMARY KEY (session_id, speaker_id),
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (speaker_id, event_id) REFERENCES event_speaker (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_session_speaker (speaker_id);
CREATE INDEX ON event_session_speaker (event_id);

CREATE TABLE event_sponsor (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	level           text NOT NULL CHECK (level IN ('main', 'gold', 'silver', 'in-kind')),
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	names           jsonb NOT NULL DEFAULT '[]',
	website         text CHECK (char_length(website) <= 300),
	CHECK (organisation_id IS NOT NULL OR jsonb_array_length(names) > 0),
	UNIQUE (event_id, organisation_id)
);
CREATE INDEX ON event_sponsor (organisation_id);

-- Amounts in minor units. The organisers' alone.
CREATE TABLE event_budget_line (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	side            text NOT NULL CHECK (side IN ('income', 'cost')),
	what            text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 200),
	currency        char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	planned         bigint NOT NULL CHECK (planned >= 0),
	actual          bigint CHECK (actual >= 0)
);
CREATE INDEX ON event_budget_line (event_id, side, position);

CREATE TABLE event_document (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	session_id      uuid,
	titles          jsonb NOT NULL CHECK (jsonb_array_length(titles) > 0),
	shown           text NOT NULL CHECK (shown IN ('public', 'organisers')),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL,
	bytes           integer NOT NULL CHECK (bytes > 0),
	sha256          char(64) NOT NULL,
	added_by        text REFERENCES "user" ON DELETE SET NULL,
	added_at        timestamptz NOT NULL,
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_document (event_id, added_at);
CREATE INDEX ON event_document (sha256);

CREATE TABLE event_photo (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	position        integer NOT NULL DEFAULT 0,
	captions        jsonb NOT NULL CHECK (jsonb_array_length(captions) > 0),
	credit          text NOT NULL DEFAULT '' CHECK (char_length(credit) <= 120),
	added_by        text REFERENCES "user" ON DELETE SET NULL,
	added_at        timestamptz NOT NULL
);
CREATE INDEX ON event_photo (event_id, position);
CREATE TABLE event_photo_file (
	photo_id        uuid NOT NULL REFERENCES event_photo ON DELETE CASCADE,
	size            text NOT NULL CHECK (size IN ('small', 'large')),
	width           integer NOT NULL CHECK (width > 0),
	height          integer NOT NULL CHECK (height > 0),
	bytes           integer NOT NULL CHECK (bytes > 0),
	sha256          char(64) NOT NULL,
	PRIMARY KEY (photo_id, size)
);
CREATE INDEX ON event_photo_file (sha256);

-- What a person wants to go to: nobody's to read but the own.
CREATE TABLE event_pick (
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	session_id      uuid NOT NULL,
	event_id        text NOT NULL,
	picked_at       timestamptz NOT NULL,
	PRIMARY KEY (user_id, session_id),
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_pick (session_id);
CREATE INDEX ON event_pick (event_id);

-- What was changed after it had been public: shown on the event's page, and told to those concerned.
CREATE TABLE event_notice (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	session_id      uuid REFERENCES event_session ON DELETE SET NULL,
	kind            text NOT NULL CHECK (kind IN ('session-moved', 'session-cancelled', 'session-removed', 'day-moved', 'day-cancelled', 'event-cancelled')),
	titles          jsonb NOT NULL DEFAULT '[]',
	was_at          timestamptz,
	now_at          timestamptz,
	words           jsonb NOT NULL DEFAULT '[]',
	told            integer NOT NULL DEFAULT 0 CHECK (told >= 0),
	by              text REFERENCES "user" ON DELETE SET NULL,
	at              timestamptz NOT NULL
);
CREATE INDEX ON event_notice (event_id, id DESC);
CREATE INDEX ON event_notice (session_id);

-- Walls. Who organises: the officers of the centres among the organisers (not of those that only support), and the secretariat.
CREATE FUNCTION mitra_organises(event text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM membership m WHERE m.user_id = mitra_user() AND (m.role = 'secretariat' OR (m.role = 'officer' AND EXISTS (
			SELECT FROM event_organiser o WHERE o.event_id = mitra_organises.event AND o.centre_id = m.centre_id AND o.role <> 'supporter'))));
$$;

ALTER TABLE event ENABLE ROW LEVEL SECURITY;
CREATE POLICY announced ON event FOR SELECT USING (state <> 'draft');
CREATE POLICY organised ON event USING (mitra_serves_centre(centre_id) OR mitra_organises(id));
ALTER TABLE event_session ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON event_session FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_session USING (mitra_organises(event_id));
ALTER TABLE event_speaker ENABLE ROW LEVEL SECURITY;
CREATE POLICY consented ON event_speaker FOR SELECT USING (consent = 'given' AND EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY own ON event_speaker USING (user_id = mitra_user()) WITH CHECK (user_id = mitra_user());
CREATE POLICY organised ON event_speaker USING (mitra_organises(event_id));
ALTER TABLE event_speaker_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_speaker_contact USING (mitra_organises(event_id));
ALTER TABLE event_budget_line ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_budget_line USING (mitra_organises(event_id));
ALTER TABLE event_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY public_ones ON event_document FOR SELECT USING (shown = 'public' AND EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_document USING (mitra_organises(event_id));
ALTER TABLE event_photo ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON event_photo FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON event_photo USING (mitra_organises(event_id));
ALTER TABLE event_pick ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_pick USING (user_id = mitra_user() OR mitra_is_operator());
