-- Centres with hours, staff, agencies and the agreements that found them; the working group of each bilateral centre with its
-- meetings, minutes, decisions, actions and work plans; and what happens when a centre closes.

ALTER TABLE centre
	ADD COLUMN address jsonb NOT NULL DEFAULT '[]',
	ADD COLUMN website text CHECK (char_length(website) <= 300),
	ADD COLUMN time_zone text CHECK (char_length(time_zone) <= 60),
	ADD COLUMN hours jsonb NOT NULL DEFAULT '[]',
	ADD COLUMN closed_days date[] NOT NULL DEFAULT '{}',
	ADD COLUMN sample_fields text[] NOT NULL DEFAULT '{}',
	ADD COLUMN version integer NOT NULL DEFAULT 1 CHECK (version > 0),
	ADD COLUMN closed_on date,
	ADD COLUMN closed_note jsonb NOT NULL DEFAULT '[]',
	ADD COLUMN successor_id text REFERENCES centre,
	ADD CHECK ((closed_on IS NULL) = (successor_id IS NULL)),
	ADD CHECK (successor_id <> id),
	ADD CHECK (kind <> 'headquarters' OR closed_on IS NULL);
COMMENT ON COLUMN centre.hours IS 'Spans of a week in the centre''s own time: [{"days": [1, 2, 3, 4, 5], "from": "08:30", "to": "12:00"}], Monday is 1';
COMMENT ON COLUMN centre.sample_fields IS 'Fields that no document states and nobody of the centre has written: shown as samples';
COMMENT ON COLUMN centre.version IS 'Counts edits, so that two officers cannot overwrite each other; from 2 on, loading the files again leaves the centre as it is';

-- Where messages of the contact form go, shown to nobody but the centre's officers. Without a row: to the officers themselves.
CREATE TABLE centre_contact (
	centre_id       text PRIMARY KEY REFERENCES centre ON DELETE CASCADE,
	email           text NOT NULL CHECK (char_length(email) <= 254)
);
ALTER TABLE centre_contact ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_the_centre ON centre_contact USING (mitra_serves_centre(centre_id));

ALTER TABLE counterpart_agency
	ADD COLUMN website text CHECK (char_length(website) <= 300),
	ADD COLUMN is_sample boolean NOT NULL DEFAULT false;

CREATE TABLE founding_agreement (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	centre_id       text NOT NULL REFERENCES centre,
	kind            text NOT NULL CHECK (kind IN ('memorandum', 'agreement', 'letter-of-intent', 'other')),
	titles          jsonb NOT NULL,
	signed_on       date,
	place           jsonb NOT NULL DEFAULT '[]',
	parties         jsonb NOT NULL DEFAULT '[]',
	valid_until     date CHECK (valid_until >= signed_on),
	source          text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 300),
	is_sample       boolean NOT NULL DEFAULT false,
	external_id     text UNIQUE,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN founding_agreement.signed_on IS 'Null where the source gives no date';
COMMENT ON COLUMN founding_agreement.parties IS '[{"country": "LA", "names": [{"language": "en", "text": "..."}]}]; names are empty where the source names the country only';
CREATE INDEX ON founding_agreement (centre_id);

-- What an officer shows of himself on the centre's page. Without a row, or without consent, nothing is shown but the count.
CREATE TABLE centre_staff (
	centre_id       text NOT NULL REFERENCES centre ON DELETE CASCADE,
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	shown           boolean NOT NULL,
	position        jsonb NOT NULL DEFAULT '[]',
	languages       text[] NOT NULL DEFAULT '{}',
	decided_at      timestamptz NOT NULL,
	PRIMARY KEY (centre_id, user_id)
);
CREATE INDEX ON centre_staff (user_id);

CREATE TABLE centre_event (
	centre_id       text NOT NULL REFERENCES centre ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	PRIMARY KEY (centre_id, event_id)
);
CREATE INDEX ON centre_event (event_id);

