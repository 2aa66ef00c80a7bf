-- The meetings before a run of the solver, and those before a schedule was published: one press puts them back. What has lost its
-- request, slot, table or interpreter since is gone from here too, and whoever takes the step back is told how many these are.
CREATE TABLE meeting_before (
	schedule_id     uuid NOT NULL REFERENCES meeting_schedule ON DELETE CASCADE,
	step            text NOT NULL CHECK (step IN ('run', 'publication')),
	request_id      uuid NOT NULL REFERENCES meeting_request ON DELETE CASCADE,
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	slot_id         uuid REFERENCES meeting_slot ON DELETE CASCADE,
	table_id        uuid REFERENCES event_table ON DELETE CASCADE,
	interpreter_id  uuid REFERENCES event_registration ON DELETE CASCADE,
	locked          boolean NOT NULL DEFAULT false,
	origin          text NOT NULL DEFAULT 'scheduled' CHECK (origin IN ('booked', 'scheduled', 'walk-in')),
	came_with       uuid REFERENCES meeting_schedule ON DELETE SET NULL,
	PRIMARY KEY (schedule_id, step, request_id),
	CHECK (step = 'publication' OR slot_id IS NOT NULL)
);
CREATE INDEX ON meeting_before (request_id);
CREATE INDEX ON meeting_before (slot_id);
CREATE INDEX ON meeting_before (table_id);
CREATE INDEX ON meeting_before (interpreter_id);
CREATE INDEX ON meeting_before (event_id);
CREATE INDEX ON meeting_before (came_with);
COMMENT ON COLUMN meeting_before.slot_id IS 'Null: it did not stand before the publication';
COMMENT ON COLUMN meeting_before.came_with IS 'The schedule that the meeting had come with, before this one was published';

ALTER TABLE meeting_before ENABLE ROW LEVEL SECURITY;
CREATE POLICY organised ON meeting_before USING (mitra_organises(event_id));
