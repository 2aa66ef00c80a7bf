-- From interest to introduction: expressions of interest in a listing, their screening by the centres, and the docking record that
-- opens when both sides want to meet. What a docking holds is read and written by the people of both sides and their advisers only.

-- Whether a centre's officers look at an interest before it goes on.
CREATE TABLE centre_docking (
	centre_id       text PRIMARY KEY REFERENCES centre ON DELETE CASCADE,
	screens         boolean NOT NULL DEFAULT false,
	updated_by      text REFERENCES "user" ON DELETE SET NULL,
	updated_at      timestamptz NOT NULL
);

-- What an owner asks everybody who shows interest. A question that was answered stays as it was; it is retired, not changed.
CREATE TABLE interest_question (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	position        smallint NOT NULL CHECK (position BETWEEN 0 AND 19),
	question        text NOT NULL CHECK (char_length(question) BETWEEN 1 AND 300),
	language        text NOT NULL,
	created_at      timestamptz NOT NULL,
	retired_at      timestamptz
);
CREATE INDEX ON interest_question (organisation_id, position) WHERE retired_at IS NULL;

CREATE FUNCTION is_short_text(words jsonb, most integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
	SELECT jsonb_typeof(words->'text') = 'string' AND jsonb_typeof(words->'language') = 'string' AND char_length(words->>'text') <= most
$$;

CREATE TABLE interest (
	id                      uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	listing_id              uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	own_listing_id          uuid REFERENCES listing ON DELETE SET NULL,
	pair_id                 uuid REFERENCES suggested_pair ON DELETE SET NULL,
	organisation_id         uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	owner_organisation_id   uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	person_id               text REFERENCES "user" ON DELETE SET NULL,
	called                  text NOT NULL DEFAULT '',
	own_centre_id           text NOT NULL REFERENCES centre,
	their_centre_id         text NOT NULL REFERENCES centre,
	who_we_are              jsonb NOT NULL CHECK (is_short_text(who_we_are, 800) AND who_we_are->>'text' <> ''),
	why                     jsonb NOT NULL CHECK (is_short_text(why, 1200) AND why->>'text' <> ''),
	brings                  jsonb NOT NULL CHECK (is_short_text(brings, 1200)),
	questions               jsonb NOT NULL CHECK (is_short_text(questions, 1200)),
	answers                 jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(answers) = 'array' AND pg_column_size(answers) < 60000),
	state                   text NOT NULL CHECK (state IN ('at_own_centre', 'at_their_centre', 'with_owner', 'accepted', 'refused', 'withdrawn', 'expired')),
	version                 integer NOT NULL DEFAULT 1 CHECK (version > 0),
	step_since              timestamptz NOT NULL,
	due_at                  timestamptz,
	reminded_at             timestamptz,
	past_own_centre_at      timestamptz,
	with_owner_at           timestamptz,
	ended_at                timestamptz,
	ended_in                text CHECK (ended_in IN ('at_own_centre', 'at_their_centre', 'with_owner')),
	reason                  text CHECK (reason IN ('not_suitable', 'no_capacity', 'too_early', 'other_partner', 'not_serious', 'restricted', 'incomplete', 'other')),
	words                   text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	words_language          text,
	ended_by                text REFERENCES "user" ON DELETE SET NULL,
	created_at              timestamptz NOT NULL,
	is_sample               boolean NOT NULL DEFAULT false,
	CHECK (organisation_id <> owner_organisation_id),
	CHECK ((due_at IS NOT NULL) = (state IN ('at_own_centre', 'at_their_centre', 'with_owner'))),
	CHECK ((ended_at IS NULL) = (state IN ('at_own_centre', 'at_their_centre', 'with_owner'))),
	CHECK ((state = 'refused') = (reason IS NOT NULL))
);
COMMENT ON COLUMN interest.who_we_are IS 'As all four texts: {"text": ..., "language": ...}, as it was written';
COMMENT ON COLUMN interest.answers IS 'To the owner''s questions: [{"questionId", "question": {text, language}, "answer": {text, language}}]; the question as it was then';
COMMENT ON COLUMN interest.past_own_centre_at IS 'From then on the other side''s centre sees it';
COMMENT ON COLUMN interest.with_owner_at IS 'From then on the people of the listing''s organisation see it';
COMMENT ON COLUMN interest.ended_in IS 'The step that it was in when it was refused, withdrawn or expired';
-- A second interest of one organisation in one listing joins the first.
CREATE UNIQUE INDEX interest_once ON interest (listing_id, organisation_id) WHERE state IN ('at_own_centre', 'at_their_centre', 'with_owner');
CREATE INDEX ON interest (organisation_id, created_at DESC, id DESC);
CREATE INDEX ON interest (owner_organisation_id, created_at DESC, id DESC) WHERE with_owner_at IS NOT NULL;
CREATE INDEX ON interest (own_centre_id, state, step_since, id);
CREATE INDEX ON interest (their_centre_id, state, step_since, id);
CREATE INDEX ON interest (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX ON interest (own_listing_id) WHERE own_listing_id IS NOT NULL;
CREATE INDEX ON interest (pair_id) WHERE pair_id IS NOT NULL;
CREATE INDEX ON interest (person_id);
CREATE INDEX ON interest (ended_by) WHERE ended_by IS NOT NULL;

-- People of the same organisation who asked again.
CREATE TABLE interest_joined (
	interest_id     uuid NOT NULL REFERENCES interest ON DELETE CASCADE,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	words           jsonb NOT NULL CHECK (is_short_text(words, 1200)),
	joined_at       timestamptz NOT NULL,
	PRIMARY KEY (interest_id, person_id)
);
CREATE INDEX ON interest_joined (person_id);

CREATE TABLE docking_year (
	year            integer PRIMARY KEY,
	last            integer NOT NULL CHECK (last > 0)
);
COMMENT ON TABLE docking_year IS 'The last number given in a year';

CREATE TABLE docking (
	id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	reference           text NOT NULL UNIQUE CHECK (reference ~ '^D-\d{4}-\d{4,7}$'),
	interest_id         uuid UNIQUE REFERENCES interest ON DELETE SET NULL,
	pair_id             uuid REFERENCES suggested_pair ON DELETE SET NULL,
	offer_listing_id    uuid REFERENCES listing ON DELETE SET NULL,
	need_listing_id     uuid REFERENCES listing ON DELETE SET NULL,
	title               text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 256),
	title_language      text NOT NULL,
	state               text NOT NULL DEFAULT 'introduced'
		CHECK (state IN ('introduced', 'confidential', 'negotiating', 'agreed', 'signed', 'running', 'completed', 'stopped')),
	state_since         timestamptz NOT NULL,
	furthest            text NOT NULL DEFAULT 'introduced'
		CHECK (furthest IN ('introduced', 'confidential', 'negotiating', 'agreed', 'signed', 'running', 'completed')),
	stopped_from        text CHECK (stopped_from IN ('introduced', 'confidential', 'negotiating', 'agreed', 'signed', 'running')),
	stop_reason         text CHECK (stop_reason IN ('no_fit', 'price', 'terms', 'timing', 'no_answer', 'other_partner', 'restricted', 'other')),
	stop_words          text NOT NULL DEFAULT '' CHECK (char_length(stop_words) <= 1000),
	stop_language       text,
	ball                text NOT NULL CHECK (ball IN ('offering', 'seeking', 'officers', 'none')),
	ball_since          timestamptz NOT NULL,
	ball_reminded_at    timestamptz,
	next_step           text NOT NULL CHECK (next_step ~ '^[a-z_]{2,40}$'),
	version             integer NOT NULL DEFAULT 1 CHECK (version > 0),
	opened_at           timestamptz NOT NULL,
	touched_at          timestamptz NOT NULL,
	is_sample           boolean NOT NULL DEFAULT false,
	CHECK ((state = 'stopped') = (stopped_from IS NOT NULL)),
	CHECK ((state = 'stopped') = (stop_reason IS NOT NULL)),
	CHECK (state NOT IN ('completed', 'stopped') OR ball = 'none')
);
COMMENT ON COLUMN docking.title IS 'The title of the listing asked about, as it was publicly when the docking opened';
COMMENT ON COLUMN docking.furthest IS 'The furthest that it has come, also when it was stopped after that: what the funnel counts';
COMMENT ON COLUMN docking.ball IS 'Whose turn it is';
COMMENT ON COLUMN docking.touched_at IS 'When state, ball or next step last changed: the order of lists';
CREATE UNIQUE INDEX docking_one_of_pair ON docking (pair_id) WHERE state <> 'stopped' AND pair_id IS NOT NULL;
CREATE INDEX ON docking (offer_listing_id) WHERE offer_listing_id IS NOT NULL;
CREATE INDEX ON docking (need_listing_id) WHERE need_listing_id IS NOT NULL;
CREATE INDEX docking_waiting ON docking (ball_since) WHERE ball <> 'none' AND ball_reminded_at IS NULL;

