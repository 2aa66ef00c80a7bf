-- What the parties of a docking show one another in confidence: files with versions and a record of every opening, and the
-- non-disclosure agreement whose two signatures open the confidential sections of the listings and the confidential files.

CREATE TABLE docking_nda (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	number          smallint NOT NULL CHECK (number > 0),
	kind            text NOT NULL CHECK (kind IN ('template', 'uploaded')),
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'half_signed', 'in_force', 'declined', 'withdrawn', 'ended')),
	languages       text[] NOT NULL CHECK (cardinality(languages) BETWEEN 1 AND 2),
	prevailing      text NOT NULL,
	years           smallint NOT NULL CHECK (years BETWEEN 1 AND 20),
	document        jsonb,
	document_hash   char(64) NOT NULL CHECK (document_hash ~ '^[0-9a-f]{64}$'),
	name            text CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text,
	bytes           bigint CHECK (bytes > 0),
	sha256          char(64),
	proposed_side   text NOT NULL CHECK (proposed_side IN ('offering', 'seeking', 'officers')),
	proposed_by     text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	proposed_at     timestamptz NOT NULL,
	in_force_at     timestamptz,
	until           timestamptz,
	closed_at       timestamptz,
	closed_by       text REFERENCES "user" ON DELETE SET NULL,
	closed_called   text NOT NULL DEFAULT '',
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	words_language  text,
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	UNIQUE (docking_id, number),
	CHECK (prevailing = ANY (languages)),
	CHECK ((kind = 'template') = (document IS NOT NULL)),
	CHECK ((kind = 'uploaded') = (sha256 IS NOT NULL)),
	CHECK ((sha256 IS NULL) = (name IS NULL) AND (sha256 IS NULL) = (media_type IS NULL) AND (sha256 IS NULL) = (bytes IS NULL)),
	CHECK (kind = 'template' OR document_hash = sha256),
	CHECK (state NOT IN ('in_force', 'ended') OR (in_force_at IS NOT NULL AND until > in_force_at)),
	CHECK ((closed_at IS NOT NULL) = (state IN ('declined', 'withdrawn', 'ended')))
);
COMMENT ON TABLE docking_nda IS 'The non-disclosure agreement of a docking; what was proposed is never changed, only signed or closed';
COMMENT ON COLUMN docking_nda.document IS 'From the network''s template, as it was shown: one text for each language';
COMMENT ON COLUMN docking_nda.document_hash IS 'SHA-256 of the document as plain text (confidence/nda/nda-text.ts), or of the uploaded file';
CREATE UNIQUE INDEX docking_nda_one_open ON docking_nda (docking_id) WHERE state IN ('proposed', 'half_signed', 'in_force');
CREATE INDEX docking_nda_until ON docking_nda (until) WHERE state = 'in_force';
CREATE INDEX ON docking_nda (proposed_by) WHERE proposed_by IS NOT NULL;
CREATE INDEX ON docking_nda (closed_by) WHERE closed_by IS NOT NULL;

CREATE FUNCTION docking_nda_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.docking_id, NEW.number, NEW.kind, NEW.languages, NEW.prevailing, NEW.years, NEW.document, NEW.document_hash, NEW.name, NEW.sha256, NEW.proposed_side, NEW.proposed_at)
		IS DISTINCT FROM (OLD.docking_id, OLD.number, OLD.kind, OLD.languages, OLD.prevailing, OLD.years, OLD.document, OLD.document_hash, OLD.name, OLD.sha256, OLD.proposed_side, OLD.proposed_at) THEN
		RAISE EXCEPTION 'What was proposed for signature stays as it is' USING ERRCODE = 'insufficient_privilege';
	END IF;
	IF OLD.state IN ('declined', 'withdrawn', 'ended') AND NEW.state <> OLD.state THEN
		RAISE EXCEPTION 'A closed agreement stays closed' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER docking_nda_stands BEFORE UPDATE ON docking_nda FOR EACH ROW EXECUTE FUNCTION docking_nda_stands();

