-- Surveys that are opened again without anybody's answers getting a name; events and organisations of any country.

ALTER TABLE event_survey
	ADD COLUMN round smallint NOT NULL DEFAULT 1,
	ADD COLUMN reopen_until timestamptz,
	ADD COLUMN reopened_at timestamptz,
	ADD COLUMN begun_anew boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN event_survey.round IS 'How often it was opened with answers that lead to nobody any more: those of a round are shown once there are enough of them';
COMMENT ON COLUMN event_survey.reopen_until IS 'Sealed, and until then known still which marks have answered; null: nothing is known of that any more';
COMMENT ON COLUMN event_survey.begun_anew IS 'When it was opened again last, the few answers there were had to be laid aside';
ALTER TABLE event_survey_sheet ADD COLUMN round smallint NOT NULL DEFAULT 1;

-- That somebody has answered a survey whose sheets lead to nobody: the id that the person's sheet had before it was drawn anew.
-- It names no sheet and no person, and no row of it says when it was given.
CREATE TABLE event_survey_mark (
	survey_id       uuid NOT NULL,
	event_id        text NOT NULL,
	mark            char(64) NOT NULL CHECK (mark ~ '^[0-9a-f]{64}$'),
	PRIMARY KEY (survey_id, mark),
	FOREIGN KEY (survey_id, event_id) REFERENCES event_survey (id, event_id) ON DELETE CASCADE
);
ALTER TABLE event_survey_mark ENABLE ROW LEVEL SECURITY;
CREATE POLICY operator ON event_survey_mark USING (mitra_is_operator());

-- Forums are held elsewhere too, and guests' organisations come from anywhere: ISO 3166-1 is the application's to check. Centres, and
-- the meetings of their groups, stay in the countries of the network.
ALTER TABLE event DROP CONSTRAINT event_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE organisation DROP CONSTRAINT organisation_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE withdrawn_record DROP CONSTRAINT withdrawn_record_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
ALTER TABLE docking_party DROP CONSTRAINT docking_party_country_fkey, ADD CHECK (country ~ '^[A-Z]{2}$');
