-- The thesaurus as a living thing: concepts, their labels by language, their links, and who changed what when. The tables of
-- data/thesaurus are its seed: what nobody edited here follows them.

CREATE TABLE concept (
	id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{1,58}$'),
	area            text NOT NULL CHECK (area ~ '^[a-z0-9][a-z0-9-]{1,58}$'),
	position        integer NOT NULL DEFAULT 0,
	ipc             text[] NOT NULL DEFAULT '{}',
	sdgs            smallint[] NOT NULL DEFAULT '{}',
	note_en         text NOT NULL DEFAULT '' CHECK (char_length(note_en) <= 2000),
	note_zh         text NOT NULL DEFAULT '' CHECK (char_length(note_zh) <= 2000),
	retired         boolean NOT NULL DEFAULT false,
	replaced_by     text REFERENCES concept,
	seed            jsonb,
	version         integer NOT NULL DEFAULT 1,
	created_at      timestamptz NOT NULL DEFAULT now(),
	updated_at      timestamptz NOT NULL DEFAULT now(),
	CHECK (replaced_by IS NULL OR (retired AND replaced_by <> id))
);
CREATE INDEX ON concept (area, position);
CREATE INDEX ON concept (replaced_by) WHERE replaced_by IS NOT NULL;
COMMENT ON COLUMN concept.seed IS 'The cells as the tables of the last release had them; a cell that differs was edited here. Null: added here';

-- One row a language: SKOS allows one preferred label a language. Tetum (tet) has labels only.
CREATE TABLE concept_label (
	concept_id      text NOT NULL REFERENCES concept,
	language        text NOT NULL CHECK (language IN ('en', 'zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt', 'tet')),
	preferred       text NOT NULL CHECK (char_length(preferred) BETWEEN 1 AND 200),
	alternatives    text[] NOT NULL DEFAULT '{}' CHECK (cardinality(alternatives) <= 20 AND NOT (preferred = ANY (alternatives))),
	reviewed        boolean NOT NULL DEFAULT false,
	reviewed_at     timestamptz,
	reviewed_by     text REFERENCES "user" ON DELETE SET NULL,
	PRIMARY KEY (concept_id, language)
);
CREATE INDEX ON concept_label (language, lower(preferred));
CREATE INDEX ON concept_label (language) WHERE NOT reviewed;

CREATE TABLE concept_link (
	concept_id      text NOT NULL REFERENCES concept,
	kind            text NOT NULL CHECK (kind IN ('broader', 'related')),
	target_id       text NOT NULL REFERENCES concept,
	position        smallint NOT NULL DEFAULT 0,
	PRIMARY KEY (concept_id, kind, target_id),
	CHECK (concept_id <> target_id)
);
CREATE INDEX ON concept_link (target_id);

-- Append-only: what a cell said before and after. An undone change is another change.
CREATE TABLE concept_change (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	revision        bigint NOT NULL,
	concept_id      text NOT NULL REFERENCES concept,
	version         integer NOT NULL,
	cell            text NOT NULL,
	before          text NOT NULL,
	after           text NOT NULL,
	origin          text NOT NULL CHECK (origin IN ('create', 'edit', 'review', 'retire', 'undo', 'upload', 'release')),
	by              text,
	undoes          bigint REFERENCES concept_change,
	at              timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON concept_change (concept_id, id DESC);
CREATE INDEX ON concept_change (revision);
COMMENT ON COLUMN concept_change.version IS 'The version of the concept that this change made';

CREATE FUNCTION concept_change_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'The history of the thesaurus is append-only';
END $$;
CREATE TRIGGER concept_change_stands BEFORE UPDATE OR DELETE ON concept_change FOR EACH ROW EXECUTE FUNCTION concept_change_stands();

-- One row. Its revision numbers the changes; its lock puts them in a row, so that no two make a cycle together.
CREATE TABLE thesaurus_state (
	single          boolean PRIMARY KEY DEFAULT true CHECK (single),
	revision        bigint NOT NULL DEFAULT 0
);
INSERT INTO thesaurus_state DEFAULT VALUES;

CREATE TABLE thesaurus_file (
	name            text PRIMARY KEY,
	sha256          char(64) NOT NULL,
	loaded_at       timestamptz NOT NULL DEFAULT now()
);

-- Listings that read differently after a revision: which labels and links it changed, and how far the work is.
CREATE TABLE thesaurus_reannotation (
	revision        bigint PRIMARY KEY,
	labels          jsonb NOT NULL,
	concepts        text[] NOT NULL,
	listings        integer,
	done            integer NOT NULL DEFAULT 0,
	after           text NOT NULL DEFAULT '',
	asked_at        timestamptz NOT NULL DEFAULT now(),
	finished_at     timestamptz
);
CREATE INDEX ON thesaurus_reannotation (revision) WHERE finished_at IS NULL;

-- A table that somebody uploaded and looks at; nothing of it is in the thesaurus before it is confirmed.
CREATE TABLE thesaurus_upload (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	created_by      text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	file_name       text NOT NULL CHECK (char_length(file_name) <= 300),
	content         text NOT NULL CHECK (char_length(content) <= 20000000),
	created_at      timestamptz NOT NULL DEFAULT now(),
	applied_at      timestamptz,
	applied_cells   integer
);
CREATE INDEX ON thesaurus_upload (created_by, created_at DESC);
