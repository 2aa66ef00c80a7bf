-- How organisations join, who speaks for them, and what they are members of.

-- Admission. A merged organisation stays as a sign to the one that it became part of, so that its address leads there.
ALTER TABLE organisation DROP CONSTRAINT organisation_state_check;
ALTER TABLE organisation
	ADD COLUMN countries text[] NOT NULL DEFAULT '{}',
	ADD COLUMN directory_id text CHECK (directory_id ~ '^[a-z0-9]{6,20}$'),
	ADD COLUMN merged_into uuid REFERENCES organisation,
	ADD COLUMN admission_version integer NOT NULL DEFAULT 1 CHECK (admission_version > 0),
	ADD CONSTRAINT organisation_state_check CHECK (state IN ('applied', 'returned', 'admitted', 'refused', 'merged')),
	ADD CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
	ADD CHECK (merged_into <> id);
COMMENT ON COLUMN organisation.countries IS 'Countries that it works with or wishes to, beside its own';
COMMENT ON COLUMN organisation.directory_id IS 'Its entry in the directory of organisations (data/organisations), where it said that it is that one';
COMMENT ON COLUMN organisation.admission_version IS 'Counts steps of the admission, so that two officers cannot decide at once';

-- The words of its names as they are compared (engines/organisations), for finding who is meant by a name. Computed by the
-- application; null: to be computed, which every change of the names makes them.
ALTER TABLE organisation ADD COLUMN name_keys text[];
CREATE INDEX ON organisation USING gin (name_keys);
CREATE INDEX organisation_keys_missing ON organisation (id) WHERE name_keys IS NULL;
CREATE FUNCTION organisation_names_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.name_keys := NULL;
	RETURN NEW;
END $$;
CREATE TRIGGER organisation_names_changed BEFORE UPDATE OF names ON organisation FOR EACH ROW WHEN (NEW.names IS DISTINCT FROM OLD.names) EXECUTE FUNCTION organisation_names_changed();

