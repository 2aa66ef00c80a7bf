-- What comes of a signed agreement: projects with milestones and reports, outcomes that each party tells once a year, figures of
-- them, and success stories that stand in public only as long as everybody consents.

CREATE TABLE project (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	number          smallint NOT NULL CHECK (number BETWEEN 1 AND 99),
	state           text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'completed', 'stopped')),
	state_since     timestamptz NOT NULL,
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	purpose         text NOT NULL DEFAULT '' CHECK (char_length(purpose) <= 2000),
	language        text NOT NULL,
	starts_on       date,
	ends_on         date,
	opened_by       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	opened_at       timestamptz NOT NULL,
	is_sample       boolean NOT NULL DEFAULT false,
	UNIQUE (agreement_id, number),
	CHECK (ends_on >= starts_on)
);
COMMENT ON COLUMN project.number IS 'Counts within the agreement, and is part of its address';
CREATE INDEX ON project (opened_by) WHERE opened_by IS NOT NULL;

-- One party says that a milestone is reached; it counts when another confirms it.
CREATE TABLE project_milestone (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	project_id      uuid NOT NULL REFERENCES project ON DELETE CASCADE,
	position        smallint NOT NULL CHECK (position BETWEEN 0 AND 39),
	state           text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'reported', 'confirmed', 'dropped')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	language        text NOT NULL,
	due_on          date,
	reminded_at     timestamptz,
	reported_party  smallint,
	reached_on      date,
	confirmed_party smallint,
	UNIQUE (project_id, position),
	CHECK ((state IN ('reported', 'confirmed')) = (reported_party IS NOT NULL AND reached_on IS NOT NULL)),
	CHECK ((state = 'confirmed') = (confirmed_party IS NOT NULL)),
	CHECK (confirmed_party <> reported_party)
);
COMMENT ON COLUMN project_milestone.reported_party IS 'The position of the party in the agreement that says it is reached';
CREATE INDEX project_milestone_due ON project_milestone (due_on) WHERE state = 'planned' AND reminded_at IS NULL;

CREATE TABLE project_report (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	project_id      uuid NOT NULL REFERENCES project ON DELETE CASCADE,
	milestone_id    uuid REFERENCES project_milestone ON DELETE SET NULL,
	kind            text NOT NULL CHECK (kind IN ('report', 'reached', 'confirmed', 'disputed', 'dropped', 'completed', 'stopped', 'reopened')),
	party           smallint NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 4000),
	language        text NOT NULL,
	by              text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL,
	CHECK (kind NOT IN ('report', 'disputed', 'stopped') OR words <> '')
);
CREATE INDEX ON project_report (project_id, id DESC);
CREATE INDEX ON project_report (milestone_id) WHERE milestone_id IS NOT NULL;
CREATE INDEX ON project_report (by) WHERE by IS NOT NULL;

