-- Visits to the stands of an exhibition: that somebody was there, who it was where the visitor lets the exhibitor know, what the
-- exhibitor wrote about it; and what an exhibitor says of each listing in the languages of visitors.

ALTER TABLE event_registration ADD COLUMN stand_contact text NOT NULL DEFAULT 'ask' CHECK (stand_contact IN ('always', 'ask', 'never'));
COMMENT ON COLUMN event_registration.stand_contact IS 'Whether a stand that scans the badge gets the person''s contact: at once, when the person says yes to the visit, or not';

ALTER TABLE exhibitor ADD COLUMN contact_id text REFERENCES "user" ON DELETE SET NULL;
CREATE INDEX ON exhibitor (contact_id) WHERE contact_id IS NOT NULL;
COMMENT ON COLUMN exhibitor.contact_id IS 'Whom visitors may write to: somebody of the organisation who wanted that';

ALTER TABLE exhibitor_listing ADD COLUMN titles jsonb NOT NULL DEFAULT '[]', ADD COLUMN words jsonb NOT NULL DEFAULT '[]';
COMMENT ON COLUMN exhibitor_listing.titles IS 'What the listing is called at the stand, by language; empty: as in the listing';

-- A visit has no name: it is counted, and stays so when the visitor takes the contact back or leaves the network.
CREATE TABLE exhibition_visit (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL,
	exhibitor_id    uuid NOT NULL,
	first_at        timestamptz NOT NULL,
	last_at         timestamptz NOT NULL CHECK (last_at >= first_at),
	UNIQUE (id, exhibitor_id),
	FOREIGN KEY (exhibitor_id, event_id) REFERENCES exhibitor (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibition_visit (exhibitor_id, last_at);
CREATE INDEX ON exhibition_visit (event_id);

-- Who it was. One visit for a person and a stand, however often the person comes.
CREATE TABLE exhibition_visitor (
	visit_id        uuid PRIMARY KEY,
	event_id        text NOT NULL,
	exhibitor_id    uuid NOT NULL,
	registration_id uuid NOT NULL,
	consent         text NOT NULL CHECK (consent IN ('waiting', 'given', 'refused', 'withdrawn')),
	answered_at     timestamptz,
	UNIQUE (exhibitor_id, registration_id),
	CHECK ((consent = 'waiting') = (answered_at IS NULL)),
	FOREIGN KEY (visit_id, exhibitor_id) REFERENCES exhibition_visit (id, exhibitor_id) ON DELETE CASCADE,
	FOREIGN KEY (registration_id, event_id) REFERENCES event_registration (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibition_visitor (registration_id);
CREATE INDEX ON exhibition_visitor (visit_id, exhibitor_id);
CREATE INDEX ON exhibition_visitor (event_id);
COMMENT ON COLUMN exhibition_visitor.consent IS 'Whether the exhibitor sees who it was: only while it is given';

CREATE TABLE exhibition_visit_note (
	visit_id        uuid PRIMARY KEY,
	exhibitor_id    uuid NOT NULL,
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 2000),
	next_step       text CHECK (next_step IN ('write', 'material', 'meet', 'offer', 'none')),
	written_by      text REFERENCES "user" ON DELETE SET NULL,
	written_at      timestamptz NOT NULL,
	FOREIGN KEY (visit_id, exhibitor_id) REFERENCES exhibition_visit (id, exhibitor_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibition_visit_note (visit_id, exhibitor_id);
CREATE INDEX ON exhibition_visit_note (written_by) WHERE written_by IS NOT NULL;

-- In which listings of the exhibitor the visitor was interested.
CREATE TABLE exhibition_visit_listing (
	visit_id        uuid NOT NULL,
	exhibitor_id    uuid NOT NULL,
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	PRIMARY KEY (visit_id, listing_id),
	FOREIGN KEY (visit_id, exhibitor_id) REFERENCES exhibition_visit (id, exhibitor_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibition_visit_listing (listing_id);
CREATE INDEX ON exhibition_visit_listing (visit_id, exhibitor_id);

-- Walls: those who write for the exhibitor see its visits and what was written; who came, only while that person agrees. The visitor
-- sees the own visits. Organisers see none of this; what they count is counted for them. Visits are written by the system alone.
CREATE FUNCTION mitra_at_stand(stand uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (SELECT FROM exhibitor x WHERE x.id = stand AND mitra_writes_for(x.organisation_id));
$$;
COMMENT ON FUNCTION mitra_at_stand(uuid) IS 'Whether whoever asks writes for the organisation of an exhibitor';

ALTER TABLE exhibition_visitor ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON exhibition_visitor USING (mitra_is_operator());
CREATE POLICY own ON exhibition_visitor FOR SELECT USING (EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY own_answer ON exhibition_visitor FOR UPDATE USING (EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY at_stand ON exhibition_visitor FOR SELECT USING (consent = 'given' AND mitra_at_stand(exhibitor_id));
ALTER TABLE exhibition_visit ENABLE ROW LEVEL SECURITY;
CREATE POLICY system ON exhibition_visit USING (mitra_is_operator());
CREATE POLICY at_stand ON exhibition_visit FOR SELECT USING (mitra_at_stand(exhibitor_id));
CREATE POLICY visitor ON exhibition_visit FOR SELECT USING (EXISTS (
	SELECT FROM exhibition_visitor w JOIN event_registration r ON r.id = w.registration_id WHERE w.visit_id = exhibition_visit.id AND r.person_id = mitra_user()));
ALTER TABLE exhibition_visit_note ENABLE ROW LEVEL SECURITY;
CREATE POLICY at_stand ON exhibition_visit_note USING (mitra_at_stand(exhibitor_id));
ALTER TABLE exhibition_visit_listing ENABLE ROW LEVEL SECURITY;
CREATE POLICY at_stand ON exhibition_visit_listing USING (mitra_at_stand(exhibitor_id));
