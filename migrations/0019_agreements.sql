-- Terms that two sides offer each other, and the agreements that come of them: documents, reviews, signatures, consents, register
-- and figures. Contents are read and written by those who are in the docking, or in the agreement, only.

-- An offer is never changed: who wants other terms makes another. Numbers count within a docking.
CREATE TABLE terms_offer (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	number          smallint NOT NULL CHECK (number BETWEEN 1 AND 999),
	side            text NOT NULL CHECK (side IN ('offering', 'seeking')),
	state           text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'countered', 'accepted', 'refused', 'withdrawn')),
	terms           jsonb NOT NULL CHECK (jsonb_typeof(terms) = 'object' AND pg_column_size(terms) < 120000),
	terms_sha256    bytea NOT NULL CHECK (octet_length(terms_sha256) = 32),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	language        text NOT NULL,
	answers_number  smallint,
	made_by         text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL,
	made_at         timestamptz NOT NULL,
	answered_by     text REFERENCES "user" ON DELETE SET NULL,
	answered_called text NOT NULL DEFAULT '',
	answered_at     timestamptz,
	answer_words    text NOT NULL DEFAULT '' CHECK (char_length(answer_words) <= 1000),
	answer_language text,
	UNIQUE (docking_id, number),
	CHECK ((state = 'open') = (answered_at IS NULL))
);
COMMENT ON COLUMN terms_offer.terms_sha256 IS 'Of the terms as jsonb writes itself: what was accepted can be shown to be what was offered';
CREATE UNIQUE INDEX terms_offer_one_open ON terms_offer (docking_id) WHERE state = 'open';
CREATE INDEX ON terms_offer (made_by) WHERE made_by IS NOT NULL;
CREATE INDEX ON terms_offer (answered_by) WHERE answered_by IS NOT NULL;

CREATE FUNCTION terms_offer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.terms_sha256 := sha256(convert_to(NEW.terms::text, 'UTF8'));
		RETURN NEW;
	END IF;
	IF (NEW.docking_id, NEW.number, NEW.side, NEW.terms, NEW.terms_sha256, NEW.words, NEW.language, NEW.made_at)
		IS DISTINCT FROM (OLD.docking_id, OLD.number, OLD.side, OLD.terms, OLD.terms_sha256, OLD.words, OLD.language, OLD.made_at)
		OR (OLD.state <> 'open' AND NEW.state <> OLD.state)
	THEN
		RAISE EXCEPTION 'An offer stays as it was made, and an answer as it was given' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER terms_offer_stands BEFORE INSERT OR UPDATE ON terms_offer FOR EACH ROW EXECUTE FUNCTION terms_offer_stands();

-- Whether a centre wants a legal adviser to read every agreement of its members before it may be signed, and who that is; with
-- nobody named, an officer of the centre reads it.
CREATE TABLE agreement_centre (
	centre_id       text PRIMARY KEY REFERENCES centre ON DELETE CASCADE,
	legal_review    boolean NOT NULL DEFAULT false,
	adviser_id      text REFERENCES "user" ON DELETE SET NULL,
	updated_by      text REFERENCES "user" ON DELETE SET NULL,
	updated_at      timestamptz NOT NULL
);
CREATE INDEX ON agreement_centre (adviser_id) WHERE adviser_id IS NOT NULL;
CREATE INDEX ON agreement_centre (updated_by) WHERE updated_by IS NOT NULL;

CREATE TABLE agreement_year (
	year            integer PRIMARY KEY,
	last            integer NOT NULL CHECK (last > 0)
);
CREATE FUNCTION next_agreement_reference(of_year integer) RETURNS text LANGUAGE sql AS $$
	INSERT INTO agreement_year AS y (year, last) VALUES (of_year, 1) ON CONFLICT (year) DO UPDATE SET last = y.last + 1
	RETURNING 'A-' || year || '-' || lpad(last::text, greatest(4, length(last::text)), '0');
$$;

