-- The audit log as a chain that shows what was altered, taken out or put in another order; and walls in the database under
-- what is confidential, so that a query on behalf of nobody gets nothing.

-- Two more roles of centres: who scores what he is given, and the authority that oversees the network and changes nothing.
ALTER TABLE membership DROP CONSTRAINT membership_check;
ALTER TABLE membership ADD CONSTRAINT membership_check
	CHECK ((organisation_id IS NOT NULL AND centre_id IS NULL AND role IN ('owner', 'editor', 'reader'))
		OR (organisation_id IS NULL AND centre_id IS NOT NULL AND role IN ('officer', 'secretariat', 'reviewer', 'authority')));

-- Whose material an entry concerns, the changed fields before and after, and where it came from.
ALTER TABLE audit
	ALTER COLUMN at SET DEFAULT clock_timestamp(),
	ADD COLUMN organisation_id uuid,
	ADD COLUMN centre_id text,
	ADD COLUMN before jsonb,
	ADD COLUMN after jsonb,
	ADD COLUMN place text CHECK (char_length(place) <= 60),
	ADD COLUMN session_id text CHECK (char_length(session_id) <= 100),
	ADD COLUMN api_key_id text CHECK (char_length(api_key_id) <= 100);
COMMENT ON COLUMN audit.organisation_id IS 'Whose material it was at the time; null where it was nobody''s in particular';
COMMENT ON COLUMN audit.place IS 'The network that the request came from: 24 bits of an IPv4 address, 48 of an IPv6 address';
COMMENT ON COLUMN audit.session_id IS 'The id of the session, never its token';

