-- Matching: pairs of a need and an offer that the engine suggests, what brokers decide about them, the weights learned from
-- that, and how far the matching of all with all has come. Both listings of a pair are published when it is suggested.

CREATE TABLE suggested_pair (
	id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	need_id             uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	offer_id            uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	need_centre_id      text NOT NULL REFERENCES centre,
	offer_centre_id     text NOT NULL REFERENCES centre,
	score               real NOT NULL CHECK (score BETWEEN 0 AND 1),
	need_rank           integer CHECK (need_rank > 0),
	offer_rank          integer CHECK (offer_rank > 0),
	criteria            jsonb NOT NULL DEFAULT '{}',
	exclusion           text CHECK (exclusion IN ('same-organisation', 'expired', 'export-restricted', 'countries-excluded', 'exclusivity')),
	near_duplicate_of   uuid REFERENCES listing ON DELETE SET NULL,
	need_change         bigint NOT NULL,
	offer_change        bigint NOT NULL,
	engine              text NOT NULL CHECK (char_length(engine) BETWEEN 1 AND 100),
	first_suggested_at  timestamptz NOT NULL DEFAULT now(),
	judged_at           timestamptz NOT NULL DEFAULT now(),
	state               text NOT NULL DEFAULT 'suggested'
		CHECK (state IN ('suggested', 'later', 'asked', 'introduced', 'rejected', 'withdrawn')),
	later_until         date,
	assigned_to         text REFERENCES "user" ON DELETE SET NULL,
	version             integer NOT NULL DEFAULT 1 CHECK (version > 0),
	UNIQUE (need_id, offer_id),
	CHECK (need_id <> offer_id),
	CHECK ((state = 'later') = (later_until IS NOT NULL))
);
COMMENT ON COLUMN suggested_pair.need_rank IS 'The place of the offer among what is suggested to the need, 1 the best; null while not ranked';
COMMENT ON COLUMN suggested_pair.offer_rank IS 'The place of the need among what is suggested to the offer';
COMMENT ON COLUMN suggested_pair.criteria IS 'By criterion: verdict, score (null where unknown) and weight; no texts';
COMMENT ON COLUMN suggested_pair.exclusion IS 'The hard conflict that keeps the pair from being suggested, for a broker to see; null where there is none';
COMMENT ON COLUMN suggested_pair.near_duplicate_of IS 'An earlier offer or need that says the same as the one of this pair';
COMMENT ON COLUMN suggested_pair.need_change IS 'The change number of the need that was judged; a higher one of the listing means the judgement is old';
COMMENT ON COLUMN suggested_pair.engine IS 'The version of the engine and its weights';
COMMENT ON COLUMN suggested_pair.version IS 'Counts decisions and assignments, so that two officers cannot decide at once; judging anew leaves it';

CREATE INDEX ON suggested_pair (offer_id);
CREATE INDEX ON suggested_pair (need_centre_id, state, score DESC);
CREATE INDEX ON suggested_pair (offer_centre_id, state, score DESC);
CREATE INDEX ON suggested_pair (state, score DESC);
CREATE INDEX ON suggested_pair (assigned_to, state) WHERE assigned_to IS NOT NULL;
CREATE INDEX ON suggested_pair (later_until) WHERE state = 'later';

-- What brokers decided, never changed afterwards: an undo is a decision of its own.
CREATE TABLE pair_decision (
	id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	pair_id     uuid NOT NULL REFERENCES suggested_pair ON DELETE CASCADE,
	decision    text NOT NULL CHECK (decision IN ('introduce', 'later', 'reject', 'ask', 'reopen', 'undo')),
	reason      text CHECK (reason IN ('topic', 'maturity', 'region', 'capacity', 'price', 'known', 'duplicate', 'outdated', 'quality', 'other')),
	words       text CHECK (char_length(words) BETWEEN 1 AND 2000),
	by          text REFERENCES "user" ON DELETE SET NULL,
	at          timestamptz NOT NULL DEFAULT now(),
	scores      jsonb NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN pair_decision.scores IS 'By criterion, the score at the time of the decision, null where unknown: what weights are learned from';
CREATE INDEX ON pair_decision (pair_id, at);
CREATE INDEX ON pair_decision (by, at);
CREATE INDEX ON pair_decision (at);

-- Near-duplicates of one kind: the later listing says what the earlier one says.
CREATE TABLE near_duplicate (
	listing_id      uuid PRIMARY KEY REFERENCES listing ON DELETE CASCADE,
	original_id     uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	likeness        real NOT NULL CHECK (likeness BETWEEN 0 AND 1),
	found_at        timestamptz NOT NULL DEFAULT now(),
	CHECK (listing_id <> original_id)
);
CREATE INDEX ON near_duplicate (original_id);

CREATE TABLE match_weights (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	kind            text NOT NULL CHECK (kind IN ('default', 'learned')),
	weights         jsonb NOT NULL,
	trained_on      integer NOT NULL DEFAULT 0 CHECK (trained_on >= 0),
	figures         jsonb NOT NULL DEFAULT '{}',
	active          boolean NOT NULL DEFAULT false,
	switched_on_by  text REFERENCES "user" ON DELETE SET NULL,
	switched_on_at  timestamptz,
	at              timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE match_weights IS 'What each criterion counts. Without an active row the defaults of the engine hold';
CREATE UNIQUE INDEX match_weights_one_active ON match_weights (active) WHERE active;

-- Which state of each listing has been matched. A listing whose number is higher, or that is not here, still waits.
CREATE TABLE match_progress (
	listing_id      uuid PRIMARY KEY REFERENCES listing ON DELETE CASCADE,
	change_number   bigint NOT NULL,
	engine          text NOT NULL,
	pass_id         uuid,
	matched_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON match_progress (pass_id);

-- A matching of all needs with all offers. It goes on where it stopped: match_progress says which needs it has done.
CREATE TABLE match_pass (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	state           text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'cancelled', 'failed')),
	engine          text NOT NULL,
	origin          text NOT NULL CHECK (origin IN ('night', 'command', 'first-start')),
	total           integer NOT NULL DEFAULT 0 CHECK (total >= 0),
	done            integer NOT NULL DEFAULT 0 CHECK (done >= 0),
	pairs           integer NOT NULL DEFAULT 0 CHECK (pairs >= 0),
	failure         text,
	started_at      timestamptz NOT NULL DEFAULT now(),
	progress_at     timestamptz NOT NULL DEFAULT now(),
	finished_at     timestamptz,
	CHECK ((state = 'running') = (finished_at IS NULL))
);
CREATE UNIQUE INDEX match_pass_one_running ON match_pass (state) WHERE state = 'running';
CREATE INDEX ON match_pass (started_at DESC);