CREATE TABLE agreement (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	reference       text NOT NULL UNIQUE CHECK (reference ~ '^A-\d{4}-\d{4,7}$'),
	docking_id      uuid REFERENCES docking ON DELETE SET NULL,
	from_docking    boolean NOT NULL,
	offer_id        uuid REFERENCES terms_offer ON DELETE SET NULL,
	trade_id        uuid,
	kind            text NOT NULL CHECK (kind IN
		('memorandum', 'co-operation', 'licence', 'assignment', 'joint-venture', 'joint-rd', 'joint-laboratory', 'demonstration-base', 'training', 'service')),
	state           text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'legal-review', 'ready', 'signing', 'signed', 'ended', 'abandoned')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	titles          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(titles) = 'object' AND pg_column_size(titles) < 8000),
	languages       text[] NOT NULL CHECK (languages <@ ARRAY['en', 'zh'] AND cardinality(languages) BETWEEN 1 AND 2),
	prevailing      text CHECK (prevailing IN ('en', 'zh', 'equal')),
	area            text,
	starts_on       date,
	ends_on         date,
	value_minor     bigint CHECK (value_minor >= 0),
	currency        char(3) CHECK (currency ~ '^[A-Z]{3}$'),
	content         jsonb NOT NULL CHECK (jsonb_typeof(content) = 'object' AND pg_column_size(content) < 400000),
	frozen          jsonb,
	frozen_sha256   bytea CHECK (octet_length(frozen_sha256) = 32),
	frozen_at       timestamptz,
	signed_on       date,
	signed_at_place text NOT NULL DEFAULT '' CHECK (char_length(signed_at_place) <= 200),
	occasion        text NOT NULL DEFAULT '' CHECK (char_length(occasion) <= 200),
	countries       text[] NOT NULL DEFAULT '{}',
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL,
	is_sample       boolean NOT NULL DEFAULT false,
	CHECK ((value_minor IS NULL) = (currency IS NULL)),
	CHECK (ends_on >= starts_on OR state = 'draft'),
	CHECK (state NOT IN ('ready', 'signing', 'signed', 'ended') OR (frozen IS NOT NULL AND frozen_sha256 IS NOT NULL)),
	CHECK (state NOT IN ('signing', 'signed', 'ended') OR signed_on IS NOT NULL)
);
COMMENT ON COLUMN agreement.value_minor IS 'What is paid whatever is sold, in minor units of the currency';
COMMENT ON COLUMN agreement.frozen IS 'The text as it was put up for signature, whole: what templates say later does not change it';
CREATE INDEX ON agreement (docking_id, created_at DESC) WHERE docking_id IS NOT NULL;
CREATE INDEX ON agreement (offer_id) WHERE offer_id IS NOT NULL;
CREATE INDEX ON agreement (trade_id) WHERE trade_id IS NOT NULL;
CREATE INDEX ON agreement (created_by) WHERE created_by IS NOT NULL;

CREATE FUNCTION agreement_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF OLD.state IN ('ready', 'signing', 'signed', 'ended') AND NEW.state <> 'draft' AND
		(NEW.kind, NEW.titles, NEW.languages, NEW.prevailing, NEW.area, NEW.starts_on, NEW.ends_on, NEW.value_minor, NEW.currency, NEW.content, NEW.frozen, NEW.frozen_sha256)
		IS DISTINCT FROM
		(OLD.kind, OLD.titles, OLD.languages, OLD.prevailing, OLD.area, OLD.starts_on, OLD.ends_on, OLD.value_minor, OLD.currency, OLD.content, OLD.frozen, OLD.frozen_sha256)
	THEN
		RAISE EXCEPTION 'The text of an agreement stands from when it is put up for signature' USING ERRCODE = 'insufficient_privilege';
	END IF;
	IF OLD.state IN ('signed', 'ended') AND (NEW.state NOT IN ('signed', 'ended') OR (NEW.signed_on, NEW.countries) IS DISTINCT FROM (OLD.signed_on, OLD.countries)) THEN
		RAISE EXCEPTION 'What is signed stays signed' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER agreement_stands BEFORE UPDATE ON agreement FOR EACH ROW EXECUTE FUNCTION agreement_stands();

CREATE TABLE agreement_party (
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	position        smallint NOT NULL CHECK (position BETWEEN 0 AND 5),
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	centre_id       text REFERENCES centre,
	adviser_centre_id text REFERENCES centre,
	names           jsonb NOT NULL CHECK (jsonb_typeof(names) = 'array' AND pg_column_size(names) < 8000),
	country         char(2) NOT NULL,
	side            text CHECK (side IN ('offering', 'seeking')),
	share_bp        integer CHECK (share_bp BETWEEN 0 AND 10000),
	signatory       text NOT NULL DEFAULT '' CHECK (char_length(signatory) <= 120),
	signatory_title text NOT NULL DEFAULT '' CHECK (char_length(signatory_title) <= 120),
	authority       text CHECK (authority IN ('legal-representative', 'power-of-attorney', 'none')),
	authority_words text NOT NULL DEFAULT '' CHECK (char_length(authority_words) <= 300),
	register_fields text[] NOT NULL DEFAULT '{}' CHECK (register_fields <@ ARRAY['title', 'parties', 'kind', 'area', 'countries', 'date']),
	register_by     text REFERENCES "user" ON DELETE SET NULL,
	register_at     timestamptz,
	touched_at      timestamptz NOT NULL,
	PRIMARY KEY (agreement_id, position)
);
COMMENT ON COLUMN agreement_party.names IS 'As the party is called in the document, so that the record stays whole when it goes';
COMMENT ON COLUMN agreement_party.adviser_centre_id IS 'The centre whose officers advise this party; that of a centre is itself';
CREATE INDEX agreement_party_of_organisation ON agreement_party (organisation_id, touched_at DESC, agreement_id DESC);
CREATE INDEX agreement_party_of_centre ON agreement_party (adviser_centre_id, touched_at DESC, agreement_id DESC);
CREATE INDEX ON agreement_party (centre_id) WHERE centre_id IS NOT NULL;
CREATE INDEX ON agreement_party (register_by) WHERE register_by IS NOT NULL;

