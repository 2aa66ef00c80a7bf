-- Visitors are asked by letter for the contact that a stand waits for; an order of signing may be public, with what of an agreement
-- its parties let it show; and a file that no row has any more is remembered until it is off the disk.

-- When the visitor was last asked by letter for a yes or a no.
ALTER TABLE exhibition_visitor ADD COLUMN asked_at timestamptz;
CREATE INDEX ON exhibition_visitor (registration_id) WHERE consent = 'waiting';

-- The order of a ceremony that its organisers have made public.
CREATE TABLE ceremony_order (
	session_id   uuid PRIMARY KEY REFERENCES event_session ON DELETE CASCADE,
	event_id     text NOT NULL REFERENCES event ON DELETE CASCADE,
	published_by text REFERENCES "user" ON DELETE SET NULL,
	published_at timestamptz NOT NULL
);
CREATE INDEX ON ceremony_order (event_id);
CREATE INDEX ON ceremony_order (published_by) WHERE published_by IS NOT NULL;
ALTER TABLE ceremony_order ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON ceremony_order FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON ceremony_order USING (mitra_organises(event_id));

ALTER TABLE ceremony_party ADD COLUMN public_fields text[] NOT NULL DEFAULT '{}' CHECK (public_fields <@ ARRAY['title', 'parties']);
COMMENT ON COLUMN ceremony_party.public_fields IS 'What this party lets a public order of signing show of the agreement: only what all of them let it show is shown';

-- Bytes that a row let go of. Rows go in a transaction and files do not: this stays until the file is gone, or proved to be another
-- row's too. Every table with a column sha256 has the trigger.
CREATE TABLE file_let_go (
	digest char(64) PRIMARY KEY,
	since  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON file_let_go (since);
CREATE FUNCTION mitra_let_go_of_file() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
BEGIN
	IF OLD.sha256 IS NOT NULL THEN
		-- Also where it stands there already: whoever removes it at this moment waits, and looks again.
		INSERT INTO file_let_go (digest) VALUES (OLD.sha256) ON CONFLICT (digest) DO UPDATE SET since = now();
	END IF;
	RETURN NULL;
END $$;
DO $$
DECLARE
	holder regclass;
BEGIN
	FOR holder IN
		SELECT c.oid::regclass FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
		WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND a.attname = 'sha256' AND NOT a.attisdropped AND c.relname <> 'schema_migration'
	LOOP
		EXECUTE format('CREATE TRIGGER let_go_of_file AFTER DELETE ON %s FOR EACH ROW EXECUTE FUNCTION mitra_let_go_of_file()', holder);
		EXECUTE format('CREATE TRIGGER let_go_of_other_file AFTER UPDATE OF sha256 ON %s FOR EACH ROW WHEN (OLD.sha256 IS DISTINCT FROM NEW.sha256) EXECUTE FUNCTION mitra_let_go_of_file()', holder);
	END LOOP;
END $$;
