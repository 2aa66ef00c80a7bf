-- Meetings of two parties at an event: the frame and its slots, who wants meetings and with which listings, who is absent when,
-- requests with their answers, schedules that are worked out, the meetings that stand, and what came of them.
-- Registrations are those of 0032, tables and days those of 0031.

CREATE TABLE meeting_frame (
	event_id         text PRIMARY KEY REFERENCES event ON DELETE CASCADE,
	state            text NOT NULL DEFAULT 'preparing' CHECK (state IN ('preparing', 'open', 'closed')),
	mode             text NOT NULL DEFAULT 'booking' CHECK (mode IN ('booking', 'collected', 'both')),
	slot_minutes     smallint NOT NULL DEFAULT 30 CHECK (slot_minutes BETWEEN 5 AND 240),
	request_limit    smallint NOT NULL DEFAULT 20 CHECK (request_limit BETWEEN 1 AND 200),
	daily_limit      smallint CHECK (daily_limit BETWEEN 1 AND 50),
	request_deadline timestamptz,
	answer_days      smallint NOT NULL DEFAULT 7 CHECK (answer_days BETWEEN 1 AND 60),
	weights          jsonb NOT NULL DEFAULT '{}',
	-- The schedule that people were last told of; a reference below.
	published_schedule uuid,
	version          integer NOT NULL DEFAULT 1 CHECK (version > 0),
	changed_at       timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN meeting_frame.mode IS 'booking: an accepted request gets a slot and a table at once; collected: it waits for the schedule; both: as the kind of each slot says';
COMMENT ON COLUMN meeting_frame.request_limit IS 'Requests of one person that may be open or accepted at a time';
COMMENT ON COLUMN meeting_frame.daily_limit IS 'Meetings of one person in a day; null: as many as there are slots';
COMMENT ON COLUMN meeting_frame.weights IS 'What the host weighs otherwise than src/lib/meetings/weights.ts, by name';

-- Slots of an event do not overlap: what makes them looks at that, so that one row a person and slot is all that keeps people from
-- being in two places.
CREATE TABLE meeting_slot (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	day_id          uuid NOT NULL,
	starts_at       timestamptz NOT NULL,
	minutes         smallint NOT NULL CHECK (minutes BETWEEN 5 AND 240),
	kind            text NOT NULL DEFAULT 'booking' CHECK (kind IN ('booking', 'collected')),
	UNIQUE (id, event_id),
	UNIQUE (event_id, starts_at) DEFERRABLE,
	FOREIGN KEY (day_id, event_id) REFERENCES event_day (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON meeting_slot (day_id);

-- Who wants meetings. Without this row nobody is in the catalogue, nor suggested, nor asked.
CREATE TABLE meeting_participant (
	registration_id uuid PRIMARY KEY REFERENCES event_registration ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	seeks           text NOT NULL DEFAULT '' CHECK (char_length(seeks) <= 600),
	seeks_language  text,
	max_meetings    smallint CHECK (max_meetings BETWEEN 1 AND 200),
	max_per_day     smallint CHECK (max_per_day BETWEEN 1 AND 50),
	home_table_id   uuid REFERENCES event_table ON DELETE SET NULL,
	joined_at       timestamptz NOT NULL,
	changed_at      timestamptz NOT NULL,
	CHECK (seeks = '' OR seeks_language IS NOT NULL)
);
CREATE INDEX ON meeting_participant (event_id);
CREATE INDEX ON meeting_participant (home_table_id);
CREATE TABLE meeting_participant_listing (
	registration_id uuid NOT NULL REFERENCES meeting_participant ON DELETE CASCADE,
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	PRIMARY KEY (registration_id, listing_id)
);
CREATE INDEX ON meeting_participant_listing (listing_id);

-- Interpreters are registered like anybody; their availability stands with that of the others.
CREATE TABLE meeting_interpreter (
	registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	one_language    text NOT NULL,
	other_language  text NOT NULL,
	PRIMARY KEY (registration_id, one_language, other_language),
	CHECK (one_language < other_language)
);
CREATE INDEX ON meeting_interpreter (event_id);

-- Slots in which somebody is not there. No row: there.
CREATE TABLE meeting_availability (
	registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	slot_id         uuid NOT NULL REFERENCES meeting_slot ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	PRIMARY KEY (registration_id, slot_id)
);
CREATE INDEX ON meeting_availability (slot_id);
CREATE INDEX ON meeting_availability (event_id);

CREATE TABLE meeting_request (
	id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id             text NOT NULL REFERENCES event ON DELETE CASCADE,
	from_registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	to_registration_id   uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	from_listing_id      uuid REFERENCES listing ON DELETE SET NULL,
	to_listing_id        uuid REFERENCES listing ON DELETE SET NULL,
	by_host              boolean NOT NULL DEFAULT false,
	message              text NOT NULL DEFAULT '' CHECK (char_length(message) <= 1000),
	message_language     text NOT NULL,
	state                text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'refused', 'expired', 'withdrawn')),
	mutual               boolean NOT NULL DEFAULT false,
	suggestion_score     real CHECK (suggestion_score BETWEEN 0 AND 1),
	host_priority        smallint NOT NULL DEFAULT 0 CHECK (host_priority BETWEEN 0 AND 3),
	expires_at           timestamptz NOT NULL,
	answer_reason        text CHECK (answer_reason IN ('topic', 'stage', 'time', 'known', 'colleague', 'other')),
	answer_words         text NOT NULL DEFAULT '' CHECK (char_length(answer_words) <= 600),
	answer_language      text,
	answered_at          timestamptz,
	told_at              timestamptz,
	answer_told_at       timestamptz,
	created_at           timestamptz NOT NULL,
	version              integer NOT NULL DEFAULT 1 CHECK (version > 0),
	CHECK (from_registration_id <> to_registration_id),
	CHECK ((state IN ('accepted', 'refused')) = (answered_at IS NOT NULL)),
	CHECK ((state = 'refused') = (answer_reason IS NOT NULL))
);
-- Two people have one request at a time, whoever asked: what the other sends meanwhile makes it a mutual wish.
CREATE UNIQUE INDEX meeting_request_once ON meeting_request (event_id, least(from_registration_id, to_registration_id), greatest(from_registration_id, to_registration_id)) WHERE state IN ('asked', 'accepted');
CREATE INDEX ON meeting_request (from_registration_id);
CREATE INDEX ON meeting_request (to_registration_id);
CREATE INDEX ON meeting_request (event_id, state);
CREATE INDEX ON meeting_request (expires_at) WHERE state = 'asked';
CREATE INDEX ON meeting_request (from_listing_id);
CREATE INDEX ON meeting_request (to_listing_id);
CREATE INDEX ON meeting_request (event_id) WHERE (state = 'asked' AND told_at IS NULL) OR (state IN ('accepted', 'refused', 'expired') AND answer_told_at IS NULL);
COMMENT ON COLUMN meeting_request.told_at IS 'When a letter told who is asked; answer_told_at: who asked. Several go into one letter';
COMMENT ON COLUMN meeting_request.mutual IS 'Both wish it: each asked the other, or the answer said so. What it weighs: src/lib/meetings/weights.ts';

-- Schedules as they are worked out. Nobody but the organisers sees one: what is published becomes rows of event_meeting.
CREATE TABLE meeting_schedule (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	number          integer NOT NULL CHECK (number > 0),
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'running', 'done', 'failed', 'published', 'superseded')),
	options         jsonb NOT NULL DEFAULT '{}',
	seed            integer NOT NULL DEFAULT 1,
	weight          double precision,
	bound           double precision,
	gap             double precision,
	figures         jsonb NOT NULL DEFAULT '{}',
	refused         jsonb NOT NULL DEFAULT '[]',
	failure         text,
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	made_by         text REFERENCES "user" ON DELETE SET NULL,
	made_at         timestamptz NOT NULL,
	finished_at     timestamptz,
	published_at    timestamptz,
	UNIQUE (id, event_id),
	UNIQUE (event_id, number)
);
CREATE INDEX ON meeting_schedule (made_by);
ALTER TABLE meeting_frame ADD FOREIGN KEY (published_schedule) REFERENCES meeting_schedule ON DELETE SET NULL;
CREATE INDEX ON meeting_frame (published_schedule);
COMMENT ON COLUMN meeting_schedule.figures IS 'Idle slots, table changes, seconds and the like, by name';
COMMENT ON COLUMN meeting_schedule.refused IS 'Requests that are not held, with reasons, as the engine says them: ids, never texts';

