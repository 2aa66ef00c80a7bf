-- Signing ceremonies: agreements that are ready to sign, put forward by those who are in them for a ceremony of an event.

-- An entry is seen by those who are in the agreement; by the organisers of the event once all parties have agreed to be shown.
CREATE TABLE ceremony_signing (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	session_id      uuid NOT NULL,
	agreement_id    uuid NOT NULL UNIQUE REFERENCES agreement ON DELETE CASCADE,
	state           text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'agreed')),
	position        smallint NOT NULL DEFAULT 0,
	put_forward_by  text REFERENCES "user" ON DELETE SET NULL,
	put_forward_at  timestamptz NOT NULL,
	on_stage_at     timestamptz,
	UNIQUE (id, event_id),
	FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON ceremony_signing (event_id);
CREATE INDEX ON ceremony_signing (session_id, position);
CREATE INDEX ON ceremony_signing (put_forward_by) WHERE put_forward_by IS NOT NULL;
COMMENT ON COLUMN ceremony_signing.on_stage_at IS 'That they signed on stage. The agreement is signed when its signed document is put in, as any other';

-- Who of each party agreed, and how its signatory is called on the protocol sheet.
CREATE TABLE ceremony_party (
	signing_id      uuid NOT NULL REFERENCES ceremony_signing ON DELETE CASCADE,
	position        smallint NOT NULL,
	agreed_by       text REFERENCES "user" ON DELETE SET NULL,
	agreed_at       timestamptz,
	names           jsonb NOT NULL DEFAULT '[]',
	titles          jsonb NOT NULL DEFAULT '[]',
	PRIMARY KEY (signing_id, position)
);
CREATE INDEX ON ceremony_party (agreed_by) WHERE agreed_by IS NOT NULL;

-- Pictures of the event's gallery, each at its moment of a signing.
CREATE TABLE ceremony_photo (
	signing_id      uuid NOT NULL REFERENCES ceremony_signing ON DELETE CASCADE,
	slot            text NOT NULL CHECK (slot IN ('signing', 'exchange', 'group')),
	photo_id        uuid NOT NULL REFERENCES event_photo ON DELETE CASCADE,
	PRIMARY KEY (signing_id, slot)
);
CREATE INDEX ON ceremony_photo (photo_id);

ALTER TABLE ceremony_signing ENABLE ROW LEVEL SECURITY;
CREATE POLICY inside ON ceremony_signing USING (mitra_in_agreement(agreement_id));
CREATE POLICY organised ON ceremony_signing USING (state = 'agreed' AND mitra_organises(event_id));
ALTER TABLE ceremony_party ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_signing ON ceremony_party USING (EXISTS (SELECT FROM ceremony_signing s WHERE s.id = signing_id));
ALTER TABLE ceremony_photo ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_signing ON ceremony_photo USING (EXISTS (SELECT FROM ceremony_signing s WHERE s.id = signing_id));