-- Functions that look behind the walls for everybody's sake (whose file, how many) act as the operator meanwhile. They are the
-- owner's, for whom the walls stand only where the application has no role of its own.
CREATE FUNCTION mitra_act_as_operator(on_or_before text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE before text := coalesce(current_setting('mitra.operator', true), '');
BEGIN
	PERFORM set_config('mitra.operator', on_or_before, true);
	RETURN before;
END $$;

-- Files are behind a wall (below); whose they are is known to the log, whoever asks.
CREATE FUNCTION attachment_owner(attachment uuid) RETURNS TABLE (organisation_id uuid, centre_id text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY SELECT l.organisation_id, l.centre_id FROM attachment f JOIN listing l ON l.id = f.listing_id WHERE f.id = attachment_owner.attachment;
	PERFORM mitra_act_as_operator(before);
END $$;

CREATE FUNCTION audit_subject() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
	IF NEW.organisation_id IS NOT NULL OR NEW.centre_id IS NOT NULL THEN RETURN NEW; END IF;
	IF NEW.entity = 'centre' THEN NEW.centre_id := NEW.entity_id; END IF;
	IF NEW.entity_id !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN RETURN NEW; END IF;
	CASE NEW.entity
		WHEN 'listing' THEN
			SELECT l.organisation_id, l.centre_id INTO NEW.organisation_id, NEW.centre_id FROM listing l WHERE l.id = NEW.entity_id::uuid;
		WHEN 'organisation' THEN
			SELECT o.id, o.centre_id INTO NEW.organisation_id, NEW.centre_id FROM organisation o WHERE o.id = NEW.entity_id::uuid;
		WHEN 'import_batch' THEN
			SELECT o.id, o.centre_id INTO NEW.organisation_id, NEW.centre_id
			FROM import_batch b JOIN organisation o ON o.id = b.organisation_id WHERE b.id = NEW.entity_id::uuid;
		WHEN 'attachment' THEN
			SELECT f.organisation_id, f.centre_id INTO NEW.organisation_id, NEW.centre_id FROM attachment_owner(NEW.entity_id::uuid) f;
		ELSE NULL;
	END CASE;
	RETURN NEW;
END $$;

-- Entries written so far, as far as it can still be told whose material they concern.
UPDATE audit a SET organisation_id = l.organisation_id, centre_id = l.centre_id FROM listing l WHERE a.entity = 'listing' AND a.entity_id = l.id::text;
UPDATE audit a SET organisation_id = l.organisation_id, centre_id = l.centre_id
	FROM attachment f JOIN listing l ON l.id = f.listing_id WHERE a.entity = 'attachment' AND a.entity_id = f.id::text;
UPDATE audit a SET organisation_id = o.id, centre_id = o.centre_id FROM organisation o WHERE a.entity = 'organisation' AND a.entity_id = o.id::text;
CREATE TRIGGER audit_subject BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION audit_subject();

-- The chain: link n holds the hash of entry n and of link n - 1. Links are made when a transaction commits, behind the lock of
-- audit_head, so that transactions that run side by side follow one another in the chain and none waits before its end.
CREATE TABLE audit_link (
	number      bigint PRIMARY KEY,
	entry_id    bigint NOT NULL UNIQUE,
	previous    bytea NOT NULL CHECK (octet_length(previous) = 32),
	hash        bytea NOT NULL CHECK (octet_length(hash) = 32)
);

CREATE TABLE audit_head (
	single      boolean PRIMARY KEY DEFAULT true CHECK (single),
	number      bigint NOT NULL,
	hash        bytea NOT NULL CHECK (octet_length(hash) = 32)
);
INSERT INTO audit_head (number, hash) VALUES (0, sha256('mitra audit'));

-- Where the chain begins again after entries older than the policy were taken out: the hash of the last one.
CREATE TABLE audit_checkpoint (
	number      bigint PRIMARY KEY,
	hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
	removed     bigint NOT NULL CHECK (removed >= 0),
	before      timestamptz NOT NULL,
	at          timestamptz NOT NULL DEFAULT now()
);

-- The one place that says what an entry's hash is made of. jsonb writes itself in one way only, whatever was typed.
CREATE FUNCTION audit_hash(previous bytea, number bigint, entry audit) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
	SELECT sha256(previous || convert_to(jsonb_build_array(
		number, entry.id, (extract(epoch FROM entry.at) * 1000000)::bigint, entry.actor_id, entry.action, entry.entity, entry.entity_id,
		entry.organisation_id, entry.centre_id, entry.detail, entry.before, entry.after, entry.place, entry.session_id, entry.api_key_id
	)::text, 'UTF8'));
$$;

-- Runs at commit, once for each entry; the first call links all entries of its transaction. An entry of another transaction is
-- seen together with its link, so what has none is this transaction's own.
CREATE FUNCTION audit_chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	head audit_head;
	entry audit;
	next_hash bytea;
BEGIN
	IF EXISTS (SELECT FROM audit_link WHERE entry_id = NEW.id) THEN RETURN NULL; END IF;
	SELECT * INTO head FROM audit_head FOR UPDATE;
	FOR entry IN SELECT a.* FROM audit a WHERE a.id >= NEW.id ORDER BY a.id LOOP
		-- Asked row by row: joined, PostgreSQL would read all links there are.
		CONTINUE WHEN EXISTS (SELECT FROM audit_link l WHERE l.entry_id = entry.id);
		next_hash := audit_hash(head.hash, head.number + 1, entry);
		INSERT INTO audit_link (number, entry_id, previous, hash) VALUES (head.number + 1, entry.id, head.hash, next_hash);
		head.number := head.number + 1;
		head.hash := next_hash;
	END LOOP;
	UPDATE audit_head SET number = head.number, hash = head.hash;
	RETURN NULL;
END $$;

-- What is written stays as it is. Only audit_prune takes entries out, and only from the beginning of the chain.
CREATE FUNCTION audit_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'DELETE' AND TG_LEVEL = 'ROW' AND current_setting('mitra.audit_pruning', true) = 'on' THEN RETURN OLD; END IF;
	RAISE EXCEPTION 'The audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Takes out the entries at the beginning of the chain that are older than a moment, at least a year ago, and leaves a checkpoint.
CREATE FUNCTION audit_prune(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	last audit_link;
	gone bigint;
BEGIN
	IF before > now() - interval '1 year' THEN RAISE EXCEPTION 'Entries of the last year stay'; END IF;
	PERFORM FROM audit_head FOR UPDATE;
	SELECT l.* INTO last FROM audit_link l
		WHERE l.number < coalesce(
			(SELECT k.number FROM audit_link k JOIN audit a ON a.id = k.entry_id WHERE a.at >= audit_prune.before ORDER BY k.number LIMIT 1),
			(SELECT number FROM audit_head))
		ORDER BY l.number DESC LIMIT 1;
	IF last IS NULL THEN RETURN 0; END IF;
	PERFORM set_config('mitra.audit_pruning', 'on', true);
	DELETE FROM audit a USING audit_link l WHERE l.entry_id = a.id AND l.number <= last.number;
	GET DIAGNOSTICS gone = ROW_COUNT;
	DELETE FROM audit_link WHERE number <= last.number;
	PERFORM set_config('mitra.audit_pruning', '', true);
	INSERT INTO audit_checkpoint (number, hash, removed, before) VALUES (last.number, last.hash, gone, audit_prune.before);
	RETURN gone;
END $$;

DO $$
DECLARE
	head audit_head;
	entry audit;
	next_hash bytea;
BEGIN
	SELECT * INTO head FROM audit_head;
	FOR entry IN SELECT * FROM audit ORDER BY id LOOP
		next_hash := audit_hash(head.hash, head.number + 1, entry);
		INSERT INTO audit_link (number, entry_id, previous, hash) VALUES (head.number + 1, entry.id, head.hash, next_hash);
		head.number := head.number + 1;
		head.hash := next_hash;
	END LOOP;
	UPDATE audit_head SET number = head.number, hash = head.hash;
END $$;

CREATE CONSTRAINT TRIGGER audit_chain AFTER INSERT ON audit DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION audit_chain();
CREATE TRIGGER audit_stands BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_stands_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_link_stands BEFORE UPDATE OR DELETE ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_link_stands_whole BEFORE TRUNCATE ON audit_link FOR EACH STATEMENT EXECUTE FUNCTION audit_stands();
CREATE TRIGGER audit_checkpoint_stands BEFORE UPDATE OR DELETE ON audit_checkpoint FOR EACH ROW EXECUTE FUNCTION audit_stands();

-- Searched by entity, person, action, organisation, centre and time; pages are cut by (at, id).
DROP INDEX audit_entity_entity_id_at_idx, audit_actor_id_at_idx;
CREATE INDEX audit_by_time ON audit (at DESC, id DESC);
CREATE INDEX audit_by_entity ON audit (entity, entity_id, at DESC, id DESC);
CREATE INDEX audit_by_actor ON audit (actor_id, at DESC, id DESC);
CREATE INDEX audit_by_action ON audit (action, at DESC, id DESC);
CREATE INDEX audit_by_organisation ON audit (organisation_id, at DESC, id DESC) WHERE organisation_id IS NOT NULL;
CREATE INDEX audit_by_centre ON audit (centre_id, at DESC, id DESC) WHERE centre_id IS NOT NULL;
CREATE INDEX audit_files_of_listing ON audit ((detail->>'listingId'), at DESC, id DESC) WHERE entity = 'attachment';

-- Who asks, as asActor (src/lib/server/platform/acting.ts) has said for the transaction: a person, or the operator of the
-- installation (jobs, the command line). Rights are looked up here again; what the application believes is not taken over.
CREATE FUNCTION mitra_user() RETURNS text LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('mitra.user', true), '') $$;
CREATE FUNCTION mitra_is_operator() RETURNS boolean LANGUAGE sql STABLE AS $$ SELECT coalesce(current_setting('mitra.operator', true), '') = 'on' $$;
CREATE FUNCTION mitra_belongs_to(organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.organisation_id = organisation);
$$;
-- An officer of the centre, or the secretariat, which serves all.
CREATE FUNCTION mitra_serves_centre(centre text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM membership m WHERE m.user_id = mitra_user() AND ((m.centre_id = centre AND m.role = 'officer') OR m.role = 'secretariat'));
$$;
CREATE FUNCTION mitra_is_secretariat() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.role = 'secretariat');
$$;
COMMENT ON FUNCTION mitra_user() IS 'The id of the person on whose behalf the transaction runs; null for nobody';

-- Whether the person who asks is inside a listing: of its organisation, an officer of its centre, or of the secretariat.
CREATE FUNCTION mitra_inside_listing(listing uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM listing l JOIN membership m ON m.organisation_id = l.organisation_id OR (m.centre_id = l.centre_id AND m.role = 'officer') OR m.role = 'secretariat'
		WHERE l.id = mitra_inside_listing.listing AND m.user_id = mitra_user());
$$;

-- The organisations that a centre has introduced to a listing's owner, whose letters left, and whom the owner did not decline.
CREATE FUNCTION listing_introduced_to(listing uuid) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT other.organisation_id
	FROM suggested_pair p
	JOIN introduction i ON i.pair_id = p.id AND i.withdrawn_at IS NULL
	JOIN pair_step s ON s.decision_id = i.decision_id AND s.letters_at IS NOT NULL
	JOIN listing other ON other.id = CASE WHEN p.need_id = listing_introduced_to.listing THEN p.offer_id ELSE p.need_id END
	WHERE (p.need_id = listing_introduced_to.listing AND i.need_reply IS DISTINCT FROM 'declined')
		OR (p.offer_id = listing_introduced_to.listing AND i.offer_reply IS DISTINCT FROM 'declined');
$$;

-- Whether the person who asks may read a section or a file of a listing that is guarded so.
CREATE FUNCTION mitra_reads(listing uuid, disclosure text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT CASE
		WHEN disclosure = 'public' OR mitra_is_operator() THEN true
		WHEN mitra_user() IS NULL THEN false
		WHEN disclosure = 'network' THEN true
		ELSE mitra_inside_listing(listing) OR (disclosure = 'parties' AND EXISTS (
			SELECT FROM listing_introduced_to(listing) AS introduced(organisation_id) JOIN membership m USING (organisation_id) WHERE m.user_id = mitra_user()))
	END;
$$;

-- Sections for the parties and confidential ones stand apart from their version, behind row-level security. Whoever writes a
-- version writes it whole: the trigger takes the guarded sections out of it.
ALTER TABLE listing_version ADD COLUMN guarded text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN listing_version.guarded IS 'The sections that stand in listing_guarded_section. Writing {} lets go of them: what is written in the same statement replaces them';

CREATE TABLE listing_guarded_section (
	version_id      uuid NOT NULL REFERENCES listing_version ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
	section         text NOT NULL CHECK (section IN ('description', 'advantages', 'sought', 'price', 'budget', 'ip')),
	listing_id      uuid NOT NULL,
	disclosure      text NOT NULL CHECK (disclosure IN ('parties', 'confidential')),
	content         jsonb NOT NULL,
	PRIMARY KEY (version_id, section)
);
COMMENT ON COLUMN listing_guarded_section.content IS 'The fields of the section as the application names them, e.g. {"price": {...}}';

CREATE FUNCTION listing_guard_sections() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	part text;
	held jsonb;
	before text := mitra_act_as_operator('on');
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.guarded := '{}';
	ELSIF NEW.guarded = '{}' AND OLD.guarded <> '{}' THEN
		DELETE FROM listing_guarded_section WHERE version_id = NEW.id;
	ELSE
		NEW.guarded := OLD.guarded;
	END IF;
	FOREACH part IN ARRAY ARRAY['description', 'advantages', 'sought', 'price', 'budget', 'ip'] LOOP
		CONTINUE WHEN coalesce(NEW.disclosure->>part, 'public') NOT IN ('parties', 'confidential');
		held := CASE part
			WHEN 'description' THEN CASE WHEN NEW.description <> '' THEN jsonb_build_object('description', NEW.description) END
			WHEN 'advantages' THEN CASE WHEN NEW.advantages <> '' OR NEW.benefit_in_figures <> '' OR NEW.compared_with <> '' THEN
				jsonb_build_object('advantages', NEW.advantages, 'benefitInFigures', NEW.benefit_in_figures, 'comparedWith', NEW.compared_with) END
			WHEN 'sought' THEN CASE WHEN NEW.sought <> '' THEN jsonb_build_object('sought', NEW.sought) END
			WHEN 'price' THEN CASE WHEN NEW.price IS NOT NULL AND NEW.price <> 'null' THEN jsonb_build_object('price', NEW.price) END
			WHEN 'budget' THEN CASE WHEN NEW.budget IS NOT NULL AND NEW.budget <> 'null' THEN jsonb_build_object('budget', NEW.budget) END
			WHEN 'ip' THEN CASE WHEN NEW.ip->>'status' IS NOT NULL OR NEW.ip->'rights' <> '[]' THEN jsonb_build_object('ip', NEW.ip) END
		END;
		CONTINUE WHEN held IS NULL;
		INSERT INTO listing_guarded_section (version_id, section, listing_id, disclosure, content)
			VALUES (NEW.id, part, NEW.listing_id, NEW.disclosure->>part, held)
			ON CONFLICT (version_id, section) DO UPDATE SET disclosure = excluded.disclosure, content = excluded.content;
		IF NOT part = ANY (NEW.guarded) THEN NEW.guarded := NEW.guarded || part; END IF;
		CASE part
			WHEN 'description' THEN NEW.description := '';
			WHEN 'advantages' THEN NEW.advantages := ''; NEW.benefit_in_figures := ''; NEW.compared_with := '';
			WHEN 'sought' THEN NEW.sought := '';
			WHEN 'price' THEN NEW.price := NULL;
			WHEN 'budget' THEN NEW.budget := NULL;
			WHEN 'ip' THEN NEW.ip := '{"status": null, "rights": []}';
		END CASE;
	END LOOP;
	PERFORM mitra_act_as_operator(before);
	RETURN NEW;
END $$;
CREATE TRIGGER listing_guard_sections BEFORE INSERT OR UPDATE ON listing_version FOR EACH ROW EXECUTE FUNCTION listing_guard_sections();

-- The sections that stand there already. Their updated_at stays, and nobody's index has to read them again.
UPDATE listing_version SET disclosure = disclosure WHERE disclosure::text ~ 'parties|confidential';
SET CONSTRAINTS ALL IMMEDIATE;

ALTER TABLE listing_guarded_section ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_disclosure ON listing_guarded_section USING (mitra_reads(listing_id, disclosure));

ALTER TABLE attachment ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_disclosure ON attachment FOR SELECT USING (mitra_reads(listing_id, disclosure));
CREATE POLICY written_inside ON attachment USING (mitra_inside_listing(listing_id));

-- What anybody may know of files that he may not open: how each is guarded, and whether a review has published it.
CREATE FUNCTION listing_withheld_files(listing uuid) RETURNS TABLE (id uuid, disclosure text, published boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY SELECT a.id, a.disclosure, coalesce(a.created_at <= (
		SELECT max(r.created_at) FROM review r WHERE r.listing_id = a.listing_id AND r.decision = 'published'), false)
	FROM attachment a WHERE a.listing_id = listing_withheld_files.listing AND a.disclosure <> 'public' ORDER BY a.created_at;
	PERFORM mitra_act_as_operator(before);
END $$;
-- Whether the bytes of a file are still some attachment's, whoever may read it.
CREATE FUNCTION attachment_uses(bytes_of char) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	used boolean := EXISTS (SELECT FROM attachment a WHERE a.sha256 = bytes_of);
BEGIN
	PERFORM mitra_act_as_operator(before);
	RETURN used;
END $$;


-- Emptying the shared index numbers it anew, which only the owner of its sequences may.
CREATE FUNCTION search_index_clear() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
	TRUNCATE search_posting, search_document, search_term RESTART IDENTITY;
$$;