CREATE INDEX ON organisation (state, centre_id);
CREATE INDEX ON organisation (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX ON organisation (directory_id) WHERE directory_id IS NOT NULL;

-- Each step of an admission with its words: between the applicant and the centre alone.
CREATE TABLE admission_step (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	number          bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	step            text NOT NULL CHECK (step IN ('apply', 'return', 'answer', 'admit', 'refuse')),
	reason          text CHECK (reason IN ('not-found', 'no-proof', 'outside', 'doubled', 'not-authorised', 'other')),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	language        text NOT NULL DEFAULT 'en',
	by              text REFERENCES "user" ON DELETE SET NULL,
	at              timestamptz NOT NULL,
	CHECK ((step = 'refuse') = (reason IS NOT NULL)),
	CHECK (step NOT IN ('return', 'answer') OR words <> '')
);
CREATE INDEX ON admission_step (organisation_id, number);

-- What shows that an organisation is what it says: read by the centre's officers and by its owners, nobody else.
CREATE TABLE organisation_proof (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
	bytes           integer NOT NULL CHECK (bytes BETWEEN 1 AND 10485760),
	sha256          char(64) NOT NULL,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL
);
CREATE INDEX ON organisation_proof (organisation_id);

CREATE FUNCTION mitra_owns(organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.organisation_id = organisation AND m.role = 'owner');
$$;
CREATE FUNCTION mitra_looks_after(organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT EXISTS (SELECT FROM organisation o WHERE o.id = mitra_looks_after.organisation AND mitra_serves_centre(o.centre_id));
$$;
COMMENT ON FUNCTION mitra_looks_after(uuid) IS 'Whether the person who asks serves the centre of the organisation';

ALTER TABLE admission_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY between_applicant_and_centre ON admission_step USING (mitra_owns(organisation_id) OR mitra_looks_after(organisation_id));
ALTER TABLE organisation_proof ENABLE ROW LEVEL SECURITY;
CREATE POLICY between_applicant_and_centre ON organisation_proof USING (mitra_owns(organisation_id) OR mitra_looks_after(organisation_id));

-- Staff. The token of an invitation is kept as its hash.
CREATE TABLE invitation (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	email           text NOT NULL CHECK (char_length(email) <= 254 AND email = lower(email)),
	role            text NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
	language        text NOT NULL,
	token_hash      char(64) NOT NULL UNIQUE,
	invited_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL,
	expires_at      timestamptz NOT NULL CHECK (expires_at > created_at),
	used_at         timestamptz,
	used_by         text REFERENCES "user" ON DELETE SET NULL,
	withdrawn_at    timestamptz,
	CHECK (used_at IS NULL OR withdrawn_at IS NULL)
);
CREATE INDEX ON invitation (organisation_id, created_at DESC);
CREATE UNIQUE INDEX invitation_one_open ON invitation (organisation_id, email) WHERE used_at IS NULL AND withdrawn_at IS NULL;

CREATE TABLE organisation_domain (
	domain          text PRIMARY KEY CHECK (domain ~ '^[a-z0-9-]+(\.[a-z0-9-]+)+$' AND char_length(domain) <= 253),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	proved_by       text REFERENCES "user" ON DELETE SET NULL,
	proved_at       timestamptz NOT NULL
);
COMMENT ON TABLE organisation_domain IS 'Mail domains whose holders may ask to join; proved by a member with a verified address of it';
CREATE INDEX ON organisation_domain (organisation_id);

CREATE TABLE join_request (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	origin          text NOT NULL CHECK (origin IN ('domain', 'name')),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'accepted', 'declined', 'withdrawn')),
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	created_at      timestamptz NOT NULL,
	CHECK ((state = 'waiting') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX join_request_one_waiting ON join_request (organisation_id, user_id) WHERE state = 'waiting';
CREATE INDEX ON join_request (organisation_id, state);
CREATE INDEX ON join_request (user_id);

-- Core members: nominated by an officer against the criteria, decided by the secretariat, looked at again each year.
CREATE TABLE core_nomination (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	criteria        text[] NOT NULL DEFAULT '{}',
	words           text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
	language        text NOT NULL,
	nominated_by    text REFERENCES "user" ON DELETE SET NULL,
	nominated_at    timestamptz NOT NULL,
	state           text NOT NULL DEFAULT 'nominated' CHECK (state IN ('nominated', 'accepted', 'declined')),
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	decision_words  text NOT NULL DEFAULT '' CHECK (char_length(decision_words) <= 2000),
	CHECK ((state = 'nominated') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX core_nomination_one_open ON core_nomination (organisation_id) WHERE state = 'nominated';
CREATE INDEX ON core_nomination (organisation_id);

CREATE TABLE core_membership (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	nomination_id   uuid REFERENCES core_nomination ON DELETE SET NULL,
	since           date NOT NULL,
	ended_on        date CHECK (ended_on >= since),
	end_reason      text CHECK (end_reason IN ('inactive', 'criteria', 'own-wish', 'left', 'merged')),
	CHECK ((ended_on IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX core_membership_one_standing ON core_membership (organisation_id) WHERE ended_on IS NULL;
CREATE INDEX ON core_membership (since);

CREATE TABLE core_review (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	membership_id   uuid NOT NULL REFERENCES core_membership ON DELETE CASCADE,
	year            smallint NOT NULL CHECK (year BETWEEN 2013 AND 2200),
	outcome         text NOT NULL CHECK (outcome IN ('kept', 'ended')),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	by              text REFERENCES "user" ON DELETE SET NULL,
	at              timestamptz NOT NULL,
	UNIQUE (membership_id, year)
);

-- Alliances and thematic networks.
CREATE TABLE thematic_network (
	id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,60}$'),
	kind            text NOT NULL CHECK (kind IN ('alliance', 'network', 'joint-centre')),
	names           jsonb NOT NULL,
	about           jsonb NOT NULL DEFAULT '[]',
	areas           text[] NOT NULL DEFAULT '{}',
	since           date,
	source          text NOT NULL,
	position        smallint NOT NULL DEFAULT 100
);
COMMENT ON COLUMN thematic_network.since IS 'The day that a document gives for its founding; null where none does';

CREATE TABLE network_member (
	network_id      text NOT NULL REFERENCES thematic_network ON DELETE CASCADE,
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	state           text NOT NULL CHECK (state IN ('applied', 'admitted', 'declined', 'left')),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	applied_by      text REFERENCES "user" ON DELETE SET NULL,
	applied_at      timestamptz NOT NULL,
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	is_sample       boolean NOT NULL DEFAULT false,
	PRIMARY KEY (network_id, organisation_id),
	CHECK ((state = 'applied') = (decided_at IS NULL))
);
CREATE INDEX ON network_member (organisation_id);

CREATE TABLE network_coordinator (
	network_id      text NOT NULL REFERENCES thematic_network ON DELETE CASCADE,
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	named_by        text REFERENCES "user" ON DELETE SET NULL,
	named_at        timestamptz NOT NULL,
	PRIMARY KEY (network_id, user_id)
);
CREATE INDEX ON network_coordinator (user_id);

CREATE TABLE network_event (
	network_id      text NOT NULL REFERENCES thematic_network ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	PRIMARY KEY (network_id, event_id)
);
CREATE INDEX ON network_event (event_id);

CREATE TABLE network_document (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	network_id      text NOT NULL REFERENCES thematic_network ON DELETE CASCADE,
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	language        text NOT NULL,
	disclosure      text NOT NULL CHECK (disclosure IN ('public', 'network', 'members')),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
	bytes           integer NOT NULL CHECK (bytes BETWEEN 1 AND 10485760),
	sha256          char(64) NOT NULL,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL
);
COMMENT ON COLUMN network_document.disclosure IS 'public: anybody; network: who is signed in; members: organisations of this network, its coordinators and the secretariat';
CREATE INDEX ON network_document (network_id);

CREATE FUNCTION mitra_in_thematic_network(network text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_secretariat()
		OR EXISTS (SELECT FROM network_coordinator c WHERE c.network_id = network AND c.user_id = mitra_user())
		OR EXISTS (SELECT FROM network_member n JOIN membership m ON m.organisation_id = n.organisation_id
			WHERE n.network_id = network AND n.state = 'admitted' AND m.user_id = mitra_user());
$$;
CREATE FUNCTION mitra_coordinates(network text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_secretariat() OR EXISTS (SELECT FROM network_coordinator c WHERE c.network_id = network AND c.user_id = mitra_user());
$$;
ALTER TABLE network_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_disclosure ON network_document FOR SELECT USING (
	disclosure = 'public' OR (disclosure = 'network' AND mitra_user() IS NOT NULL) OR mitra_in_thematic_network(network_id));
CREATE POLICY coordinators_write ON network_document FOR ALL USING (mitra_coordinates(network_id));

-- Makes one organisation part of another: whatever table refers to it, now or later, refers to the other afterwards. Of two
-- rows that may stand only once (a person in both, the same network) the other's own stays. Two kinds of rows are dealt with
-- by hand: listings keep their own number of the source system apart, and roles take the higher of the two.
CREATE FUNCTION organisation_merge(from_id uuid, into_id uuid) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	reference record;
	place tid;
	moved jsonb := '{}';
	changed bigint;
	target_centre text;
BEGIN
	SELECT centre_id INTO STRICT target_centre FROM organisation WHERE id = into_id;
	UPDATE membership m SET role = CASE WHEN s.role = 'owner' OR m.role = 'owner' THEN 'owner' WHEN s.role = 'editor' OR m.role = 'editor' THEN 'editor' ELSE 'reader' END
		FROM membership s WHERE s.organisation_id = from_id AND m.organisation_id = into_id AND m.user_id = s.user_id;
	UPDATE listing l SET external_id = left(l.external_id, 180) || ' (' || left(l.id::text, 8) || ')'
		WHERE l.organisation_id = from_id AND EXISTS (SELECT FROM listing t WHERE t.organisation_id = into_id AND t.external_id = l.external_id);
	UPDATE core_membership SET ended_on = greatest(since, current_date), end_reason = 'merged'
		WHERE organisation_id = from_id AND ended_on IS NULL AND EXISTS (SELECT FROM core_membership WHERE organisation_id = into_id AND ended_on IS NULL);
	FOR reference IN
		SELECT c.conrelid::regclass AS relation, a.attname AS attribute
		FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
		WHERE c.contype = 'f' AND c.confrelid = 'organisation'::regclass AND cardinality(c.conkey) = 1 AND c.conrelid <> 'organisation'::regclass
			AND c.conrelid NOT IN ('admission_step'::regclass, 'organisation_proof'::regclass)
	LOOP
		changed := 0;
		FOR place IN EXECUTE format('SELECT ctid FROM %s WHERE %I = $1', reference.relation, reference.attribute) USING from_id LOOP
			BEGIN
				IF reference.relation = 'listing'::regclass THEN
					UPDATE listing SET organisation_id = into_id, centre_id = target_centre WHERE ctid = place;
				ELSE
					EXECUTE format('UPDATE %s SET %I = $1 WHERE ctid = $2', reference.relation, reference.attribute) USING into_id, place;
				END IF;
				changed := changed + 1;
			EXCEPTION WHEN unique_violation OR exclusion_violation OR check_violation THEN
				-- A listing is never the double of another one.
				IF reference.relation = 'listing'::regclass THEN RAISE; END IF;
				EXECUTE format('DELETE FROM %s WHERE ctid = $1', reference.relation) USING place;
			END;
		END LOOP;
		IF changed > 0 THEN moved := moved || jsonb_build_object(reference.relation::text, changed); END IF;
	END LOOP;
	UPDATE organisation SET merged_into = into_id WHERE merged_into = from_id;
	UPDATE organisation SET state = 'merged', merged_into = into_id, admission_version = admission_version + 1 WHERE id = from_id;
	PERFORM mitra_act_as_operator(before);
	RETURN moved;
END $$;
COMMENT ON FUNCTION organisation_merge(uuid, uuid) IS 'Answers how many rows of each table moved. What was said at the admission and its proofs stay where they were';

-- Files are stored once by what they hold. Whether any table still refers to these bytes, whoever may read its rows: every
-- table that keeps files has a column sha256.
CREATE FUNCTION stored_file_in_use(bytes_of char) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	holder regclass;
	found_one boolean := false;
BEGIN
	FOR holder IN
		SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'sha256' AND NOT a.attisdropped AND c.relname <> 'schema_migration'
	LOOP
		EXECUTE format('SELECT EXISTS (SELECT FROM %s WHERE sha256 = $1)', holder) INTO found_one USING bytes_of;
		EXIT WHEN found_one;
	END LOOP;
	PERFORM mitra_act_as_operator(before);
	RETURN found_one;
END $$;
