-- Experts: people who advise, review, train and go on missions. Requests for technical service, and the task forces for them.

CREATE SEQUENCE expert_change;
CREATE SEQUENCE service_request_number START 1001;

-- A profile is nobody's to read but its expert's and its centre's until the expert has consented; the wall below holds it.
CREATE TABLE expert (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	slug            text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND char_length(slug) <= 80),
	user_id         text UNIQUE REFERENCES "user" ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES centre,
	state           text NOT NULL CHECK (state IN ('draft', 'public', 'withdrawn')),
	names           jsonb NOT NULL DEFAULT '[]',
	headline        jsonb NOT NULL DEFAULT '[]',
	about           jsonb NOT NULL DEFAULT '[]',
	fields          text[] NOT NULL DEFAULT '{}',
	languages       text[] NOT NULL DEFAULT '{}',
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	affiliation     text NOT NULL DEFAULT '' CHECK (char_length(affiliation) <= 200),
	country         text NOT NULL,
	place           text NOT NULL DEFAULT '' CHECK (char_length(place) <= 120),
	orcid           text CHECK (orcid ~ '^\d{4}-\d{4}-\d{4}-\d{3}[0-9X]$'),
	offers          text[] NOT NULL DEFAULT '{}' CHECK (offers <@ ARRAY['advise', 'review', 'train', 'task-force', 'volunteer']),
	available_from  date,
	available_until date,
	days_month      smallint CHECK (days_month BETWEEN 0 AND 31),
	consented_at    timestamptz,
	change_number   bigint NOT NULL DEFAULT nextval('expert_change'),
	is_sample       boolean NOT NULL DEFAULT false,
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL,
	CHECK (available_until >= available_from),
	-- Nothing is public without the expert's consent, and with nobody behind it only what is plainly a sample.
	CHECK (state <> 'public' OR (consented_at IS NOT NULL AND (user_id IS NOT NULL OR is_sample)))
);
CREATE INDEX ON expert (state, change_number);
CREATE INDEX ON expert (centre_id);
COMMENT ON COLUMN expert.change_number IS 'Drawn anew by each change, so that servers know which profiles to read again';

CREATE FUNCTION expert_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.change_number := nextval('expert_change');
	RETURN NEW;
END $$;
CREATE TRIGGER expert_changed BEFORE UPDATE ON expert FOR EACH ROW EXECUTE FUNCTION expert_changed();

CREATE TABLE expert_publication (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	expert_id       uuid NOT NULL REFERENCES expert ON DELETE CASCADE,
	position        smallint NOT NULL CHECK (position BETWEEN 0 AND 49),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 500),
	language        text NOT NULL,
	year            smallint CHECK (year BETWEEN 1900 AND 2100),
	doi             text CHECK (doi ~ '^10\.\d{4,9}/\S+$' AND char_length(doi) <= 200),
	UNIQUE (expert_id, position)
);

-- What only the expert, the expert's centre, and the centre whose mission the expert has joined read.
CREATE TABLE expert_private (
	expert_id       uuid PRIMARY KEY REFERENCES expert ON DELETE CASCADE,
	phone           text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 60),
	fee             text NOT NULL DEFAULT '' CHECK (char_length(fee) <= 200),
	remarks         text NOT NULL DEFAULT '' CHECK (char_length(remarks) <= 2000),
	updated_at      timestamptz NOT NULL
);

-- The token of an invitation is kept as its hash.
CREATE TABLE expert_invitation (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	centre_id       text NOT NULL REFERENCES centre,
	email           text NOT NULL CHECK (char_length(email) <= 254 AND email = lower(email)),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
	language        text NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	token_hash      bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),
	invited_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL,
	expires_at      timestamptz NOT NULL CHECK (expires_at > created_at),
	state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'accepted', 'declined', 'recalled')),
	answered_at     timestamptz,
	expert_id       uuid REFERENCES expert ON DELETE SET NULL,
	CHECK ((state = 'open') = (answered_at IS NULL))
);
CREATE INDEX ON expert_invitation (centre_id, created_at DESC);
CREATE UNIQUE INDEX expert_invitation_one_open ON expert_invitation (centre_id, email) WHERE state = 'open';

