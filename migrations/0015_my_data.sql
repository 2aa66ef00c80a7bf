-- The directory's words, so that an organisation is found in any script; copies of one's data, withdrawal, and erasure after a
-- waiting period.

-- What the directory sorts by, and the words that a search meets: folded words of all names and of the place, their beginnings,
-- what they mean in English, how they sound (src/lib/server/directory/name-terms.ts). Null: to be computed by the application.
ALTER TABLE organisation
	ADD COLUMN sort_name text COLLATE "C" GENERATED ALWAYS AS (
		left(lower(coalesce(jsonb_path_query_first(names, '$[*] ? (@.language == "en").text') #>> '{}', names->0->>'text', '') COLLATE "C"), 100)) STORED,
	ADD COLUMN directory_terms text[];
CREATE INDEX organisation_directory ON organisation (sort_name, id) WHERE state = 'admitted';
CREATE INDEX organisation_directory_newest ON organisation (created_at DESC, id DESC) WHERE state = 'admitted';
CREATE INDEX organisation_directory_country ON organisation (country, sort_name, id) WHERE state = 'admitted';
CREATE INDEX organisation_directory_kind ON organisation (kind, sort_name, id) WHERE state = 'admitted';
CREATE INDEX organisation_directory_centre ON organisation (centre_id, sort_name, id) WHERE state = 'admitted';
CREATE INDEX organisation_directory_areas ON organisation USING gin (areas) WHERE state = 'admitted';
CREATE INDEX organisation_directory_terms ON organisation USING gin (directory_terms) WITH (fastupdate = off) WHERE state = 'admitted';
CREATE INDEX organisation_terms_missing ON organisation (id) WHERE directory_terms IS NULL AND state = 'admitted';
CREATE FUNCTION organisation_terms_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.directory_terms := NULL;
	RETURN NEW;
END $$;
CREATE TRIGGER organisation_terms_changed BEFORE UPDATE OF names, place, directory_id ON organisation FOR EACH ROW
	WHEN (NEW.names IS DISTINCT FROM OLD.names OR NEW.place IS DISTINCT FROM OLD.place OR NEW.directory_id IS DISTINCT FROM OLD.directory_id)
	EXECUTE FUNCTION organisation_terms_changed();

-- An organisation that its owners took out of the network stays theirs, and may come back.
ALTER TABLE organisation DROP CONSTRAINT organisation_state_check;
ALTER TABLE organisation ADD CONSTRAINT organisation_state_check CHECK (state IN ('applied', 'returned', 'admitted', 'refused', 'merged', 'withdrawn'));

-- Copies of everything about a person or an organisation. The file lies in the data folder under the row's id.
CREATE TABLE data_export (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	language        text NOT NULL,
	state           text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'ready', 'failed', 'expired')),
	parts_total     integer NOT NULL DEFAULT 0 CHECK (parts_total >= 0),
	parts_done      integer NOT NULL DEFAULT 0 CHECK (parts_done >= 0),
	bytes           bigint,
	asked_at        timestamptz NOT NULL,
	ready_at        timestamptz,
	expires_at      timestamptz,
	fetched_at      timestamptz,
	CHECK ((state IN ('ready', 'expired')) = (ready_at IS NOT NULL)),
	CHECK ((ready_at IS NULL) = (bytes IS NULL) AND (ready_at IS NULL) = (expires_at IS NULL))
);
COMMENT ON COLUMN data_export.user_id IS 'Who asked for it and alone may fetch it';
COMMENT ON COLUMN data_export.organisation_id IS 'Whose data it is; null: the person''s own';
CREATE INDEX ON data_export (user_id, asked_at DESC);
CREATE INDEX ON data_export (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ON data_export (expires_at) WHERE state = 'ready';
CREATE UNIQUE INDEX data_export_one_at_once ON data_export (user_id, organisation_id) NULLS NOT DISTINCT WHERE state IN ('waiting', 'running');
ALTER TABLE data_export ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON data_export USING (user_id = mitra_user() OR mitra_is_operator());

-- Accounts and organisations that are to be erased when the waiting period is over.
CREATE TABLE erasure (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id         text REFERENCES "user" ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	asked_by        text REFERENCES "user" ON DELETE SET NULL,
	asked_at        timestamptz NOT NULL,
	due_at          timestamptz NOT NULL,
	reminded_at     timestamptz,
	cancelled_by    text REFERENCES "user" ON DELETE SET NULL,
	cancelled_at    timestamptz,
	CHECK (num_nonnulls(user_id, organisation_id) = 1),
	CHECK (due_at > asked_at)
);
CREATE UNIQUE INDEX erasure_one_person ON erasure (user_id) WHERE cancelled_at IS NULL AND user_id IS NOT NULL;
CREATE UNIQUE INDEX erasure_one_organisation ON erasure (organisation_id) WHERE cancelled_at IS NULL AND organisation_id IS NOT NULL;
CREATE INDEX ON erasure (user_id);
CREATE INDEX ON erasure (organisation_id);
CREATE INDEX ON erasure (due_at) WHERE cancelled_at IS NULL;

-- What the network keeps of what was withdrawn or erased: the entry of its own index. The 2020 case study, 14A: data is owned by
-- its provider; the network owns its database of supply and demand projects and of member institutions.
CREATE TABLE withdrawn_record (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	kind            text NOT NULL CHECK (kind IN ('offer', 'need', 'organisation')),
	reference       integer UNIQUE,
	slug            text UNIQUE,
	titles          jsonb NOT NULL,
	areas           text[] NOT NULL DEFAULT '{}',
	country         char(2) NOT NULL REFERENCES country,
	entered_on      date NOT NULL,
	withdrawn_on    date NOT NULL,
	reason          text NOT NULL CHECK (reason IN ('withdrawn', 'erased')),
	is_sample       boolean NOT NULL DEFAULT false,
	CHECK ((kind = 'organisation') = (slug IS NOT NULL)),
	CHECK ((kind = 'organisation') = (reference IS NULL))
);
COMMENT ON TABLE withdrawn_record IS 'No text but the title, no person, and no name of the owner of a listing';

-- The addresses of withdrawn organisations lead to their record; nobody else gets them.
CREATE FUNCTION organisation_slug_is_free() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF EXISTS (SELECT FROM withdrawn_record w WHERE w.slug = NEW.slug AND w.reason = 'erased') THEN
		RAISE EXCEPTION 'The address % belonged to an organisation that was erased', NEW.slug USING ERRCODE = 'unique_violation', CONSTRAINT = 'organisation_slug_key';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER organisation_slug_is_free BEFORE INSERT OR UPDATE OF slug ON organisation FOR EACH ROW EXECUTE FUNCTION organisation_slug_is_free();