-- What a party says of a year. The country pair and the area are those of the agreement, which stand once it is signed.
CREATE TABLE outcome (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	party           smallint NOT NULL,
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	year            integer NOT NULL CHECK (year BETWEEN 2000 AND 2200),
	state           text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'answered', 'expired')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	asked_at        timestamptz NOT NULL,
	due_at          timestamptz NOT NULL,
	reminded_at     timestamptz,
	status          text CHECK (status IN ('not_begun', 'running', 'completed', 'stopped')),
	reason          text CHECK (reason IN ('technical', 'market', 'funding', 'partner', 'regulation', 'other')),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	language        text,
	jobs            integer CHECK (jobs BETWEEN 0 AND 999999),
	publications    integer CHECK (publications BETWEEN 0 AND 999999),
	agreements      integer CHECK (agreements BETWEEN 0 AND 999999),
	sales_minor     bigint CHECK (sales_minor >= 0),
	investment_minor bigint CHECK (investment_minor >= 0),
	currency        char(3) CHECK (currency ~ '^[A-Z]{3}$'),
	pair            text NOT NULL,
	area            text NOT NULL,
	answered_by     text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	answered_at     timestamptz,
	through_link    boolean NOT NULL DEFAULT false,
	is_sample       boolean NOT NULL DEFAULT false,
	UNIQUE (agreement_id, party, year),
	CHECK ((state = 'answered') = (status IS NOT NULL)),
	CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
	CHECK ((status = 'stopped') = (reason IS NOT NULL) OR status IS NULL),
	CHECK ((sales_minor IS NULL AND investment_minor IS NULL) = (currency IS NULL))
);
COMMENT ON COLUMN outcome.party IS 'The position of the party in the agreement';
COMMENT ON COLUMN outcome.through_link IS 'Answered through the signed link of a letter, without signing in';
CREATE INDEX ON outcome (organisation_id, state, asked_at DESC);
CREATE INDEX ON outcome (answered_by) WHERE answered_by IS NOT NULL;
CREATE INDEX outcome_waiting ON outcome (due_at) WHERE state = 'asked';
CREATE INDEX outcome_unreminded ON outcome (asked_at) WHERE state = 'asked' AND reminded_at IS NULL;
CREATE INDEX agreement_signed ON agreement (signed_on) WHERE state = 'signed';

-- Reports counted by what figures ask for, one line for the numbers and one for each currency: no line of a single report.
CREATE TABLE outcome_figure (
	year            integer NOT NULL,
	area            text NOT NULL,
	pair            text NOT NULL,
	currency        text NOT NULL,
	reports         integer NOT NULL,
	not_begun       integer NOT NULL,
	running         integer NOT NULL,
	completed       integer NOT NULL,
	stopped         integer NOT NULL,
	jobs            bigint NOT NULL,
	publications    bigint NOT NULL,
	agreements      bigint NOT NULL,
	sales           integer NOT NULL,
	sales_minor     numeric(30, 0) NOT NULL,
	investments     integer NOT NULL,
	investment_minor numeric(30, 0) NOT NULL,
	PRIMARY KEY (year, area, pair, currency)
);
COMMENT ON COLUMN outcome_figure.currency IS 'Empty where a report gives no amount';
COMMENT ON COLUMN outcome_figure.sales IS 'Of how many reports the sales are the sum';

CREATE FUNCTION outcome_count(o outcome, step integer) RETURNS void LANGUAGE sql AS $$
	INSERT INTO outcome_figure AS f (year, area, pair, currency, reports, not_begun, running, completed, stopped, jobs, publications, agreements, sales, sales_minor, investments, investment_minor)
		VALUES (o.year, o.area, o.pair, coalesce(o.currency, ''), step,
			step * (o.status = 'not_begun')::integer, step * (o.status = 'running')::integer, step * (o.status = 'completed')::integer, step * (o.status = 'stopped')::integer,
			step * coalesce(o.jobs, 0), step * coalesce(o.publications, 0), step * coalesce(o.agreements, 0),
			step * (o.sales_minor IS NOT NULL)::integer, step * coalesce(o.sales_minor, 0)::numeric, step * (o.investment_minor IS NOT NULL)::integer, step * coalesce(o.investment_minor, 0)::numeric)
		ON CONFLICT (year, area, pair, currency) DO UPDATE SET
			reports = f.reports + excluded.reports, not_begun = f.not_begun + excluded.not_begun, running = f.running + excluded.running,
			completed = f.completed + excluded.completed, stopped = f.stopped + excluded.stopped, jobs = f.jobs + excluded.jobs,
			publications = f.publications + excluded.publications, agreements = f.agreements + excluded.agreements, sales = f.sales + excluded.sales,
			sales_minor = f.sales_minor + excluded.sales_minor, investments = f.investments + excluded.investments, investment_minor = f.investment_minor + excluded.investment_minor;