-- One a side; nobody changes it. The name of who signed stays when the account goes: the other party holds a contract.
CREATE TABLE docking_nda_signature (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	nda_id          uuid NOT NULL REFERENCES docking_nda ON DELETE CASCADE,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	side            text NOT NULL CHECK (side IN ('offering', 'seeking')),
	organisation    jsonb NOT NULL,
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	signatory       text NOT NULL CHECK (char_length(signatory) BETWEEN 1 AND 120),
	capacity        text NOT NULL CHECK (char_length(capacity) BETWEEN 1 AND 120),
	method          text NOT NULL CHECK (method IN ('typed', 'drawn', 'scan')),
	drawing         text CHECK (char_length(drawing) <= 20000 AND drawing ~ '^[ML0-9 ]+$'),
	name            text CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text,
	bytes           bigint CHECK (bytes > 0),
	sha256          char(64),
	document_hash   char(64) NOT NULL,
	signed_from     text NOT NULL DEFAULT '' CHECK (char_length(signed_from) <= 60),
	signed_at       timestamptz NOT NULL,
	UNIQUE (nda_id, side),
	CHECK ((method = 'drawn') = (drawing IS NOT NULL)),
	CHECK ((method = 'scan') = (sha256 IS NOT NULL)),
	CHECK ((sha256 IS NULL) = (name IS NULL) AND (sha256 IS NULL) = (media_type IS NULL) AND (sha256 IS NULL) = (bytes IS NULL))
);
COMMENT ON COLUMN docking_nda_signature.drawing IS 'Lines of a pen in a box of 600 x 200: M x y L x y ...';
COMMENT ON COLUMN docking_nda_signature.signed_from IS 'The network address from which it was signed, whole: it is evidence for both parties';
CREATE INDEX ON docking_nda_signature (docking_id);
CREATE INDEX ON docking_nda_signature (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE docking_file (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	side            text NOT NULL CHECK (side IN ('offering', 'seeking', 'officers')),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	disclosure      text NOT NULL CHECK (disclosure IN ('own', 'parties', 'confidential')),
	as_it_is        boolean NOT NULL DEFAULT false,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	created_at      timestamptz NOT NULL,
	touched_at      timestamptz NOT NULL,
	removed_at      timestamptz,
	removed_by      text REFERENCES "user" ON DELETE SET NULL,
	CHECK ((side = 'officers') = (organisation_id IS NULL))
);
COMMENT ON COLUMN docking_file.disclosure IS 'own: the side that added it; parties: everybody in the docking; confidential: the others only once the NDA is in force';
COMMENT ON COLUMN docking_file.as_it_is IS 'The owner allows that a file which cannot carry a mark is handed out without one';
CREATE INDEX ON docking_file (docking_id, touched_at DESC);
CREATE INDEX ON docking_file (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON docking_file (created_by) WHERE created_by IS NOT NULL;
CREATE INDEX ON docking_file (removed_by) WHERE removed_by IS NOT NULL;

CREATE TABLE docking_file_version (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	file_id         uuid NOT NULL REFERENCES docking_file ON DELETE CASCADE,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	number          integer NOT NULL CHECK (number > 0),
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL,
	bytes           bigint NOT NULL CHECK (bytes > 0),
	sha256          char(64) NOT NULL,
	unmarkable      text CHECK (unmarkable IN ('kind', 'encrypted', 'broken', 'too-much')),
	remark          text NOT NULL DEFAULT '' CHECK (char_length(remark) <= 500),
	remark_language text,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	created_at      timestamptz NOT NULL,
	UNIQUE (file_id, number)
);
COMMENT ON COLUMN docking_file_version.unmarkable IS 'Why it cannot carry the reader''s name; null where it can';
CREATE INDEX ON docking_file_version (docking_id);
CREATE INDEX ON docking_file_version (sha256);
CREATE INDEX ON docking_file_version (created_by) WHERE created_by IS NOT NULL;

-- Who opened which version when, and the code that stands in the copy.
CREATE TABLE docking_file_opening (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	docking_id      uuid NOT NULL REFERENCES docking ON DELETE CASCADE,
	file_id         uuid NOT NULL REFERENCES docking_file ON DELETE CASCADE,
	version_id      uuid REFERENCES docking_file_version ON DELETE SET NULL,
	number          integer NOT NULL,
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	called          text NOT NULL DEFAULT '',
	side            text NOT NULL CHECK (side IN ('offering', 'seeking', 'officers')),
	marked          boolean NOT NULL,
	code            text NOT NULL UNIQUE CHECK (code ~ '^[0-9A-Z]{4}-[0-9A-Z]{4}$'),
	place           text CHECK (char_length(place) <= 60),
	at              timestamptz NOT NULL
);
CREATE INDEX ON docking_file_opening (file_id, id DESC);
CREATE INDEX ON docking_file_opening (docking_id, id DESC);
CREATE INDEX ON docking_file_opening (version_id) WHERE version_id IS NOT NULL;
CREATE INDEX ON docking_file_opening (person_id) WHERE person_id IS NOT NULL;

-- Whether both sides have signed the very same document and it holds still. The state that the application keeps is not enough:
-- the two signatures are looked at.
CREATE FUNCTION mitra_nda_in_force(docking uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	found_one boolean;
BEGIN
	found_one := EXISTS (
		SELECT FROM docking_nda n
		JOIN docking d ON d.id = n.docking_id AND d.state <> 'stopped'
		JOIN docking_nda_signature a ON a.nda_id = n.id AND a.side = 'offering' AND a.document_hash = n.document_hash
		JOIN docking_nda_signature b ON b.nda_id = n.id AND b.side = 'seeking' AND b.document_hash = n.document_hash
		WHERE n.docking_id = mitra_nda_in_force.docking AND n.state = 'in_force' AND n.until > now());
	PERFORM mitra_act_as_operator(before);
	RETURN found_one;
END $$;
COMMENT ON FUNCTION mitra_nda_in_force(uuid) IS 'Whether what is confidential in a docking is open to everybody in it';

-- Whether the person who asks speaks for a side: its contact person, who writes for the organisation. Such a person alone signs.
CREATE FUNCTION mitra_speaks_for(docking uuid, of_side text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	found_one boolean;
BEGIN
	found_one := EXISTS (
		SELECT FROM docking_person p
		JOIN docking_party o ON o.docking_id = p.docking_id AND o.side = p.side
		JOIN membership m ON m.user_id = p.person_id AND m.organisation_id = o.organisation_id AND m.role IN ('owner', 'editor')
		WHERE p.docking_id = mitra_speaks_for.docking AND p.side = of_side AND p.person_id = mitra_user());
	PERFORM mitra_act_as_operator(before);
	RETURN found_one;
END $$;

-- Whether a file of a docking is open to the person who asks.
CREATE FUNCTION mitra_reads_docking_file(docking uuid, of_side text, disclosure text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE own text := mitra_docking_side(docking);
BEGIN
	RETURN mitra_is_operator() OR CASE
		WHEN own IS NULL THEN false
		WHEN own = of_side THEN true
		WHEN disclosure = 'parties' THEN true
		WHEN disclosure = 'confidential' THEN mitra_nda_in_force(docking)
		ELSE false
	END;
END $$;

ALTER TABLE docking_nda ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_nda FOR SELECT USING (mitra_in_docking(docking_id));
CREATE POLICY proposed ON docking_nda FOR INSERT WITH CHECK (mitra_is_operator()
	OR (state = 'proposed' AND proposed_by = mitra_user() AND proposed_side = mitra_docking_side(docking_id)));
CREATE POLICY goes_on ON docking_nda FOR UPDATE USING (mitra_in_docking(docking_id));

ALTER TABLE docking_nda_signature ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON docking_nda_signature FOR SELECT USING (mitra_in_docking(docking_id));
-- Nobody signs for another, for the other side, or another document than the one that is proposed.
CREATE POLICY own ON docking_nda_signature FOR INSERT WITH CHECK (mitra_is_operator() OR (
	person_id = mitra_user() AND mitra_speaks_for(docking_id, side) AND EXISTS (
		SELECT FROM docking_nda n WHERE n.id = nda_id AND n.docking_id = docking_nda_signature.docking_id
			AND n.document_hash = docking_nda_signature.document_hash AND n.state IN ('proposed', 'half_signed'))));

ALTER TABLE docking_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_disclosure ON docking_file FOR SELECT USING (mitra_reads_docking_file(docking_id, side, disclosure));
CREATE POLICY own_side ON docking_file FOR INSERT WITH CHECK (mitra_is_operator() OR side = mitra_docking_side(docking_id));
CREATE POLICY own_side_too ON docking_file FOR UPDATE USING (mitra_is_operator() OR side = mitra_docking_side(docking_id));
ALTER TABLE docking_file_version ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_file ON docking_file_version FOR SELECT USING (EXISTS (SELECT FROM docking_file f WHERE f.id = file_id));
CREATE FUNCTION mitra_owns_docking_file(file uuid, docking uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
	SELECT EXISTS (SELECT FROM docking_file f WHERE f.id = file AND f.docking_id = docking AND (mitra_is_operator() OR f.side = mitra_docking_side(docking)));
$$;
-- A version is added or taken away as a whole; only the operator changes one, to take a name off.
CREATE POLICY own_side ON docking_file_version FOR INSERT WITH CHECK (mitra_owns_docking_file(file_id, docking_id));
CREATE POLICY own_side_too ON docking_file_version FOR DELETE USING (mitra_owns_docking_file(file_id, docking_id));
CREATE POLICY stays ON docking_file_version FOR UPDATE USING (mitra_is_operator());
ALTER TABLE docking_file_opening ENABLE ROW LEVEL SECURITY;
-- The side whose file it is reads who opened it; everybody what he or she opened.
CREATE POLICY own_side ON docking_file_opening FOR SELECT USING (mitra_is_operator()
	OR (person_id = mitra_user() AND mitra_in_docking(docking_id))
	OR EXISTS (SELECT FROM docking_file f WHERE f.id = file_id AND f.side = mitra_docking_side(f.docking_id)));
CREATE POLICY own ON docking_file_opening FOR INSERT WITH CHECK (mitra_is_operator() OR (person_id = mitra_user()
	AND side = mitra_docking_side(docking_id) AND EXISTS (SELECT FROM docking_file_version v WHERE v.id = version_id AND v.docking_id = docking_file_opening.docking_id)));
CREATE POLICY stays ON docking_file_opening FOR UPDATE USING (mitra_is_operator());

-- That there are confidential files is said to everybody in a docking, and how many; not what they are called.
CREATE FUNCTION docking_withheld_files(docking uuid) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	own text := mitra_docking_side(docking);
	before text;
	n bigint;
BEGIN
	IF own IS NULL OR mitra_nda_in_force(docking) THEN RETURN 0; END IF;
	before := mitra_act_as_operator('on');
	SELECT count(*) INTO n FROM docking_file f
		WHERE f.docking_id = docking_withheld_files.docking AND f.disclosure = 'confidential' AND f.side <> own AND f.removed_at IS NULL;
	PERFORM mitra_act_as_operator(before);
	RETURN n;
END $$;

-- What is found in the text of a file is open to whom the file is open to.
ALTER TABLE room_text ADD FOREIGN KEY (file_id) REFERENCES docking_file_version ON DELETE CASCADE;
ALTER TABLE room_file_reading ADD FOREIGN KEY (file_id) REFERENCES docking_file_version ON DELETE CASCADE;
DROP POLICY inside ON room_text;
CREATE POLICY inside ON room_text USING (mitra_in_docking(docking_id)
	AND (file_id IS NULL OR mitra_is_operator() OR EXISTS (SELECT FROM docking_file_version v WHERE v.id = room_text.file_id)));

-- How far a listing is open to the person who asks through a docking: 'confidential' where the NDA is in force, 'parties' to its
-- advisers meanwhile, null where there is none. (The other party's people have the sections for parties by listing_introduced_to.)
CREATE FUNCTION mitra_listing_opening(listing uuid) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	about uuid[];
	one uuid;
	found_one text;
BEGIN
	IF mitra_user() IS NULL THEN RETURN NULL; END IF;
	before := mitra_act_as_operator('on');
	about := ARRAY(SELECT d.id FROM docking d WHERE d.offer_listing_id = listing AND d.state <> 'stopped'
		UNION SELECT d.id FROM docking d WHERE d.need_listing_id = listing AND d.state <> 'stopped');
	PERFORM mitra_act_as_operator('');
	FOREACH one IN ARRAY about LOOP
		CONTINUE WHEN mitra_docking_side(one) IS NULL;
		found_one := 'parties';
		IF mitra_nda_in_force(one) THEN found_one := 'confidential'; EXIT; END IF;
	END LOOP;
	PERFORM mitra_act_as_operator(before);
	RETURN found_one;
END $$;

-- As in 0010, and through a docking.
CREATE OR REPLACE FUNCTION mitra_reads(listing uuid, disclosure text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT CASE
		WHEN disclosure = 'public' OR mitra_is_operator() THEN true
		WHEN mitra_user() IS NULL THEN false
		WHEN disclosure = 'network' THEN true
		ELSE mitra_inside_listing(listing)
			OR (disclosure = 'parties' AND EXISTS (
				SELECT FROM listing_introduced_to(listing) AS introduced(organisation_id) JOIN membership m USING (organisation_id) WHERE m.user_id = mitra_user()))
			OR (disclosure = 'parties' AND mitra_listing_opening(listing) IS NOT NULL)
			OR (disclosure = 'confidential' AND mitra_listing_opening(listing) = 'confidential')
	END;
$$;
