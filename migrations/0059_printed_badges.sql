-- Which badges were printed, as organisers say, and what they showed then: whose name, category, country or code is another since is to
-- be printed again.
ALTER TABLE event_registration
	ADD COLUMN badge_printed_at timestamptz,
	ADD COLUMN badge_printed char(32),
	ADD CHECK ((badge_printed_at IS NULL) = (badge_printed IS NULL));
COMMENT ON COLUMN event_registration.badge_printed IS 'A digest of what the badge showed when it was printed; null: not printed yet';
