-- Exhibitions: rooms as halls with a floor plan, stands on it, organisations that exhibit, and which of their listings they show.

-- Sizes and places are in decimetres from the corner of the hall that the plan shows above on the left.
CREATE TABLE exhibition_hall (
	room_id         uuid PRIMARY KEY,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	width           smallint NOT NULL CHECK (width BETWEEN 20 AND 5000),
	depth           smallint NOT NULL CHECK (depth BETWEEN 20 AND 5000),
	UNIQUE (room_id, event_id),
	FOREIGN KEY (room_id, event_id) REFERENCES event_room (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibition_hall (event_id);

CREATE TABLE exhibition_stand (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	room_id         uuid NOT NULL,
	label           text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 12),
	x               smallint NOT NULL CHECK (x >= 0),
	y               smallint NOT NULL CHECK (y >= 0),
	width           smallint NOT NULL CHECK (width BETWEEN 5 AND 1000),
	depth           smallint NOT NULL CHECK (depth BETWEEN 5 AND 1000),
	UNIQUE (id, event_id),
	UNIQUE (event_id, label),
	-- A hall goes only when no stand is in it.
	FOREIGN KEY (room_id, event_id) REFERENCES exhibition_hall (room_id, event_id)
);
CREATE INDEX ON exhibition_stand (room_id);

-- Several may share a stand, as in a country's pavilion; one without a stand waits for one.
CREATE TABLE exhibitor (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	stand_id        uuid,
	about           jsonb NOT NULL DEFAULT '[]',
	added_by        text REFERENCES "user" ON DELETE SET NULL,
	added_at        timestamptz NOT NULL,
	UNIQUE (id, event_id),
	UNIQUE (event_id, organisation_id),
	FOREIGN KEY (stand_id, event_id) REFERENCES exhibition_stand (id, event_id)
);
CREATE INDEX ON exhibitor (organisation_id);
CREATE INDEX ON exhibitor (stand_id);
CREATE INDEX ON exhibitor (added_by) WHERE added_by IS NOT NULL;

CREATE TABLE exhibitor_listing (
	exhibitor_id    uuid NOT NULL,
	event_id        text NOT NULL,
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	position        smallint NOT NULL DEFAULT 0,
	PRIMARY KEY (exhibitor_id, listing_id),
	FOREIGN KEY (exhibitor_id, event_id) REFERENCES exhibitor (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON exhibitor_listing (listing_id);
CREATE INDEX ON exhibitor_listing (event_id);

-- Walls: what belongs to a draft is its organisers'; who writes for an exhibitor changes that exhibitor.
CREATE FUNCTION mitra_writes_for(organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT mitra_is_operator() OR EXISTS (
		SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.organisation_id = organisation AND m.role IN ('owner', 'editor'));
$$;
ALTER TABLE exhibition_hall ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON exhibition_hall FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON exhibition_hall USING (mitra_organises(event_id));
ALTER TABLE exhibition_stand ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON exhibition_stand FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON exhibition_stand USING (mitra_organises(event_id));
ALTER TABLE exhibitor ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON exhibitor FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON exhibitor USING (mitra_organises(event_id));
CREATE POLICY own ON exhibitor FOR UPDATE USING (mitra_writes_for(organisation_id));
ALTER TABLE exhibitor_listing ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_announced ON exhibitor_listing FOR SELECT USING (EXISTS (SELECT FROM event e WHERE e.id = event_id));
CREATE POLICY organised ON exhibitor_listing USING (mitra_organises(event_id));
CREATE POLICY own ON exhibitor_listing USING (EXISTS (SELECT FROM exhibitor x WHERE x.id = exhibitor_id AND mitra_writes_for(x.organisation_id)));
