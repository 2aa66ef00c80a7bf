-- Meetings that the organisers propose to two people, and what is told in time: that a request waits, what a day brings, and that
-- places have become free which a repair could give to wishes that wait.
ALTER TABLE meeting_request
	ADD COLUMN from_agreed boolean NOT NULL DEFAULT true,
	ADD COLUMN reminded_at timestamptz,
	ADD CHECK (from_agreed OR by_host);
COMMENT ON COLUMN meeting_request.from_agreed IS 'False: the organisers have proposed it, and neither has answered. Who agrees first stands as who asks, who declines as who was asked';
COMMENT ON COLUMN meeting_request.reminded_at IS 'When a letter said that it still waits for an answer: once';
ALTER TABLE meeting_request_party ADD COLUMN reminded_at timestamptz;
ALTER TABLE event_meeting ADD COLUMN agenda_told_at timestamptz;
COMMENT ON COLUMN event_meeting.agenda_told_at IS 'When its people were sent the agenda of its day, on the eve: once';
ALTER TABLE meeting_frame ADD COLUMN repair_told_at timestamptz;
COMMENT ON COLUMN meeting_frame.repair_told_at IS 'When the organisers were last told that a repair could find places for wishes that wait';
