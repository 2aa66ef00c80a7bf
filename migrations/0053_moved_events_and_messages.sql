-- An event that moved, with where it stood before; letters of the organisers to those who registered or were invited; that an
-- invitation nobody used was brought to mind.

ALTER TABLE event_notice DROP CONSTRAINT event_notice_kind_check;
ALTER TABLE event_notice
	ADD COLUMN moved jsonb,
	ADD CONSTRAINT event_notice_kind_check CHECK (kind IN ('session-moved', 'session-cancelled', 'session-removed', 'day-moved', 'day-cancelled', 'event-moved', 'event-cancelled')),
	ADD CHECK ((kind = 'event-moved') = (moved IS NOT NULL));
COMMENT ON COLUMN event_notice.moved IS '{was, now}: days, place and country';

-- What organisers wrote to many at once, and to whom it was to go.
CREATE TABLE event_message (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	audience        jsonb NOT NULL,
	subjects        jsonb NOT NULL CHECK (jsonb_array_length(subjects) > 0),
	texts           jsonb NOT NULL CHECK (jsonb_array_length(texts) > 0),
	recipients      integer NOT NULL CHECK (recipients > 0),
	sent_by         text REFERENCES "user" ON DELETE SET NULL,
	sent_at         timestamptz NOT NULL,
	UNIQUE (id, event_id)
);
CREATE INDEX ON event_message (event_id, sent_at DESC);
COMMENT ON COLUMN event_message.recipients IS 'How many there were when it was sent; who was erased since has no letter any more';

-- One to each: written once, in the transaction that says so.
CREATE TABLE event_message_letter (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	message_id      uuid NOT NULL,
	event_id        text NOT NULL,
	registration_id uuid,
	invitation_id   uuid,
	written_at      timestamptz,
	CHECK (num_nonnulls(registration_id, invitation_id) = 1),
	UNIQUE (message_id, registration_id),
	UNIQUE (message_id, invitation_id),
	FOREIGN KEY (message_id, event_id) REFERENCES event_message (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE,
	FOREIGN KEY (invitation_id, event_id) REFERENCES event_invitation (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_message_letter (event_id);
CREATE INDEX ON event_message_letter (registration_id);
CREATE INDEX ON event_message_letter (invitation_id);
CREATE INDEX ON event_message_letter (id) WHERE written_at IS NULL;

ALTER TABLE event_invitation ADD COLUMN reminded_at timestamptz;
COMMENT ON COLUMN event_invitation.reminded_at IS 'A letter brought it to mind, once, a week before the event';

ALTER TABLE event_message ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_message USING (mitra_organises(event_id));
ALTER TABLE event_message_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON event_message_letter USING (mitra_organises(event_id));