-- What lists order and count by stands in the tables that they begin with too; triggers below keep it in step.
CREATE TABLE docking_party (
	docking_id          uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	side                text NOT NULL CHECK (side IN ('offering', 'seeking')),
	organisation_id     uuid REFERENCES organisation ON DELETE SET NULL,
	called              jsonb NOT NULL,
	country             char(2) NOT NULL REFERENCES country,
	centre_id           text NOT NULL REFERENCES centre,
	state               text NOT NULL,
	furthest            text NOT NULL,
	ball                text NOT NULL,
	ball_since          timestamptz NOT NULL,
	opened_at           timestamptz NOT NULL,
	touched_at          timestamptz NOT NULL,
	PRIMARY KEY (docking_id, side)
);
COMMENT ON COLUMN docking_party.centre_id IS 'The centre whose officers advise this side';
COMMENT ON COLUMN docking_party.called IS 'The names of the organisation when the docking opened, so that the record stays whole when it goes';
CREATE INDEX docking_party_of_centre ON docking_party (centre_id, touched_at DESC, docking_id DESC);
CREATE INDEX docking_party_by_state ON docking_party (centre_id, state, touched_at DESC, docking_id DESC);
CREATE INDEX docking_party_counted ON docking_party (centre_id, opened_at, docking_id, furthest, state, ball, ball_since);
CREATE INDEX docking_party_ageing ON docking_party (centre_id, ball_since, docking_id) WHERE ball <> 'none';
CREATE INDEX ON docking_party (organisation_id);

