-- The numbers of letters for visas, running within an event: a letter that is printed again bears the same. A number stays taken, also
-- when whose it was is erased.
CREATE TABLE event_visa_letter (
	event_id        text NOT NULL REFERENCES event ON DELETE CASCADE,
	number          integer NOT NULL CHECK (number > 0),
	registration_id uuid UNIQUE REFERENCES event_registration ON DELETE SET NULL,
	issued_at       timestamptz NOT NULL,
	PRIMARY KEY (event_id, number)
);

-- Wall: the person's and the organisers' to read; the system alone gives numbers.
ALTER TABLE event_visa_letter ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON event_visa_letter FOR SELECT USING (EXISTS (SELECT FROM event_registration r WHERE r.id = registration_id AND r.person_id = mitra_user()));
CREATE POLICY organised ON event_visa_letter FOR SELECT USING (mitra_organises(event_id));
CREATE POLICY numbered ON event_visa_letter USING (mitra_is_operator());