CREATE FUNCTION agreement_mirrored() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	UPDATE agreement_party SET touched_at = NEW.updated_at WHERE agreement_id = NEW.id;
	PERFORM mitra_act_as_operator(before);
	RETURN NULL;
END $$;
CREATE TRIGGER agreement_mirrored AFTER UPDATE OF updated_at ON agreement FOR EACH ROW EXECUTE FUNCTION agreement_mirrored();

-- The signed document as it was scanned. One that the other party disputes is put aside, not taken out.
CREATE TABLE agreement_scan (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	sha256          char(64) NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL,
	size            bigint NOT NULL CHECK (size > 0),
	position        smallint,
	uploaded_by     text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL,
	disputed_at     timestamptz
);
COMMENT ON COLUMN agreement_scan.position IS 'The party that put it in; null where an officer attests it';
CREATE INDEX ON agreement_scan (agreement_id, at DESC);
CREATE UNIQUE INDEX agreement_scan_one ON agreement_scan (agreement_id) WHERE disputed_at IS NULL;
CREATE INDEX ON agreement_scan (sha256);
CREATE INDEX ON agreement_scan (uploaded_by) WHERE uploaded_by IS NOT NULL;

CREATE TABLE agreement_step (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	step            text NOT NULL CHECK (step ~ '^[a-z-]{2,40}$'),
	state           text NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	language        text NOT NULL,
	by              text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	at              timestamptz NOT NULL
);
CREATE INDEX ON agreement_step (agreement_id, id DESC);
CREATE INDEX ON agreement_step (by) WHERE by IS NOT NULL;

CREATE TABLE agreement_review (
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	centre_id       text NOT NULL REFERENCES centre,
	state           text NOT NULL CHECK (state IN ('asked', 'approved', 'returned')),
	asked_at        timestamptz NOT NULL,
	answered_by     text REFERENCES "user" ON DELETE SET NULL,
	answered_at     timestamptz,
	PRIMARY KEY (agreement_id, centre_id)
);
CREATE INDEX ON agreement_review (centre_id, asked_at) WHERE state = 'asked';
CREATE INDEX ON agreement_review (answered_by) WHERE answered_by IS NOT NULL;

-- Who may use a party's name, logo or badge, for what and until when: asked by another party, answered by its own.
CREATE TABLE mark_consent (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	agreement_id    uuid NOT NULL REFERENCES agreement ON DELETE CASCADE,
	owner_position  smallint NOT NULL,
	user_position   smallint NOT NULL,
	marks           text[] NOT NULL CHECK (marks <@ ARRAY['name', 'logo', 'badge'] AND cardinality(marks) BETWEEN 1 AND 3),
	purpose         text NOT NULL CHECK (char_length(purpose) BETWEEN 1 AND 500),
	language        text NOT NULL,
	state           text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'granted', 'refused', 'withdrawn', 'expired')),
	expires_on      date NOT NULL,
	asked_by        text REFERENCES "user" ON DELETE SET NULL,
	asked_at        timestamptz NOT NULL,
	answered_by     text REFERENCES "user" ON DELETE SET NULL,
	answered_at     timestamptz,
	CHECK (owner_position <> user_position)
);
CREATE INDEX ON mark_consent (agreement_id, asked_at DESC);
CREATE INDEX ON mark_consent (expires_on) WHERE state IN ('asked', 'granted');
CREATE INDEX ON mark_consent (asked_by) WHERE asked_by IS NOT NULL;
CREATE INDEX ON mark_consent (answered_by) WHERE answered_by IS NOT NULL;

