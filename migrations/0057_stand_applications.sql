-- Applications for stands: while the organisers of an event call for exhibitors, organisations apply with what they want to show.

CREATE TABLE exhibition_call (
	event_id        text PRIMARY KEY REFERENCES event ON DELETE CASCADE,
	-- The last day to apply, on the clock of the event.
	closes_on       date NOT NULL,
	words           jsonb NOT NULL DEFAULT '[]'
);

CREATE TABLE exhibition_application (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	state           text NOT NULL CHECK (state IN ('waiting', 'admitted', 'declined', 'withdrawn')),
	-- Counts changes, so that nobody decides on what was never seen.
	version         integer NOT NULL DEFAULT 1,
	about           jsonb NOT NULL DEFAULT '[]',
	-- Square metres, and the hall.
	wished_size     smallint CHECK (wished_size BETWEEN 1 AND 1000),
	wished_hall     uuid REFERENCES exhibition_hall ON DELETE SET NULL,
	remark          jsonb NOT NULL DEFAULT '[]',
	-- Why it was declined.
	reason          jsonb NOT NULL DEFAULT '[]',
	applied_by      text REFERENCES "user" ON DELETE SET NULL,
	applied_at      timestamptz NOT NULL,
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	UNIQUE (event_id, organisation_id)
);
CREATE INDEX ON exhibition_application (organisation_id);
CREATE INDEX ON exhibition_application (wished_hall) WHERE wished_hall IS NOT NULL;
CREATE INDEX ON exhibition_application (applied_by) WHERE applied_by IS NOT NULL;
CREATE INDEX ON exhibition_application (decided_by) WHERE decided_by IS NOT NULL;

CREATE TABLE exhibition_application_listing (
	application_id  uuid NOT NULL REFERENCES exhibition_application ON DELETE CASCADE,
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	PRIMARY KEY (application_id, listing_id)
);
CREATE INDEX ON exhibition_application_listing (listing_id);

-- Walls: an application is its organisation's writers' and the organisers' to read. Its writers apply and withdraw; they admit nobody.
ALTER TABLE exhibition_call ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON exhibition_call FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON exhibition_call USING (mitra_organises(event_id));
ALTER TABLE exhibition_application ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON exhibition_application USING (mitra_organises(event_id));
CREATE POLICY own_read ON exhibition_application FOR SELECT USING (mitra_writes_for(organisation_id));
CREATE POLICY own_applied ON exhibition_application FOR INSERT WITH CHECK (state = 'waiting' AND mitra_writes_for(organisation_id));
CREATE POLICY own_changed ON exhibition_application FOR UPDATE USING (mitra_writes_for(organisation_id)) WITH CHECK (state IN ('waiting', 'withdrawn') AND mitra_writes_for(organisation_id));
ALTER TABLE exhibition_application_listing ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_application ON exhibition_application_listing USING (EXISTS (SELECT FROM exhibition_application a WHERE a.id = application_id));
