-- The negotiation room of a docking: threads of messages with their translations, tasks, the officers' summaries, meetings, and what
-- one's own rooms are searched by. Everything is read and written by those who are in the docking, and by nobody else.

-- A mail may carry an entry for the reader's calendar (RFC 6047).
ALTER TABLE mail
	ADD COLUMN calendar_method text CHECK (calendar_method IN ('REQUEST', 'CANCEL')),
	ADD COLUMN calendar text CHECK (char_length(calendar) <= 20000),
	ADD CHECK ((calendar IS NULL) = (calendar_method IS NULL));

CREATE TABLE room_thread (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	subject         text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 200),
	language        text NOT NULL,
	opened_by       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	opened_at       timestamptz NOT NULL,
	last_at         timestamptz NOT NULL,
	messages        integer NOT NULL DEFAULT 0 CHECK (messages >= 0),
	UNIQUE (id, docking_id)
);
COMMENT ON COLUMN room_thread.last_at IS 'When the newest message was written: the order of threads';
CREATE INDEX room_thread_newest ON room_thread (docking_id, last_at DESC, id DESC);
CREATE INDEX ON room_thread (opened_by) WHERE opened_by IS NOT NULL;

-- A message stays as it was written: it is what was said between the two.
CREATE TABLE room_message (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	docking_id      uuid NOT NULL,
	thread_id       uuid NOT NULL,
	answers         bigint,
	side            text NOT NULL CHECK (side IN ('offering', 'seeking', 'officers')),
	author_id       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	language        text NOT NULL,
	text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 8000),
	at              timestamptz NOT NULL,
	UNIQUE (id, thread_id),
	FOREIGN KEY (thread_id, docking_id) REFERENCES room_thread (id, docking_id) ON DELETE CASCADE,
	-- Only a message of the same thread is answered.
	FOREIGN KEY (answers, thread_id) REFERENCES room_message (id, thread_id) ON DELETE CASCADE
);
COMMENT ON COLUMN room_message.side IS 'On which side the author stood then';
COMMENT ON COLUMN room_message.called IS 'The author''s name then';
CREATE INDEX room_message_of_thread ON room_message (thread_id, id DESC);
CREATE INDEX ON room_message (answers) WHERE answers IS NOT NULL;
CREATE INDEX ON room_message (author_id) WHERE author_id IS NOT NULL;

-- Beside the message, never in its place: with the engine and the day, or the name of who translated.
CREATE TABLE room_translation (
	message_id      bigint NOT NULL REFERENCES room_message ON DELETE CASCADE,
	language        text NOT NULL,
	provenance      text NOT NULL CHECK (provenance IN ('human-translation', 'machine-translation')),
	docking_id      uuid NOT NULL,
	text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 20000),
	engine          text CHECK (char_length(engine) <= 120),
	translator_id   text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL,
	PRIMARY KEY (message_id, language, provenance),
	CHECK ((provenance = 'machine-translation') = (engine IS NOT NULL)),
	CHECK (engine IS NULL OR translator_id IS NULL)
);
CREATE INDEX ON room_translation (translator_id) WHERE translator_id IS NOT NULL;

-- How far somebody has read a thread.
CREATE TABLE room_seen (
	thread_id       uuid NOT NULL,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	docking_id      uuid NOT NULL,
	messages        integer NOT NULL CHECK (messages >= 0),
	PRIMARY KEY (thread_id, person_id),
	FOREIGN KEY (thread_id, docking_id) REFERENCES room_thread (id, docking_id) ON DELETE CASCADE
);
COMMENT ON COLUMN room_seen.messages IS 'How many messages the thread had when the person last looked at its end';
CREATE INDEX ON room_seen (person_id);

-- What the officers hold fast, in their words; an older one stays beside the newer.
CREATE TABLE room_summary (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	language        text NOT NULL,
	text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 6000),
	author_id       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	at              timestamptz NOT NULL
);
CREATE INDEX ON room_summary (docking_id, language, id DESC);
CREATE INDEX ON room_summary (author_id) WHERE author_id IS NOT NULL;

