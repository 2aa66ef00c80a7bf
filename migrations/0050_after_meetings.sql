-- What is said of meetings while they are held and afterwards: that one did not take place, how late somebody comes, what the desk has
-- decided, and what the last report of each changed, so that it can be taken back. And who marked an absence.
ALTER TABLE meeting_attendee
	DROP CONSTRAINT meeting_attendee_outcome_check,
	ADD CONSTRAINT meeting_attendee_outcome_check CHECK (outcome IN ('not_held', 'nothing', 'contact', 'interest')),
	ADD COLUMN late_minutes smallint CHECK (late_minutes BETWEEN 1 AND 60),
	ADD COLUMN report_id uuid,
	ADD COLUMN presence_before text CHECK (presence_before IN ('expected', 'late', 'there', 'absent')),
	ADD COLUMN late_minutes_before smallint;
COMMENT ON COLUMN meeting_attendee.late_minutes IS 'Counts only while the presence is late; null: not said';
COMMENT ON COLUMN meeting_attendee.report_id IS 'The last report of the own meeting that this one gave';
COMMENT ON COLUMN meeting_attendee.presence_before IS 'Before the last report of the meeting, with late_minutes_before';

ALTER TABLE event_meeting
	ADD COLUMN by_desk boolean NOT NULL DEFAULT false,
	ADD COLUMN report_id uuid,
	ADD COLUMN reported_at timestamptz,
	ADD COLUMN reported_version integer,
	ADD COLUMN state_before text CHECK (state_before IN ('planned', 'late', 'held', 'no_show')),
	ADD CHECK (num_nonnulls(report_id, reported_at, reported_version, state_before) IN (0, 4));
CREATE INDEX ON event_meeting (report_id) WHERE report_id IS NOT NULL;
COMMENT ON COLUMN event_meeting.by_desk IS 'Whether it was held is what the desk has noted of it, whatever its people say';
COMMENT ON COLUMN event_meeting.report_id IS 'The last report that can be taken back: one side''s, or that of all other meetings of a slot';
COMMENT ON COLUMN event_meeting.reported_version IS 'The version that the report left: any other shows that something has changed since';

ALTER TABLE meeting_availability ADD COLUMN by_desk boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN meeting_availability.by_desk IS 'Marked by the organisers, not painted by the person';