-- Messages of the contact form. Read by the centre's officers; kept for a year.
CREATE TABLE centre_message (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	centre_id       text NOT NULL REFERENCES centre,
	from_name       text NOT NULL CHECK (char_length(from_name) BETWEEN 1 AND 120),
	from_email      text NOT NULL CHECK (char_length(from_email) <= 254),
	words           text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 3000),
	language        text NOT NULL,
	place           text,
	sent_at         timestamptz NOT NULL,
	answered_at     timestamptz,
	answered_by     text REFERENCES "user" ON DELETE SET NULL
);
CREATE INDEX ON centre_message (centre_id, sent_at DESC);
CREATE INDEX ON centre_message (place, sent_at);
CREATE INDEX ON centre_message (lower(from_email), sent_at);
ALTER TABLE centre_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY to_the_centre ON centre_message USING (mitra_serves_centre(centre_id));

-- Working groups: the Chinese side and the partner's. A group belongs to its bilateral centre.
CREATE TABLE working_group (
	centre_id       text PRIMARY KEY REFERENCES centre,
	names           jsonb NOT NULL,
	about           jsonb NOT NULL DEFAULT '[]',
	languages       text[] NOT NULL CHECK (cardinality(languages) = 2 AND languages[1] <> languages[2]),
	source          text NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN working_group.languages IS 'The two languages that agenda, minutes and decisions are written in: of the Chinese side, and of the partner';

CREATE TABLE working_meeting (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	centre_id       text NOT NULL REFERENCES working_group,
	year            smallint NOT NULL CHECK (year BETWEEN 2013 AND 2100),
	held_on         date,
	place           jsonb NOT NULL DEFAULT '[]',
	country         char(2) REFERENCES country,
	mode            text NOT NULL DEFAULT 'in-person' CHECK (mode IN ('in-person', 'online', 'hybrid')),
	state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'held', 'cancelled')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	is_sample       boolean NOT NULL DEFAULT false,
	CHECK (state <> 'held' OR held_on IS NOT NULL),
	CHECK (held_on IS NULL OR extract(year FROM held_on) = year),
	UNIQUE (centre_id, year)
);
COMMENT ON TABLE working_meeting IS 'One regular meeting a year';

CREATE TABLE working_participant (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	meeting_id      uuid NOT NULL REFERENCES working_meeting ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES working_group,
	side            text NOT NULL CHECK (side IN ('china', 'partner')),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
	position        text NOT NULL DEFAULT '' CHECK (char_length(position) <= 200),
	shown           boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN working_participant.shown IS 'Whether the person agrees to be named on the public page';
CREATE INDEX ON working_participant (meeting_id);

CREATE TABLE working_agenda_item (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	meeting_id      uuid NOT NULL REFERENCES working_meeting ON DELETE CASCADE,
	position        integer NOT NULL,
	texts           jsonb NOT NULL,
	lead            text NOT NULL DEFAULT 'both' CHECK (lead IN ('china', 'partner', 'both'))
);
CREATE INDEX ON working_agenda_item (meeting_id, position);

-- Where the minutes stand is public; what they say stands apart (working_minutes_text).
CREATE TABLE working_minutes (
	meeting_id      uuid PRIMARY KEY REFERENCES working_meeting ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES working_group,
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'agreed', 'published', 'kept')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	china_by        text REFERENCES "user" ON DELETE SET NULL,
	china_at        timestamptz,
	china_publish   boolean,
	partner_by      text REFERENCES "user" ON DELETE SET NULL,
	partner_at      timestamptz,
	partner_publish boolean,
	CHECK (state = 'draft' OR (china_at IS NOT NULL AND partner_at IS NOT NULL)),
	CHECK (state <> 'published' OR (china_publish IS TRUE AND partner_publish IS TRUE)),
	CHECK (state <> 'kept' OR china_publish IS FALSE OR partner_publish IS FALSE),
	CHECK ((china_publish IS NULL OR china_at IS NOT NULL) AND (partner_publish IS NULL OR partner_at IS NOT NULL)),
	CHECK (china_by <> partner_by)
);
COMMENT ON COLUMN working_minutes.china_publish IS 'Whether this side, once both have agreed, wants them published; null: not said yet';