$$;
CREATE FUNCTION outcome_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' AND OLD.state = 'answered' THEN PERFORM outcome_count(OLD, -1); END IF;
	IF TG_OP <> 'DELETE' AND NEW.state = 'answered' THEN PERFORM outcome_count(NEW, 1); END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER outcome_counted AFTER INSERT OR UPDATE OR DELETE ON outcome FOR EACH ROW EXECUTE FUNCTION outcome_counted();

-- A story of what came of an agreement: drafted from the record, with a text of each side.
CREATE TABLE success_story (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	agreement_id    uuid NOT NULL UNIQUE REFERENCES agreement ON DELETE CASCADE,
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'asked', 'published', 'withdrawn')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	titles          jsonb NOT NULL CHECK (jsonb_typeof(titles) = 'object' AND pg_column_size(titles) < 8000),
	bodies          jsonb NOT NULL CHECK (jsonb_typeof(bodies) = 'object' AND pg_column_size(bodies) < 60000),
	text_sha256     char(64) CHECK (text_sha256 ~ '^[0-9a-f]{64}$'),
	drafted_by      text REFERENCES "user" ON DELETE SET NULL,
	drafted_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL,
	is_sample       boolean NOT NULL DEFAULT false,
	CHECK (state NOT IN ('asked', 'published') OR text_sha256 IS NOT NULL)
);
COMMENT ON COLUMN success_story.text_sha256 IS 'Of the text that consent is asked for: a consent is to these words and no others';
CREATE INDEX ON success_story (drafted_by) WHERE drafted_by IS NOT NULL;

CREATE TABLE story_text (
	story_id        uuid NOT NULL REFERENCES success_story ON DELETE CASCADE,
	party           smallint NOT NULL,
	text            text NOT NULL CHECK (char_length(text) BETWEEN 1 AND 3000),
	language        text NOT NULL,
	written_by      text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL,
	PRIMARY KEY (story_id, party)
);
CREATE INDEX ON story_text (written_by) WHERE written_by IS NOT NULL;

