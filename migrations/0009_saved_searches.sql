-- Saved searches, what each has found and told, the weekly digest of counterparts, and how mails are unsubscribed from.

-- What a person wishes of letters that come by themselves. A row is made when the first one could come.
CREATE TABLE alert_preference (
	user_id             text PRIMARY KEY REFERENCES "user" ON DELETE CASCADE,
	time_zone           text NOT NULL CHECK (char_length(time_zone) BETWEEN 1 AND 60),
	match_digest        boolean NOT NULL DEFAULT true,
	next_match_digest   timestamptz NOT NULL
);
COMMENT ON COLUMN alert_preference.time_zone IS 'IANA name: where it is morning when digests leave';
COMMENT ON COLUMN alert_preference.match_digest IS 'Whether the person wants likely counterparts of the own organisations'' listings once a week';
CREATE INDEX ON alert_preference (next_match_digest) WHERE match_digest;

CREATE TABLE saved_search (
	id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id             text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	name                text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	request             jsonb NOT NULL,
	rhythm              text NOT NULL CHECK (rhythm IN ('immediate', 'daily', 'weekly', 'none')),
	paused              boolean NOT NULL DEFAULT false,
	broad               boolean NOT NULL DEFAULT false,
	feed_token          text NOT NULL UNIQUE CHECK (feed_token ~ '^[A-Za-z0-9_-]{32}$'),
	created_at          timestamptz NOT NULL,
	seen_at             timestamptz NOT NULL,
	next_letter         timestamptz,
	CHECK ((rhythm = 'none') = (next_letter IS NULL))
);
COMMENT ON COLUMN saved_search.request IS 'Words, language, filters and order, as the search page takes them';
COMMENT ON COLUMN saved_search.broad IS 'More listings answered it when it was saved than are remembered one by one: only newly published ones are new';
COMMENT ON COLUMN saved_search.next_letter IS 'The earliest time of the next letter, if there is something to tell';
CREATE INDEX ON saved_search (user_id, created_at);
CREATE INDEX ON saved_search (next_letter) WHERE NOT paused;

-- Each listing that answers a search, once: what was there when it was saved counts as told and seen.
CREATE TABLE saved_search_hit (
	search_id           uuid NOT NULL REFERENCES saved_search ON DELETE CASCADE,
	listing_id          uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	found_at            timestamptz NOT NULL,
	told_at             timestamptz,
	PRIMARY KEY (search_id, listing_id)
);
CREATE INDEX ON saved_search_hit (listing_id);
CREATE INDEX ON saved_search_hit (search_id) WHERE told_at IS NULL;
CREATE INDEX ON saved_search_hit (search_id, found_at DESC);

-- Which state of each listing the saved searches have been run against.
CREATE TABLE alert_progress (
	listing_id          uuid PRIMARY KEY REFERENCES listing ON DELETE CASCADE,
	change_number       bigint NOT NULL
);
INSERT INTO alert_progress SELECT id, change_number FROM listing WHERE state = 'published';

CREATE TABLE match_digest_told (
	user_id             text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	listing_id          uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	counterpart_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	told_at             timestamptz NOT NULL,
	PRIMARY KEY (user_id, listing_id, counterpart_id)
);
CREATE INDEX ON match_digest_told (listing_id);
CREATE INDEX ON match_digest_told (counterpart_id);

ALTER TABLE mail ADD COLUMN unsubscribe_url text CHECK (unsubscribe_url ~ '^https?://[!-;=?-~]+$');
COMMENT ON COLUMN mail.unsubscribe_url IS 'Where one POST ends letters of this kind (RFC 8058); null for letters that a person cannot do without';