CREATE TABLE docking_person (
	docking_id          uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	person_id           text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	side                text NOT NULL CHECK (side IN ('offering', 'seeking')),
	added_by            text REFERENCES "user" ON DELETE SET NULL,
	added_at            timestamptz NOT NULL,
	touched_at          timestamptz NOT NULL,
	PRIMARY KEY (docking_id, person_id)
);
CREATE INDEX ON docking_person (person_id, touched_at DESC, docking_id DESC);
CREATE INDEX ON docking_person (added_by) WHERE added_by IS NOT NULL;

CREATE FUNCTION docking_mirrored() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	UPDATE docking_party SET state = NEW.state, furthest = NEW.furthest, ball = NEW.ball, ball_since = NEW.ball_since, touched_at = NEW.touched_at
		WHERE docking_id = NEW.id;
	UPDATE docking_person SET touched_at = NEW.touched_at WHERE docking_id = NEW.id;
	PERFORM mitra_act_as_operator(before);
	RETURN NULL;
END $$;
CREATE TRIGGER docking_mirrored AFTER UPDATE OF state, furthest, ball, ball_since, touched_at ON docking FOR EACH ROW EXECUTE FUNCTION docking_mirrored();

-- Its history: what happened, who did it, on which side, and whose turn it was from then on.
CREATE TABLE docking_step (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	event           text NOT NULL CHECK (event ~ '^[a-z-]{2,40}$'),
	state           text NOT NULL,
	ball            text NOT NULL,
	next_step       text NOT NULL,
	side            text CHECK (side IN ('offering', 'seeking', 'officers')),
	by              text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL
);
CREATE INDEX ON docking_step (docking_id, id DESC);
CREATE INDEX ON docking_step (by) WHERE by IS NOT NULL;