-- Who consented to which words, and when that ended. Lines are ended, never taken out.
CREATE TABLE story_consent (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	story_id        uuid NOT NULL REFERENCES success_story ON DELETE CASCADE,
	party           smallint,
	centre_id       text REFERENCES centre,
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	text_sha256     char(64) NOT NULL,
	given_by        text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	given_at        timestamptz NOT NULL,
	ended_at        timestamptz,
	ended_how       text CHECK (ended_how IN ('withdrawn', 'changed')),
	ended_by        text REFERENCES "user" ON DELETE SET NULL,
	ended_called    text NOT NULL DEFAULT '',
	CHECK ((party IS NULL) <> (centre_id IS NULL)),
	CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
COMMENT ON COLUMN story_consent.ended_how IS 'changed: the words were changed after it was given';
CREATE UNIQUE INDEX story_consent_of_party ON story_consent (story_id, party) WHERE ended_at IS NULL AND party IS NOT NULL;
CREATE UNIQUE INDEX story_consent_of_centre ON story_consent (story_id, centre_id) WHERE ended_at IS NULL AND centre_id IS NOT NULL;
CREATE INDEX ON story_consent (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON story_consent (centre_id) WHERE centre_id IS NOT NULL;
CREATE INDEX ON story_consent (given_by) WHERE given_by IS NOT NULL;
CREATE INDEX ON story_consent (ended_by) WHERE ended_by IS NOT NULL;

-- What the public reads: a copy of the words that everybody consented to.
CREATE TABLE published_story (
	story_id        uuid PRIMARY KEY REFERENCES success_story ON DELETE CASCADE,
	number          bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
	titles          jsonb NOT NULL,
	bodies          jsonb NOT NULL,
	parties         jsonb NOT NULL,
	countries       text[] NOT NULL,
	area            text,
	year            integer NOT NULL,
	text_sha256     char(64) NOT NULL,
	published_at    timestamptz NOT NULL,
	is_sample       boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN published_story.parties IS 'Each party: country, names, and its own text';

-- Whose consent to the words as they stand is missing still: of every party, and of every centre that advises one and is none itself.
CREATE FUNCTION story_consents_missing(story uuid) RETURNS TABLE (party smallint, centre_id text) LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY
		SELECT p.position, NULL::text
		FROM success_story s JOIN agreement_party p ON p.agreement_id = s.agreement_id
		WHERE s.id = story_consents_missing.story AND NOT EXISTS (
			SELECT FROM story_consent c WHERE c.story_id = s.id AND c.party = p.position AND c.ended_at IS NULL AND c.text_sha256 = s.text_sha256
				AND c.organisation_id IS NOT DISTINCT FROM p.organisation_id AND (p.organisation_id IS NOT NULL OR p.centre_id IS NOT NULL))
		UNION ALL
		SELECT DISTINCT NULL::smallint, p.adviser_centre_id
		FROM success_story s JOIN agreement_party p ON p.agreement_id = s.agreement_id
		WHERE s.id = story_consents_missing.story AND p.adviser_centre_id IS NOT NULL
			AND NOT EXISTS (SELECT FROM agreement_party o WHERE o.agreement_id = s.agreement_id AND o.centre_id = p.adviser_centre_id)
			AND NOT EXISTS (SELECT FROM story_consent c WHERE c.story_id = s.id AND c.centre_id = p.adviser_centre_id AND c.ended_at IS NULL AND c.text_sha256 = s.text_sha256);
	PERFORM mitra_act_as_operator(before);
END $$;

-- The second wall: no line of code publishes what somebody has not consented to.
CREATE FUNCTION story_needs_consent() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	sound boolean;
BEGIN
	sound := EXISTS (SELECT FROM success_story s WHERE s.id = NEW.story_id AND s.text_sha256 = NEW.text_sha256) AND NOT EXISTS (SELECT FROM story_consents_missing(NEW.story_id));
	PERFORM mitra_act_as_operator(before);
	IF NOT sound THEN RAISE EXCEPTION 'A story is published with the consent of every party and of their centres' USING ERRCODE = 'insufficient_privilege'; END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER story_needs_consent BEFORE INSERT OR UPDATE ON published_story FOR EACH ROW EXECUTE FUNCTION story_needs_consent();

-- A consent that ends takes the story off the public pages at once: also where an organisation is erased that had given it.
CREATE FUNCTION story_consent_ended() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text;
BEGIN
	IF TG_OP = 'UPDATE' AND NOT (OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL) AND NOT (OLD.organisation_id IS NOT NULL AND NEW.organisation_id IS NULL) THEN
		RETURN NULL;
	END IF;
	before := mitra_act_as_operator('on');
	DELETE FROM published_story p WHERE p.story_id = OLD.story_id;
	UPDATE success_story s SET state = 'withdrawn', version = s.version + 1 WHERE s.id = OLD.story_id AND s.state = 'published';
	PERFORM mitra_act_as_operator(before);
	RETURN NULL;
END $$;
CREATE TRIGGER story_consent_ended AFTER UPDATE OR DELETE ON story_consent FOR EACH ROW EXECUTE FUNCTION story_consent_ended();

-- Walls: those who are in the agreement.
ALTER TABLE project ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON project USING (mitra_in_agreement(agreement_id));
ALTER TABLE project_milestone ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON project_milestone USING (EXISTS (SELECT FROM project p WHERE p.id = project_id));
ALTER TABLE project_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON project_report USING (EXISTS (SELECT FROM project p WHERE p.id = project_id));
ALTER TABLE outcome ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON outcome USING (mitra_in_agreement(agreement_id));
ALTER TABLE success_story ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON success_story USING (mitra_in_agreement(agreement_id));
ALTER TABLE story_text ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON story_text USING (EXISTS (SELECT FROM success_story s WHERE s.id = story_id));
ALTER TABLE story_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON story_consent USING (EXISTS (SELECT FROM success_story s WHERE s.id = story_id));
