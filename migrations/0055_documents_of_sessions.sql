-- A document of a session stays with the event when the session is taken off the programme.
ALTER TABLE event_document
	DROP CONSTRAINT event_document_session_id_event_id_fkey,
	ADD FOREIGN KEY (session_id, event_id) REFERENCES event_session (id, event_id) ON DELETE SET NULL (session_id);
CREATE INDEX ON event_document (session_id);
COMMENT ON COLUMN event_document.session_id IS 'The session on whose page it stands; null: it is of the whole event';