-- The group: officers of its centre, of the headquarters, and the secretariat.
CREATE FUNCTION mitra_in_working_group(group_centre text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_serves_centre(group_centre) OR EXISTS (
		SELECT FROM membership m JOIN centre c ON c.id = m.centre_id AND c.kind = 'headquarters' WHERE m.user_id = mitra_user() AND m.role = 'officer');
$$;
CREATE FUNCTION mitra_reads_minutes(meeting uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT EXISTS (SELECT FROM working_minutes t WHERE t.meeting_id = meeting AND t.state = 'published')
		OR EXISTS (SELECT FROM working_meeting t WHERE t.id = meeting AND mitra_in_working_group(t.centre_id));
$$;

CREATE TABLE working_minutes_text (
	meeting_id      uuid PRIMARY KEY REFERENCES working_minutes ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES working_group,
	texts           jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE working_decision (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	meeting_id      uuid NOT NULL REFERENCES working_meeting ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES working_group,
	number          integer NOT NULL CHECK (number > 0),
	texts           jsonb NOT NULL,
	UNIQUE (meeting_id, number)
);

CREATE TABLE working_action (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	meeting_id      uuid NOT NULL REFERENCES working_meeting ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES working_group,
	texts           jsonb NOT NULL,
	side            text NOT NULL CHECK (side IN ('china', 'partner')),
	owner_id        text REFERENCES "user" ON DELETE SET NULL,
	due_on          date NOT NULL,
	state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'done', 'dropped')),
	outcome         text NOT NULL DEFAULT '' CHECK (char_length(outcome) <= 2000),
	ended_at        timestamptz,
	ended_by        text REFERENCES "user" ON DELETE SET NULL,
	reminded_on     date,
	CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX ON working_action (meeting_id);
CREATE INDEX ON working_action (due_on) WHERE state = 'open';
CREATE INDEX ON working_action (owner_id) WHERE state = 'open';

ALTER TABLE working_participant ENABLE ROW LEVEL SECURITY;
CREATE POLICY named ON working_participant FOR SELECT USING (shown OR mitra_in_working_group(centre_id));
CREATE POLICY written_inside ON working_participant USING (mitra_in_working_group(centre_id));
ALTER TABLE working_minutes_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY published ON working_minutes_text FOR SELECT USING (mitra_reads_minutes(meeting_id));
CREATE POLICY written_inside ON working_minutes_text USING (mitra_in_working_group(centre_id));
ALTER TABLE working_decision ENABLE ROW LEVEL SECURITY;
CREATE POLICY published ON working_decision FOR SELECT USING (mitra_reads_minutes(meeting_id));
CREATE POLICY written_inside ON working_decision USING (mitra_in_working_group(centre_id));
ALTER TABLE working_action ENABLE ROW LEVEL SECURITY;
CREATE POLICY published ON working_action FOR SELECT USING (mitra_reads_minutes(meeting_id));
CREATE POLICY written_inside ON working_action USING (mitra_in_working_group(centre_id));

-- How many there are is a figure that anybody may know.
CREATE FUNCTION working_group_counts(group_centre text, in_year integer, today date) RETURNS TABLE (
	participants_china bigint, participants_partner bigint, decisions bigint, actions_open bigint, actions_overdue bigint, actions_done bigint, actions_dropped bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY SELECT
		(SELECT count(*) FROM working_participant p WHERE p.meeting_id = t.id AND p.side = 'china'),
		(SELECT count(*) FROM working_participant p WHERE p.meeting_id = t.id AND p.side = 'partner'),
		(SELECT count(*) FROM working_decision d WHERE d.meeting_id = t.id),
		(SELECT count(*) FROM working_action a WHERE a.meeting_id = t.id AND a.state = 'open' AND a.due_on >= today),
		(SELECT count(*) FROM working_action a WHERE a.meeting_id = t.id AND a.state = 'open' AND a.due_on < today),
		(SELECT count(*) FROM working_action a WHERE a.meeting_id = t.id AND a.state = 'done'),
		(SELECT count(*) FROM working_action a WHERE a.meeting_id = t.id AND a.state = 'dropped')
	FROM working_meeting t WHERE t.centre_id = group_centre AND t.year = in_year;
	PERFORM mitra_act_as_operator(before);
END $$;

-- Work plans: drafted inside, public once both sides have adopted them.
CREATE TABLE work_plan (
	centre_id       text NOT NULL REFERENCES working_group,
	year            smallint NOT NULL CHECK (year BETWEEN 2013 AND 2100),
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'adopted')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	china_by        text REFERENCES "user" ON DELETE SET NULL,
	china_at        timestamptz,
	partner_by      text REFERENCES "user" ON DELETE SET NULL,
	partner_at      timestamptz,
	is_sample       boolean NOT NULL DEFAULT false,
	PRIMARY KEY (centre_id, year),
	CHECK ((state = 'adopted') = (china_at IS NOT NULL AND partner_at IS NOT NULL)),
	CHECK (china_by <> partner_by)
);

CREATE TABLE work_plan_item (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	centre_id       text NOT NULL,
	year            smallint NOT NULL,
	position        integer NOT NULL,
	kind            text NOT NULL CHECK (kind IN ('docking', 'training', 'exhibition', 'visit', 'research', 'exchange', 'agreement', 'other')),
	texts           jsonb NOT NULL,
	due_on          date,
	state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'under-way', 'done', 'cancelled')),
	outcome         jsonb NOT NULL DEFAULT '[]',
	FOREIGN KEY (centre_id, year) REFERENCES work_plan ON DELETE CASCADE
);
CREATE INDEX ON work_plan_item (centre_id, year, position);