-- One letter a person, kind and hour.
CREATE TABLE docking_letter (
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	person_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	kind            text NOT NULL,
	hour            timestamptz NOT NULL,
	PRIMARY KEY (docking_id, person_id, kind, hour)
);
CREATE INDEX ON docking_letter (person_id);
CREATE INDEX ON docking_letter (hour);

-- References are given without gaps that anybody could read something from, one after the other.
CREATE FUNCTION next_docking_reference(of_year integer) RETURNS text LANGUAGE sql AS $$
	INSERT INTO docking_year AS y (year, last) VALUES (of_year, 1) ON CONFLICT (year) DO UPDATE SET last = y.last + 1
	RETURNING 'D-' || year || '-' || lpad(last::text, greatest(4, length(last::text)), '0');
$$;

-- Walls. An adviser is an officer of one of the two centres: of that very centre, for the secretariat reads figures and no contents.
-- (Whoever is of the secretariat stands at headquarters, and advises its members like any officer.)
CREATE FUNCTION mitra_advises_for(centre text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.centre_id = centre AND m.role IN ('officer', 'secretariat'));
$$;

-- On which side of a docking the person who asks stands: 'offering' or 'seeking' for its people as long as they belong to the
-- organisation, 'officers' for the advisers (and the operator), null for everybody else.
CREATE FUNCTION mitra_docking_side(docking uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found text;
BEGIN
	IF mitra_is_operator() THEN RETURN 'officers'; END IF;
	IF mitra_user() IS NULL THEN RETURN NULL; END IF;
	before := mitra_act_as_operator('on');
	SELECT p.side INTO found
		FROM docking_person p
		JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
		JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id
		WHERE p.docking_id = docking AND p.person_id = mitra_user();
	IF found IS NULL THEN
		SELECT 'officers' INTO found
			FROM docking_party o
			JOIN membership m ON m.centre_id = o.centre_id AND m.role IN ('officer', 'secretariat')
			WHERE o.docking_id = docking AND m.user_id = mitra_user() LIMIT 1;
	END IF;
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;
CREATE FUNCTION mitra_in_docking(docking uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
	RETURN mitra_is_operator() OR (mitra_user() IS NOT NULL AND mitra_docking_side(docking) IS NOT NULL);
END $$;
COMMENT ON FUNCTION mitra_in_docking(uuid) IS 'Whether the person who asks may read what a docking holds: the wall of every table of its contents';

ALTER TABLE interest ENABLE ROW LEVEL SECURITY;
CREATE POLICY on_its_way ON interest USING (
	mitra_belongs_to(organisation_id)
	OR mitra_advises_for(own_centre_id)
	OR (past_own_centre_at IS NOT NULL AND mitra_advises_for(their_centre_id))
	OR (with_owner_at IS NOT NULL AND mitra_belongs_to(owner_organisation_id)));
ALTER TABLE interest_joined ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_interest ON interest_joined USING (EXISTS (SELECT FROM interest i WHERE i.id = interest_id));
ALTER TABLE docking ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking USING (mitra_in_docking(id));
ALTER TABLE docking_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_party USING (mitra_in_docking(docking_id));
ALTER TABLE docking_person ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_person USING (mitra_in_docking(docking_id));
ALTER TABLE docking_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_step USING (mitra_in_docking(docking_id));
ALTER TABLE docking_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_letter USING (mitra_in_docking(docking_id));

-- Sections for the parties open to whom a centre has introduced, and to the other side of a docking that is not stopped.
CREATE OR REPLACE FUNCTION listing_introduced_to(listing uuid) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT other.organisation_id
		FROM suggested_pair p
		JOIN introduction i ON i.pair_id = p.id AND i.withdrawn_at IS NULL
		JOIN pair_step s ON s.decision_id = i.decision_id AND s.letters_at IS NOT NULL
		JOIN listing other ON other.id = CASE WHEN p.need_id = listing_introduced_to.listing THEN p.offer_id ELSE p.need_id END
		WHERE (p.need_id = listing_introduced_to.listing AND i.need_reply IS DISTINCT FROM 'declined')
			OR (p.offer_id = listing_introduced_to.listing AND i.offer_reply IS DISTINCT FROM 'declined')
		UNION
		SELECT o.organisation_id
		FROM docking d
		JOIN docking_party o ON o.docking_id = d.id AND o.side = CASE WHEN d.offer_listing_id = listing_introduced_to.listing THEN 'seeking' ELSE 'offering' END
		WHERE (d.offer_listing_id = listing_introduced_to.listing OR d.need_listing_id = listing_introduced_to.listing)
			AND d.state <> 'stopped' AND o.organisation_id IS NOT NULL;
	PERFORM mitra_act_as_operator(before);
END $$;

-- The dockings of an organisation in which its owner is not: that they are there, and who is in them, so that the owner can go in.
CREATE FUNCTION dockings_without_owner(organisation uuid, most integer)
RETURNS TABLE (id uuid, reference text, title text, title_language text, opened_at timestamptz, people text[])
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text;
BEGIN
	IF NOT EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.organisation_id = organisation AND m.role = 'owner') THEN RETURN; END IF;
	before := mitra_act_as_operator('on');
	RETURN QUERY
		SELECT d.id, d.reference, d.title, d.title_language, d.opened_at,
			ARRAY(SELECT u.name FROM docking_person p JOIN "user" u ON u.id = p.person_id WHERE p.docking_id = d.id AND p.side = o.side ORDER BY u.name)
		FROM docking_party o JOIN docking d ON d.id = o.docking_id
		WHERE o.organisation_id = organisation
			AND NOT EXISTS (SELECT FROM docking_person p WHERE p.docking_id = d.id AND p.person_id = mitra_user())
		ORDER BY o.touched_at DESC LIMIT most;
	PERFORM mitra_act_as_operator(before);
END $$;

-- Figures without contents, for the officers of a centre, the secretariat and the supervising authority (who is told by the
-- application's rules; a number says nothing about anybody). `centre` null: the whole network, each docking once.
CREATE FUNCTION docking_figures(centre text, since timestamptz)
RETURNS TABLE (furthest text, state text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	IF centre IS NULL THEN
		RETURN QUERY SELECT p.furthest, p.state, count(*) FROM docking_party p WHERE p.side = 'offering' AND p.opened_at >= since GROUP BY 1, 2;
	ELSE
		RETURN QUERY SELECT p.furthest, p.state, count(DISTINCT p.docking_id) FROM docking_party p WHERE p.centre_id = centre AND p.opened_at >= since GROUP BY 1, 2;
	END IF;
	PERFORM mitra_act_as_operator(before);
END $$;
CREATE FUNCTION docking_ageing(centre text, now timestamptz)
RETURNS TABLE (state text, ball text, age text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT p.state, p.ball,
			CASE WHEN p.ball_since > now - interval '7 days' THEN 'week' WHEN p.ball_since > now - interval '30 days' THEN 'month'
				WHEN p.ball_since > now - interval '90 days' THEN 'quarter' ELSE 'older' END,
			count(DISTINCT p.docking_id)
		FROM docking_party p
		WHERE p.ball <> 'none' AND (CASE WHEN centre IS NULL THEN p.side = 'offering' ELSE p.centre_id = centre END)
		GROUP BY 1, 2, 3;
	PERFORM mitra_act_as_operator(before);
END $$;
CREATE FUNCTION interest_figures(centre text, since timestamptz, now timestamptz)
RETURNS TABLE (state text, ended_in text, age text, n bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT i.state, i.ended_in,
			CASE WHEN i.ended_at IS NOT NULL THEN NULL WHEN i.step_since > now - interval '7 days' THEN 'week' WHEN i.step_since > now - interval '30 days' THEN 'month'
				WHEN i.step_since > now - interval '90 days' THEN 'quarter' ELSE 'older' END,
			count(*)
		FROM interest i
		WHERE i.created_at >= since AND (centre IS NULL OR i.own_centre_id = centre OR i.their_centre_id = centre)
		GROUP BY 1, 2, 3;
	PERFORM mitra_act_as_operator(before);
END $$;