CREATE TABLE meeting_placed (
	schedule_id     uuid NOT NULL REFERENCES meeting_schedule ON DELETE CASCADE,
	request_id      uuid NOT NULL REFERENCES meeting_request ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	slot_id         uuid NOT NULL REFERENCES meeting_slot ON DELETE CASCADE,
	table_id        uuid REFERENCES event_table ON DELETE SET NULL,
	interpreter_id  uuid REFERENCES event_registration ON DELETE SET NULL,
	locked          boolean NOT NULL DEFAULT false,
	PRIMARY KEY (schedule_id, request_id),
	UNIQUE (schedule_id, slot_id, table_id) DEFERRABLE
);
CREATE INDEX ON meeting_placed (request_id);
CREATE INDEX ON meeting_placed (slot_id);
CREATE INDEX ON meeting_placed (table_id);
CREATE INDEX ON meeting_placed (interpreter_id);
CREATE INDEX ON meeting_placed (event_id);
COMMENT ON TABLE meeting_placed IS 'The meetings of a schedule that is worked on; those that people know of stand in event_meeting';

-- The meetings that stand, each known to its people and their calendars. One that is off has left its slot and table; a slot or table
-- in which one stands cannot be removed: it is moved or called off first, and its people are told.
CREATE TABLE event_meeting (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	request_id      uuid NOT NULL UNIQUE REFERENCES meeting_request ON DELETE CASCADE,
	origin          text NOT NULL CHECK (origin IN ('booked', 'scheduled', 'walk-in')),
	schedule_id     uuid REFERENCES meeting_schedule ON DELETE SET NULL,
	slot_id         uuid REFERENCES meeting_slot,
	table_id        uuid REFERENCES event_table,
	interpreter_id  uuid REFERENCES event_registration ON DELETE SET NULL,
	starts_at       timestamptz NOT NULL,
	minutes         smallint NOT NULL CHECK (minutes BETWEEN 5 AND 240),
	locked          boolean NOT NULL DEFAULT false,
	state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'late', 'held', 'no_show', 'cancelled')),
	sequence        integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	cancelled_words text NOT NULL DEFAULT '' CHECK (char_length(cancelled_words) <= 600),
	cancelled_language text,
	asked_at        timestamptz,
	created_at      timestamptz NOT NULL,
	changed_at      timestamptz NOT NULL,
	UNIQUE (slot_id, table_id) DEFERRABLE,
	CHECK ((state = 'cancelled') = (slot_id IS NULL)),
	CHECK (state <> 'cancelled' OR (table_id IS NULL AND interpreter_id IS NULL))
);
CREATE INDEX ON event_meeting (event_id, starts_at);
CREATE INDEX ON event_meeting (schedule_id);
CREATE INDEX ON event_meeting (table_id);
CREATE INDEX ON event_meeting (interpreter_id, slot_id);
CREATE INDEX ON event_meeting (starts_at) WHERE asked_at IS NULL AND state <> 'cancelled';
COMMENT ON COLUMN event_meeting.starts_at IS 'The start of its slot, as its people were last told; stays when it is off';
COMMENT ON COLUMN event_meeting.sequence IS 'Higher with each change that calendars must learn of (RFC 5545)';
COMMENT ON COLUMN event_meeting.asked_at IS 'When its people were asked what came of it: once';