CREATE TABLE room_task (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	what            text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 400),
	language        text NOT NULL,
	side            text NOT NULL CHECK (side IN ('offering', 'seeking', 'officers')),
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	due_on          date,
	author_id       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	created_at      timestamptz NOT NULL,
	ended_by        text REFERENCES "user" ON DELETE SET NULL,
	ended_at        timestamptz,
	reminded_on     date,
	CHECK ((state = 'open') = (ended_at IS NULL))
);
COMMENT ON COLUMN room_task.side IS 'Who has it: one of the sides, or the officers; person_id where it is one of them in particular';
CREATE INDEX ON room_task (docking_id, state, due_on, created_at);
CREATE INDEX room_task_due ON room_task (due_on) WHERE state = 'open' AND due_on IS NOT NULL;
CREATE INDEX ON room_task (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX ON room_task (author_id) WHERE author_id IS NOT NULL;
CREATE INDEX ON room_task (ended_by) WHERE ended_by IS NOT NULL;

-- A meeting is proposed with some times, fixed at one of them, perhaps moved, or called off.
CREATE TABLE room_meeting (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'fixed', 'cancelled')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	details         text NOT NULL DEFAULT '' CHECK (char_length(details) <= 2000),
	language        text NOT NULL,
	minutes         smallint NOT NULL CHECK (minutes BETWEEN 5 AND 720),
	time_zone       text NOT NULL,
	starts_at       timestamptz,
	sequence        integer NOT NULL DEFAULT 0 CHECK (sequence >= 0),
	side            text NOT NULL CHECK (side IN ('offering', 'seeking', 'officers')),
	author_id       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	created_at      timestamptz NOT NULL,
	changed_at      timestamptz NOT NULL,
	UNIQUE (id, docking_id),
	CHECK (state <> 'fixed' OR starts_at IS NOT NULL),
	CHECK (state <> 'proposed' OR starts_at IS NULL)
);
COMMENT ON COLUMN room_meeting.time_zone IS 'In which its times were written (IANA); they are kept in UTC';
COMMENT ON COLUMN room_meeting.sequence IS 'Counts what calendars were told (RFC 5545, SEQUENCE)';
CREATE INDEX ON room_meeting (docking_id, created_at DESC);
CREATE INDEX room_meeting_ahead ON room_meeting (starts_at) WHERE state = 'fixed';
CREATE INDEX ON room_meeting (author_id) WHERE author_id IS NOT NULL;

CREATE TABLE room_slot (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	meeting_id      uuid NOT NULL,
	docking_id      uuid NOT NULL,
	starts_at       timestamptz NOT NULL,
	UNIQUE (meeting_id, starts_at),
	FOREIGN KEY (meeting_id, docking_id) REFERENCES room_meeting (id, docking_id) ON DELETE CASCADE
);

CREATE TABLE room_slot_answer (
	slot_id         uuid NOT NULL REFERENCES room_slot ON DELETE CASCADE,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	docking_id      uuid NOT NULL,
	answer          text NOT NULL CHECK (answer IN ('yes', 'if-needed', 'no')),
	at              timestamptz NOT NULL,
	PRIMARY KEY (slot_id, person_id)
);
CREATE INDEX ON room_slot_answer (person_id);

-- Whose calendars know of a meeting, so that they are told what becomes of it.
CREATE TABLE room_invited (
	meeting_id      uuid NOT NULL,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	docking_id      uuid NOT NULL,
	PRIMARY KEY (meeting_id, person_id),
	FOREIGN KEY (meeting_id, docking_id) REFERENCES room_meeting (id, docking_id) ON DELETE CASCADE
);
CREATE INDEX ON room_invited (person_id);

-- What rooms are searched by: one row a message, and one a page of a file's text. Terms are those of the engines, in which all
-- languages meet (src/lib/server/rooms/search/room-terms.ts).
CREATE TABLE room_text (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	message_id      bigint UNIQUE REFERENCES room_message ON DELETE CASCADE,
	file_id         uuid,
	page            integer CHECK (page > 0),
	language        text NOT NULL,
	text            text NOT NULL DEFAULT '',
	terms           tsvector NOT NULL,
	at              timestamptz NOT NULL,
	CHECK ((message_id IS NULL) <> (file_id IS NULL)),
	CHECK ((file_id IS NULL) = (page IS NULL)),
	UNIQUE (file_id, page)
);
COMMENT ON COLUMN room_text.text IS 'Of a page of a file; a message has its own';
COMMENT ON COLUMN room_text.file_id IS 'The version of a file (migration 0018)';
CREATE INDEX room_text_terms ON room_text USING gin (terms);
CREATE INDEX ON room_text (docking_id, id DESC);