-- What all parties let the public see, and nothing else of an agreement.
CREATE TABLE agreement_register (
	agreement_id    uuid PRIMARY KEY REFERENCES agreement ON DELETE CASCADE,
	number          bigint NOT NULL UNIQUE GENERATED ALWAYS AS IDENTITY,
	titles          jsonb,
	parties         jsonb,
	kind            text,
	area            text,
	countries       text[],
	signed_on       date,
	year            integer GENERATED ALWAYS AS (date_part('year', signed_on)::integer) STORED,
	is_sample       boolean NOT NULL DEFAULT false
);
COMMENT ON COLUMN agreement_register.number IS 'The order of the public list: of entering it, which tells no date';
CREATE INDEX ON agreement_register (kind, number DESC);
CREATE INDEX ON agreement_register (area, number DESC);
CREATE INDEX ON agreement_register (year, number DESC);

-- Signed agreements counted by what figures ask for: no contents, and no line of a single agreement beside its numbers.
CREATE TABLE agreement_figure (
	year            integer NOT NULL,
	kind            text NOT NULL,
	area            text NOT NULL,
	pair            text NOT NULL,
	currency        text NOT NULL,
	agreements      integer NOT NULL CHECK (agreements >= 0),
	value_minor     numeric(30, 0) NOT NULL CHECK (value_minor >= 0),
	PRIMARY KEY (year, kind, area, pair, currency)
);
COMMENT ON COLUMN agreement_figure.pair IS 'The countries of the parties, each once, in the order of their codes: CN-VN';
COMMENT ON COLUMN agreement_figure.currency IS 'Empty where no value is stated';

CREATE FUNCTION agreement_counted() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	was boolean := TG_OP <> 'INSERT' AND OLD.state IN ('signed', 'ended');
	stands boolean := TG_OP <> 'DELETE' AND NEW.state IN ('signed', 'ended');
	a agreement := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
	step integer := stands::integer - was::integer;
BEGIN
	IF step = 0 THEN RETURN NULL; END IF;
	INSERT INTO agreement_figure AS f (year, kind, area, pair, currency, agreements, value_minor)
		VALUES (date_part('year', a.signed_on)::integer, a.kind, coalesce(a.area, ''), array_to_string(a.countries, '-'), coalesce(a.currency, ''), greatest(step, 0), greatest(step, 0) * coalesce(a.value_minor, 0))
		ON CONFLICT (year, kind, area, pair, currency) DO UPDATE SET agreements = f.agreements + step, value_minor = f.value_minor + step * coalesce(a.value_minor, 0);
	RETURN NULL;
END $$;
CREATE TRIGGER agreement_counted AFTER INSERT OR UPDATE OF state OR DELETE ON agreement FOR EACH ROW EXECUTE FUNCTION agreement_counted();

-- Walls. Of a docking: those in it. From scratch: who writes for a party, and the officers of the centres that advise parties. The
-- legal adviser of a centre that was asked reads it too.
CREATE FUNCTION mitra_in_agreement(agreement uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
	of_docking uuid;
	docked boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	SELECT a.docking_id, a.from_docking INTO of_docking, docked FROM agreement a WHERE a.id = mitra_in_agreement.agreement;
	found := EXISTS (
		SELECT FROM agreement_review r JOIN agreement_centre c ON c.centre_id = r.centre_id
		WHERE r.agreement_id = mitra_in_agreement.agreement AND c.legal_review AND c.adviser_id = mitra_user());
	IF NOT found AND NOT docked THEN
		found := EXISTS (
			SELECT FROM agreement_party p JOIN membership m
				ON (m.organisation_id = p.organisation_id AND m.role IN ('owner', 'editor')) OR (m.centre_id = p.adviser_centre_id AND m.role IN ('officer', 'secretariat'))
			WHERE p.agreement_id = mitra_in_agreement.agreement AND m.user_id = mitra_user());
	END IF;
	PERFORM mitra_act_as_operator(before);
	RETURN found OR (of_docking IS NOT NULL AND mitra_in_docking(of_docking));
END $$;

ALTER TABLE terms_offer ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON terms_offer USING (mitra_in_docking(docking_id));
ALTER TABLE agreement ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON agreement USING (mitra_in_agreement(id));
ALTER TABLE agreement_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON agreement_party USING (mitra_in_agreement(agreement_id));
ALTER TABLE agreement_scan ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON agreement_scan USING (mitra_in_agreement(agreement_id));
ALTER TABLE agreement_step ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON agreement_step USING (mitra_in_agreement(agreement_id));
ALTER TABLE agreement_review ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON agreement_review USING (mitra_in_agreement(agreement_id));
ALTER TABLE mark_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON mark_consent USING (mitra_in_agreement(agreement_id));
