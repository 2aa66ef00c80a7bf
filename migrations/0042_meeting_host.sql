-- What the host of an event wants of its meetings: who comes first, who is never put together, what would be nice. The organisers'
-- alone: no participant learns of a priority, nor of the reason why two are kept apart.
ALTER TABLE meeting_frame ADD COLUMN fairness_allowance real NOT NULL DEFAULT 0 CHECK (fairness_allowance BETWEEN 0 AND 0.05);
COMMENT ON COLUMN meeting_frame.fairness_allowance IS 'The share of the greatest weight that may be given up so that nobody with a feasible wish goes without';

CREATE TABLE meeting_priority (
	id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id              text NOT NULL REFERENCES event ON DELETE CASCADE,
	registration_id       uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	other_registration_id uuid REFERENCES event_registration ON DELETE CASCADE,
	priority              smallint NOT NULL CHECK (priority BETWEEN 1 AND 3),
	made_at               timestamptz NOT NULL,
	CHECK (other_registration_id IS NULL OR registration_id < other_registration_id)
);
CREATE UNIQUE INDEX meeting_priority_once ON meeting_priority (registration_id, other_registration_id) NULLS NOT DISTINCT;
CREATE INDEX ON meeting_priority (event_id);
CREATE INDEX ON meeting_priority (other_registration_id);
COMMENT ON TABLE meeting_priority IS 'Of all meetings of somebody, or of those of two people, also before one asks the other; that of one request stands with it';

CREATE TABLE meeting_forbidden_pair (
	id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id              text NOT NULL REFERENCES event ON DELETE CASCADE,
	registration_id       uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	other_registration_id uuid NOT NULL REFERENCES event_registration ON DELETE CASCADE,
	reason                text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 600),
	made_by               text REFERENCES "user" ON DELETE SET NULL,
	made_at               timestamptz NOT NULL,
	UNIQUE (registration_id, other_registration_id),
	CHECK (registration_id < other_registration_id)
);
CREATE INDEX ON meeting_forbidden_pair (event_id);
CREATE INDEX ON meeting_forbidden_pair (other_registration_id);
CREATE INDEX ON meeting_forbidden_pair (made_by);

CREATE TABLE meeting_soft_wish (
	id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	event_id              text NOT NULL REFERENCES event ON DELETE CASCADE,
	kind                  text NOT NULL CHECK (kind IN ('time', 'place', 'together')),
	registration_id       uuid REFERENCES event_registration ON DELETE CASCADE,
	day_id                uuid REFERENCES event_day ON DELETE CASCADE,
	half                  text CHECK (half IN ('morning', 'afternoon')),
	table_id              uuid REFERENCES event_table ON DELETE CASCADE,
	room_id               uuid REFERENCES event_room ON DELETE CASCADE,
	zone                  text,
	organisation_id       uuid REFERENCES organisation ON DELETE CASCADE,
	other_organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	made_at               timestamptz NOT NULL,
	CHECK ((kind = 'time') = (day_id IS NOT NULL OR half IS NOT NULL)),
	CHECK ((kind = 'place') = (table_id IS NOT NULL OR room_id IS NOT NULL)),
	CHECK (table_id IS NULL OR room_id IS NULL),
	CHECK ((room_id IS NULL) = (zone IS NULL)),
	CHECK ((kind = 'together') = (registration_id IS NULL)),
	CHECK ((kind = 'together') = (organisation_id IS NOT NULL AND other_organisation_id IS NOT NULL)),
	CHECK (organisation_id <> other_organisation_id)
);
CREATE INDEX ON meeting_soft_wish (event_id);
CREATE INDEX ON meeting_soft_wish (registration_id);
CREATE INDEX ON meeting_soft_wish (day_id);
CREATE INDEX ON meeting_soft_wish (table_id);
CREATE INDEX ON meeting_soft_wish (room_id);
CREATE INDEX ON meeting_soft_wish (organisation_id);
CREATE INDEX ON meeting_soft_wish (other_organisation_id);

-- An interpreter with meetings ahead who comes no more: the organisers are told once, and find a proposal for the repair.
CREATE TABLE meeting_interpreter_gone (
	registration_id uuid PRIMARY KEY REFERENCES event_registration ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	schedule_id     uuid REFERENCES meeting_schedule ON DELETE SET NULL,
	told_at         timestamptz NOT NULL
);
CREATE INDEX ON meeting_interpreter_gone (event_id);
CREATE INDEX ON meeting_interpreter_gone (schedule_id);

ALTER TABLE meeting_priority ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_priority USING (mitra_organises(event_id));
ALTER TABLE meeting_forbidden_pair ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_forbidden_pair USING (mitra_organises(event_id));
ALTER TABLE meeting_soft_wish ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_soft_wish USING (mitra_organises(event_id));
ALTER TABLE meeting_interpreter_gone ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_interpreter_gone USING (mitra_organises(event_id));