-- Who sits there. One row a person and slot: the database itself refuses to have anybody in two places.
CREATE TABLE meeting_attendee (
	meeting_id      uuid NOT NULL REFERENCES event_meeting ON DELETE CASCADE,
	registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	slot_id         uuid REFERENCES meeting_slot,
	role            text NOT NULL DEFAULT 'party' CHECK (role IN ('party', 'interpreter')),
	presence        text NOT NULL DEFAULT 'expected' CHECK (presence IN ('expected', 'late', 'there', 'absent')),
	outcome         text CHECK (outcome IN ('nothing', 'contact', 'interest')),
	outcome_at      timestamptz,
	interest_id     uuid REFERENCES interest ON DELETE SET NULL,
	PRIMARY KEY (meeting_id, registration_id),
	CONSTRAINT meeting_attendee_once UNIQUE (registration_id, slot_id) DEFERRABLE,
	CHECK ((outcome IS NULL) = (outcome_at IS NULL))
);
CREATE INDEX ON meeting_attendee (slot_id);
CREATE INDEX ON meeting_attendee (event_id);
CREATE INDEX ON meeting_attendee (interest_id);
COMMENT ON COLUMN meeting_attendee.slot_id IS 'That of the meeting; null once it is off';

-- Walls. Whose registration it is, and who sits in a meeting.
CREATE FUNCTION mitra_registered_as(registration uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	SELECT EXISTS (SELECT FROM event_registration r WHERE r.id = registration AND r.person_id = mitra_user()) INTO found;
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;
CREATE FUNCTION mitra_meets_in(meeting uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	SELECT EXISTS (SELECT FROM meeting_attendee a JOIN event_registration r ON r.id = a.registration_id WHERE a.meeting_id = meeting AND r.person_id = mitra_user()) INTO found;
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;

ALTER TABLE meeting_frame ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON meeting_frame FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON meeting_frame USING (mitra_organises(event_id));
ALTER TABLE meeting_slot ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON meeting_slot FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON meeting_slot USING (mitra_organises(event_id));
ALTER TABLE meeting_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY participants ON meeting_participant FOR SELECT USING (mitra_participates(event_id));
CREATE POLICY own ON meeting_participant USING (mitra_registered_as(registration_id)) WITH CHECK (mitra_registered_as(registration_id) AND mitra_participates(event_id));
CREATE POLICY organised ON meeting_participant USING (mitra_organises(event_id));
ALTER TABLE meeting_participant_listing ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_participant ON meeting_participant_listing FOR SELECT USING (EXISTS (SELECT FROM meeting_participant p WHERE p.registration_id = meeting_participant_listing.registration_id));
CREATE POLICY own ON meeting_participant_listing USING (mitra_registered_as(registration_id));
ALTER TABLE meeting_interpreter ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON meeting_interpreter FOR SELECT USING (mitra_registered_as(registration_id));
CREATE POLICY organised ON meeting_interpreter USING (mitra_organises(event_id));
ALTER TABLE meeting_availability ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON meeting_availability USING (mitra_registered_as(registration_id));
CREATE POLICY organised ON meeting_availability USING (mitra_organises(event_id));
ALTER TABLE meeting_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY sent ON meeting_request USING (mitra_registered_as(from_registration_id));
CREATE POLICY received ON meeting_request USING (mitra_registered_as(to_registration_id)) WITH CHECK (mitra_registered_as(to_registration_id));
CREATE POLICY organised ON meeting_request USING (mitra_organises(event_id));
ALTER TABLE meeting_schedule ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_schedule USING (mitra_organises(event_id));
ALTER TABLE meeting_placed ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_placed USING (mitra_organises(event_id));
-- What stands is written by the system once the use case has asked who may: it takes the time of two people.
ALTER TABLE event_meeting ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON event_meeting FOR SELECT USING (mitra_meets_in(id));
CREATE POLICY organised ON event_meeting USING (mitra_organises(event_id));
ALTER TABLE meeting_attendee ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON meeting_attendee FOR SELECT USING (mitra_meets_in(meeting_id));
CREATE POLICY organised ON meeting_attendee USING (mitra_organises(event_id));