-- A request for technical service. Between who asks, the centre, and the experts who are asked to come.
CREATE TABLE service_request (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	number          bigint NOT NULL UNIQUE DEFAULT nextval('service_request_number'),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES centre,
	asked_by        text REFERENCES "user" ON DELETE SET NULL,
	state           text NOT NULL CHECK (state IN ('asked', 'returned', 'declined', 'matching', 'planned', 'under-way', 'reported', 'thanked', 'withdrawn')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	language        text NOT NULL,
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	what            text NOT NULL CHECK (char_length(what) BETWEEN 1 AND 4000),
	fields          text[] NOT NULL DEFAULT '{}',
	country         text NOT NULL,
	place           text NOT NULL DEFAULT '' CHECK (char_length(place) <= 120),
	starts_on       date NOT NULL,
	days            smallint NOT NULL CHECK (days BETWEEN 1 AND 180),
	languages       text[] NOT NULL DEFAULT '{}',
	covered         text[] NOT NULL DEFAULT '{}' CHECK (covered <@ ARRAY['travel', 'lodging', 'meals', 'fee', 'interpreter']),
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL
);
CREATE INDEX ON service_request (centre_id, state);
CREATE INDEX ON service_request (organisation_id, created_at DESC);

-- The task force: who was asked, and what became of it. `called` is the name under which the place was given, so that the
-- record stays whole when a profile goes.
CREATE TABLE task_force_place (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	request_id      uuid NOT NULL REFERENCES service_request ON DELETE CASCADE,
	expert_id       uuid REFERENCES expert ON DELETE SET NULL,
	called          text NOT NULL,
	role            text NOT NULL CHECK (role IN ('leader', 'member')),
	state           text NOT NULL CHECK (state IN ('invited', 'accepted', 'declined', 'withdrawn', 'released')),
	invited_by      text REFERENCES "user" ON DELETE SET NULL,
	invited_at      timestamptz NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	answer          text NOT NULL DEFAULT '' CHECK (char_length(answer) <= 2000),
	answered_at     timestamptz,
	left_at         timestamptz,
	replaces        uuid REFERENCES task_force_place ON DELETE SET NULL
);
CREATE INDEX ON task_force_place (request_id, invited_at);
CREATE INDEX ON task_force_place (expert_id);
CREATE UNIQUE INDEX task_force_place_once ON task_force_place (request_id, expert_id) WHERE state IN ('invited', 'accepted');
CREATE UNIQUE INDEX task_force_one_leader ON task_force_place (request_id) WHERE role = 'leader' AND state = 'accepted';

CREATE TABLE mission (
	request_id      uuid PRIMARY KEY REFERENCES service_request ON DELETE CASCADE,
	starts_on       date NOT NULL,
	ends_on         date NOT NULL CHECK (ends_on >= starts_on),
	place           text NOT NULL CHECK (char_length(place) BETWEEN 1 AND 200),
	tasks           text NOT NULL CHECK (char_length(tasks) BETWEEN 1 AND 4000),
	language        text NOT NULL,
	report          text NOT NULL DEFAULT '' CHECK (char_length(report) <= 12000),
	report_language text,
	report_by       text,
	reported_at     timestamptz,
	thanks          text NOT NULL DEFAULT '' CHECK (char_length(thanks) <= 2000),
	thanks_language text,
	thanked_at      timestamptz
);

CREATE TABLE service_request_step (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	request_id      uuid NOT NULL REFERENCES service_request ON DELETE CASCADE,
	step            text NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	language        text NOT NULL,
	by              text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL
);
CREATE INDEX ON service_request_step (request_id, id);

-- Walls. The functions look through them as the operator does, for the policies of one table must not ask those of another in a
-- circle; whom they look for is still the person who asks.
CREATE FUNCTION mitra_inside_request(request uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	found := EXISTS (
		SELECT FROM service_request r
		JOIN membership m ON m.organisation_id = r.organisation_id OR (m.centre_id = r.centre_id AND m.role = 'officer') OR m.role = 'secretariat'
		WHERE r.id = request AND m.user_id = mitra_user());
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;
CREATE FUNCTION mitra_invited_to(request uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	found := EXISTS (SELECT FROM task_force_place p JOIN expert e ON e.id = p.expert_id WHERE p.request_id = request AND e.user_id = mitra_user());
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;
CREATE FUNCTION mitra_is_expert(expert uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
	RETURN mitra_is_operator() OR EXISTS (SELECT FROM expert e WHERE e.id = mitra_is_expert.expert AND e.user_id = mitra_user());
END $$;
-- The officers of the expert's centre, and of a centre whose mission the expert has joined.
CREATE FUNCTION mitra_works_with_expert(expert uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	found := EXISTS (
		SELECT FROM membership m
		WHERE m.user_id = mitra_user() AND m.role IN ('officer', 'secretariat') AND (
			m.role = 'secretariat'
			OR m.centre_id = (SELECT e.centre_id FROM expert e WHERE e.id = mitra_works_with_expert.expert)
			OR m.centre_id IN (
				SELECT r.centre_id FROM task_force_place p JOIN service_request r ON r.id = p.request_id
				WHERE p.expert_id = mitra_works_with_expert.expert AND p.state = 'accepted')));
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;

ALTER TABLE expert ENABLE ROW LEVEL SECURITY;
CREATE POLICY consented ON expert FOR SELECT USING (state = 'public');
CREATE POLICY own_or_centre ON expert USING (user_id = mitra_user() OR mitra_serves_centre(centre_id));
ALTER TABLE expert_publication ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_visible_expert ON expert_publication FOR SELECT USING (EXISTS (SELECT FROM expert e WHERE e.id = expert_id));
CREATE POLICY own ON expert_publication USING (mitra_is_expert(expert_id));
ALTER TABLE expert_private ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON expert_private USING (mitra_is_expert(expert_id));
CREATE POLICY centre_reads ON expert_private FOR SELECT USING (mitra_works_with_expert(expert_id));
ALTER TABLE expert_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_centre ON expert_invitation USING (mitra_serves_centre(centre_id));
ALTER TABLE service_request ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON service_request USING (mitra_belongs_to(organisation_id) OR mitra_serves_centre(centre_id) OR mitra_invited_to(id));
ALTER TABLE task_force_place ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON task_force_place USING (mitra_inside_request(request_id) OR mitra_invited_to(request_id));
ALTER TABLE mission ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON mission USING (mitra_inside_request(request_id) OR mitra_invited_to(request_id));
ALTER TABLE service_request_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON service_request_step USING (mitra_inside_request(request_id) OR mitra_invited_to(request_id));