-- What fulfils an item: a typed reference, one column a type.
CREATE TABLE work_plan_link (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	item_id         uuid NOT NULL REFERENCES work_plan_item ON DELETE CASCADE,
	event_id        text REFERENCES event ON DELETE CASCADE,
	agreement_id    uuid REFERENCES founding_agreement ON DELETE CASCADE,
	CHECK (num_nonnulls(event_id, agreement_id) = 1),
	UNIQUE NULLS NOT DISTINCT (item_id, event_id, agreement_id)
);
CREATE INDEX ON work_plan_link (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX ON work_plan_link (agreement_id) WHERE agreement_id IS NOT NULL;

CREATE FUNCTION mitra_oversees() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.role = 'authority');
$$;
ALTER TABLE work_plan_item ENABLE ROW LEVEL SECURITY;
CREATE POLICY adopted ON work_plan_item FOR SELECT USING (
	EXISTS (SELECT FROM work_plan p WHERE p.centre_id = work_plan_item.centre_id AND p.year = work_plan_item.year AND p.state = 'adopted')
	OR mitra_in_working_group(centre_id) OR mitra_oversees());
CREATE POLICY written_inside ON work_plan_item USING (mitra_in_working_group(centre_id));

-- A closed centre serves nobody: whoever would be put there is put where its members went. The row of the centre is held, so
-- that a closing and a registration at the same moment follow one another.
CREATE FUNCTION centre_standing(asked text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	standing text := asked;
	following text;
BEGIN
	LOOP
		SELECT c.successor_id INTO following FROM centre c WHERE c.id = standing FOR KEY SHARE;
		EXIT WHEN NOT FOUND OR following IS NULL;
		standing := following;
	END LOOP;
	RETURN standing;
END $$;
CREATE FUNCTION centre_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.centre_id := centre_standing(NEW.centre_id);
	RETURN NEW;
END $$;
CREATE TRIGGER a_centre_stands BEFORE INSERT OR UPDATE OF centre_id ON organisation FOR EACH ROW EXECUTE FUNCTION centre_stands();
CREATE TRIGGER a_centre_stands BEFORE INSERT OR UPDATE OF centre_id ON listing FOR EACH ROW EXECUTE FUNCTION centre_stands();
CREATE TRIGGER a_centre_stands BEFORE INSERT ON centre_message FOR EACH ROW EXECUTE FUNCTION centre_stands();

CREATE FUNCTION centre_takes_officers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF NEW.centre_id IS NOT NULL AND centre_standing(NEW.centre_id) <> NEW.centre_id THEN
		RAISE EXCEPTION 'The centre % is closed', NEW.centre_id USING ERRCODE = 'check_violation', CONSTRAINT = 'membership_centre_open';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER centre_takes_officers BEFORE INSERT OR UPDATE OF centre_id ON membership FOR EACH ROW EXECUTE FUNCTION centre_takes_officers();

-- Closes a centre in favour of another: whatever table refers to it, now or later, refers to the other afterwards, but for what
-- is the closed centre's own story. Its officers follow, or their roles there end. Answers how many rows of each table moved.
CREATE FUNCTION centre_close(closing text, into_id text, on_day date, note jsonb, staff_follow boolean) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	reference record;
	place tid;
	changed bigint;
	moved jsonb := '{}';
BEGIN
	PERFORM FROM centre c WHERE c.id IN (closing, into_id) ORDER BY c.id FOR UPDATE;
	IF EXISTS (SELECT FROM centre c WHERE c.id IN (closing, into_id) AND c.closed_on IS NOT NULL) THEN
		RAISE EXCEPTION 'One of the centres is closed already' USING ERRCODE = 'check_violation', CONSTRAINT = 'centre_open';
	END IF;
	UPDATE membership m SET centre_id = into_id WHERE m.centre_id = closing AND staff_follow
		AND NOT EXISTS (SELECT FROM membership other WHERE other.user_id = m.user_id AND other.centre_id = into_id);
	GET DIAGNOSTICS changed = ROW_COUNT;
	IF changed > 0 THEN moved := moved || jsonb_build_object('membership', changed); END IF;
	DELETE FROM membership WHERE centre_id = closing;
	GET DIAGNOSTICS changed = ROW_COUNT;
	IF changed > 0 THEN moved := moved || jsonb_build_object('membership_ended', changed); END IF;
	DELETE FROM centre_staff WHERE centre_id = closing;
	FOR reference IN
		SELECT c.conrelid::regclass AS relation, a.attname AS attribute
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = 'centre'::regclass AND cardinality(c.conkey) = 1
			AND c.conrelid NOT IN ('centre'::regclass, 'membership'::regclass, 'counterpart_agency'::regclass, 'founding_agreement'::regclass,
				'centre_event'::regclass, 'centre_staff'::regclass, 'centre_contact'::regclass, 'working_group'::regclass)
	LOOP
		changed := 0;
		BEGIN
			EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2', reference.relation, reference.attribute, reference.attribute) USING into_id, closing;
			GET DIAGNOSTICS changed = ROW_COUNT;
		EXCEPTION WHEN unique_violation OR exclusion_violation THEN
			-- A row that the other centre has already stays with the closed one.
			FOR place IN EXECUTE format('SELECT ctid FROM %s WHERE %I = $1', reference.relation, reference.attribute) USING closing LOOP
				BEGIN
					EXECUTE format('UPDATE %s SET %I = $1 WHERE ctid = $2', reference.relation, reference.attribute) USING into_id, place;
					changed := changed + 1;
				EXCEPTION WHEN unique_violation OR exclusion_violation THEN NULL;
				END;
			END LOOP;
		END;
		IF changed > 0 THEN moved := moved || jsonb_build_object(reference.relation::text, coalesce((moved->>reference.relation::text)::bigint, 0) + changed); END IF;
	END LOOP;
	UPDATE centre SET closed_on = on_day, closed_note = note, successor_id = into_id, version = version + 1 WHERE id = closing;
	PERFORM mitra_act_as_operator(before);
	RETURN moved;
END $$;
