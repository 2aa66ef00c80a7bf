-- Meetings of three or four parties, words of the second side of a mutual wish, invitations to those who are not registered, and
-- letters with several entries for calendars.

ALTER TABLE meeting_request
	ADD COLUMN several boolean NOT NULL DEFAULT false,
	ADD COLUMN reply text NOT NULL DEFAULT '' CHECK (char_length(reply) <= 1000),
	ADD COLUMN reply_language text,
	ADD CHECK (reply = '' OR reply_language IS NOT NULL);
COMMENT ON COLUMN meeting_request.several IS 'More than two were asked to one meeting: who, and what each answered, stands in meeting_request_party; to_registration_id is one of those who are still in it';
COMMENT ON COLUMN meeting_request.reply IS 'What the asked side wrote who wished the meeting too';

DROP INDEX meeting_request_once;
CREATE UNIQUE INDEX meeting_request_once ON meeting_request (event_id, least(from_registration_id, to_registration_id), greatest(from_registration_id, to_registration_id)) WHERE state IN ('asked', 'accepted') AND NOT several;

-- Each of those who were asked to a meeting of several, in the order in which they were named. Who asks has no row.
CREATE TABLE meeting_request_party (
	request_id       uuid NOT NULL REFERENCES meeting_request ON DELETE CASCADE,
	registration_id  uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	event_id         text NOT NULL REFERENCES event ON DELETE CASCADE,
	position         smallint NOT NULL CHECK (position BETWEEN 1 AND 3),
	state            text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'accepted', 'refused', 'left_out')),
	gladly           boolean NOT NULL DEFAULT false,
	answer_reason    text CHECK (answer_reason IN ('topic', 'stage', 'time', 'known', 'colleague', 'other')),
	answer_words     text NOT NULL DEFAULT '' CHECK (char_length(answer_words) <= 600),
	answer_language  text,
	answered_at      timestamptz,
	told_at          timestamptz,
	answer_told_at   timestamptz,
	PRIMARY KEY (request_id, registration_id),
	UNIQUE (request_id, position),
	CHECK (state <> 'refused' OR answer_reason IS NOT NULL)
);
CREATE INDEX ON meeting_request_party (registration_id);
CREATE INDEX ON meeting_request_party (event_id);
COMMENT ON COLUMN meeting_request_party.state IS 'left_out: the others go on without this one';
COMMENT ON COLUMN meeting_request_party.told_at IS 'When a letter told this one of being asked; answer_told_at: of what became of it';

CREATE FUNCTION mitra_asked_in(request uuid) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	SELECT EXISTS (
		SELECT FROM meeting_request q JOIN event_registration r ON r.id = q.from_registration_id WHERE q.id = request AND r.person_id = mitra_user()
		UNION ALL SELECT FROM meeting_request_party p JOIN event_registration r ON r.id = p.registration_id WHERE p.request_id = request AND r.person_id = mitra_user()) INTO found;
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;
COMMENT ON FUNCTION mitra_asked_in(uuid) IS 'Whether whoever asks is one of the people of a request for a meeting';

CREATE POLICY invited ON meeting_request FOR SELECT USING (several AND mitra_asked_in(id));
ALTER TABLE meeting_request_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON meeting_request_party FOR SELECT USING (mitra_asked_in(request_id));
CREATE POLICY organised ON meeting_request_party USING (mitra_organises(event_id));

CREATE FUNCTION mitra_keep_meeting_of_several() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
BEGIN
	UPDATE meeting_request q SET to_registration_id = other.registration_id, to_listing_id = NULL, version = q.version + 1
	FROM (
		SELECT DISTINCT ON (p.request_id) p.request_id, p.registration_id
		FROM meeting_request_party p JOIN event_registration r ON r.id = p.registration_id
		WHERE p.registration_id <> OLD.id AND p.state IN ('asked', 'accepted')
			AND p.request_id IN (SELECT id FROM meeting_request WHERE to_registration_id = OLD.id AND several)
		ORDER BY p.request_id, p.position) other
	WHERE q.id = other.request_id;
	PERFORM mitra_act_as_operator(before);
	RETURN OLD;
END $$;
COMMENT ON FUNCTION mitra_keep_meeting_of_several() IS 'Who is erased leaves a meeting of several to the rest, instead of taking it along';
CREATE TRIGGER keep_meeting_of_several BEFORE DELETE ON event_registration FOR EACH ROW EXECUTE FUNCTION mitra_keep_meeting_of_several();

-- To the owner of a listing who is not registered: stands as a request once one of its organisation is approved for the event.
CREATE TABLE meeting_invitation (
	id                   uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id             text NOT NULL REFERENCES event ON DELETE CASCADE,
	from_registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	listing_id           uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	organisation_id      uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	own_listing_id       uuid REFERENCES listing ON DELETE SET NULL,
	message              text NOT NULL CHECK (char_length(message) <= 1000),
	message_language     text NOT NULL,
	state                text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'taken', 'refused', 'expired', 'withdrawn')),
	suggestion_score     real CHECK (suggestion_score BETWEEN 0 AND 1),
	code_id              uuid REFERENCES event_invitation ON DELETE SET NULL,
	request_id           uuid REFERENCES meeting_request ON DELETE SET NULL,
	expires_at           timestamptz NOT NULL,
	created_at           timestamptz NOT NULL,
	ended_at             timestamptz,
	UNIQUE (from_registration_id, organisation_id),
	CHECK ((state = 'open') = (ended_at IS NULL))
);
CREATE INDEX ON meeting_invitation (event_id, state);
CREATE INDEX ON meeting_invitation (organisation_id);
CREATE INDEX ON meeting_invitation (listing_id);
CREATE INDEX ON meeting_invitation (own_listing_id);
CREATE INDEX ON meeting_invitation (code_id);
CREATE INDEX ON meeting_invitation (request_id);
CREATE INDEX ON meeting_invitation (expires_at) WHERE state = 'open';
ALTER TABLE meeting_invitation ENABLE ROW LEVEL SECURITY;
CREATE POLICY sent ON meeting_invitation USING (mitra_registered_as(from_registration_id));
CREATE POLICY organised ON meeting_invitation USING (mitra_organises(event_id));

-- Who wants no such letters any more, from nobody and to no event.
CREATE TABLE meeting_invitation_block (
	person_id text PRIMARY KEY REFERENCES "user" ON DELETE CASCADE,
	since     timestamptz NOT NULL
);
ALTER TABLE meeting_invitation_block ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON meeting_invitation_block USING (person_id = mitra_user() OR mitra_is_operator());

-- Several entries in one letter, each a file of its own: one object of calendars may not hold two meetings (RFC 5546, 3.2.2).
ALTER TABLE mail ADD COLUMN calendars jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(calendars) = 'array');