-- What became of reading a file.
CREATE TABLE room_file_reading (
	file_id         uuid PRIMARY KEY,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	state           text NOT NULL CHECK (state IN ('waiting', 'read', 'broken', 'encrypted', 'too-large', 'too-slow', 'no-text')),
	cut             boolean NOT NULL DEFAULT false,
	at              timestamptz NOT NULL
);
CREATE INDEX ON room_file_reading (docking_id);

-- The newest rows, of the asking person's own rooms only, whose terms answer a query; below a row for the next page. It looks
-- through the walls, for a wall that asks row by row would keep the index from being used: so it is a wall of its own.
CREATE FUNCTION search_own_rooms(query tsquery, below bigint, most integer, room uuid)
RETURNS TABLE (id bigint) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET plan_cache_mode = force_custom_plan AS $$
DECLARE before text;
BEGIN
	IF mitra_user() IS NULL THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		WITH mine AS MATERIALIZED (
			SELECT p.docking_id
			FROM docking_person p
			JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
			JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
			WHERE p.person_id = mitra_user()
			UNION
			SELECT o.docking_id
			FROM docking_party o
			JOIN membership m ON m.centre_id = o.centre_id AND m.role IN ('officer', 'secretariat')
			WHERE m.user_id = mitra_user())
		SELECT t.id FROM room_text t
		WHERE t.terms @@ query AND (below IS NULL OR t.id < below) AND (room IS NULL OR t.docking_id = room)
			AND t.docking_id IN (SELECT mine.docking_id FROM mine)
		ORDER BY t.id DESC LIMIT most;
	PERFORM mitra_act_as_operator(before);
END $$;

-- Walls. What was said is not changed: only the operator may, to take a name off; and nobody writes in another's name or side.
ALTER TABLE room_thread ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_thread USING (mitra_in_docking(docking_id));
ALTER TABLE room_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_message FOR SELECT USING (mitra_in_docking(docking_id));
CREATE POLICY own ON room_message FOR INSERT
	WITH CHECK (mitra_is_operator() OR (author_id = mitra_user() AND side = mitra_docking_side(docking_id)));
CREATE POLICY stays ON room_message FOR UPDATE USING (mitra_is_operator());
CREATE POLICY stays_too ON room_message FOR DELETE USING (mitra_is_operator());
ALTER TABLE room_translation ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_translation USING (mitra_in_docking(docking_id));
ALTER TABLE room_seen ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON room_seen USING (mitra_is_operator() OR (person_id = mitra_user() AND mitra_in_docking(docking_id)));
ALTER TABLE room_summary ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_summary FOR SELECT USING (mitra_in_docking(docking_id));
CREATE POLICY of_officers ON room_summary FOR INSERT
	WITH CHECK (mitra_is_operator() OR (author_id = mitra_user() AND mitra_docking_side(docking_id) = 'officers'));
CREATE POLICY stays ON room_summary FOR UPDATE USING (mitra_is_operator());
ALTER TABLE room_task ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_task USING (mitra_in_docking(docking_id));
ALTER TABLE room_meeting ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_meeting USING (mitra_in_docking(docking_id));
ALTER TABLE room_slot ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_slot USING (mitra_in_docking(docking_id));
ALTER TABLE room_slot_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_slot_answer FOR SELECT USING (mitra_in_docking(docking_id));
CREATE POLICY own ON room_slot_answer
	USING (mitra_is_operator() OR (person_id = mitra_user() AND mitra_in_docking(docking_id)));
ALTER TABLE room_invited ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_invited USING (mitra_in_docking(docking_id));
ALTER TABLE room_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_text USING (mitra_in_docking(docking_id));
ALTER TABLE room_file_reading ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON room_file_reading USING (mitra_in_docking(docking_id));
