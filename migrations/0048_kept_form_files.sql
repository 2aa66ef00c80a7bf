-- Files chosen in a registration form that came back because something else in it was wrong: a browser chooses no file again by itself.
-- The person's alone, one a question, for a day.
CREATE TABLE event_kept_file (
	person_id   text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	question_id uuid NOT NULL,
	event_id    text NOT NULL,
	name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type  text NOT NULL,
	bytes       integer NOT NULL CHECK (bytes > 0),
	sha256      char(64) NOT NULL,
	kept_at     timestamptz NOT NULL,
	PRIMARY KEY (person_id, question_id),
	FOREIGN KEY (question_id, event_id) REFERENCES event_question (id, event_id) ON DELETE CASCADE
);
CREATE INDEX ON event_kept_file (question_id);
CREATE INDEX ON event_kept_file (event_id);
CREATE INDEX ON event_kept_file (sha256);
CREATE INDEX ON event_kept_file (kept_at);
ALTER TABLE event_kept_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_kept_file USING (mitra_is_operator() OR person_id = mitra_user());
CREATE TRIGGER let_go_of_file AFTER DELETE ON event_kept_file FOR EACH ROW EXECUTE FUNCTION mitra_let_go_of_file();
CREATE TRIGGER let_go_of_other_file AFTER UPDATE OF sha256 ON event_kept_file FOR EACH ROW WHEN (OLD.sha256 IS DISTINCT FROM NEW.sha256) EXECUTE FUNCTION mitra_let_go_of_file();
