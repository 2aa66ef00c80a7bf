-- An offer of terms says until when it stands, and expires after that day; a consent to use a name, logo or badge is spoken of
-- before it ends.

ALTER TABLE terms_offer
	ADD COLUMN stands_until date,
	ADD COLUMN remind_on date,
	DROP CONSTRAINT terms_offer_state_check,
	ADD CONSTRAINT terms_offer_state_check CHECK (state IN ('open', 'countered', 'accepted', 'refused', 'withdrawn', 'expired')),
	ADD CHECK (state <> 'expired' OR stands_until IS NOT NULL),
	ADD CHECK (remind_on <= stands_until);
COMMENT ON COLUMN terms_offer.stands_until IS 'The last day on which it can be accepted, in UTC; null: until it is answered or withdrawn';
COMMENT ON COLUMN terms_offer.remind_on IS 'The day on which the other side is reminded of it; null once it was';
CREATE INDEX terms_offer_clock ON terms_offer (stands_until) WHERE state = 'open';

CREATE OR REPLACE FUNCTION terms_offer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		NEW.terms_sha256 := sha256(convert_to(NEW.terms::text, 'UTF8'));
		RETURN NEW;
	END IF;
	IF (NEW.docking_id, NEW.number, NEW.side, NEW.terms, NEW.terms_sha256, NEW.words, NEW.language, NEW.made_at, NEW.stands_until)
		IS DISTINCT FROM (OLD.docking_id, OLD.number, OLD.side, OLD.terms, OLD.terms_sha256, OLD.words, OLD.language, OLD.made_at, OLD.stands_until)
		OR (OLD.state <> 'open' AND NEW.state <> OLD.state)
	THEN
		RAISE EXCEPTION 'An offer stays as it was made, and an answer as it was given' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;

ALTER TABLE mark_consent ADD COLUMN remind_on date, ADD CHECK (remind_on <= expires_on);
COMMENT ON COLUMN mark_consent.remind_on IS 'The day on which both parties are reminded that it ends; null where it is not granted, and once they were';
UPDATE mark_consent SET remind_on = expires_on - 30 WHERE state = 'granted';
CREATE INDEX ON mark_consent (remind_on) WHERE remind_on IS NOT NULL;
