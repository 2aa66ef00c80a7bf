-- The broker's desk: what a decision changed, introductions, questions to owners, notes, and pairs made by hand.

CREATE TABLE pair_step (
	decision_id         uuid PRIMARY KEY REFERENCES pair_decision ON DELETE CASCADE,
	pair_id             uuid NOT NULL REFERENCES suggested_pair ON DELETE CASCADE,
	state_before        text NOT NULL CHECK (state_before IN ('suggested', 'later', 'asked', 'introduced', 'rejected', 'withdrawn')),
	later_until_before  date,
	later_until         date,
	undone_at           timestamptz,
	letters_at          timestamptz,
	CHECK ((state_before = 'later') = (later_until_before IS NOT NULL)),
	CHECK (undone_at IS NULL OR letters_at IS NULL)
);
COMMENT ON TABLE pair_step IS 'How a pair stood before each decision, so that it can be taken back';
COMMENT ON COLUMN pair_step.later_until IS 'The day that the decision put the pair off to';
COMMENT ON COLUMN pair_step.letters_at IS 'When the letters of the decision left; from then on it cannot be taken back';
CREATE INDEX ON pair_step (pair_id);

CREATE TABLE introduction (
	decision_id         uuid PRIMARY KEY REFERENCES pair_decision ON DELETE CASCADE,
	pair_id             uuid NOT NULL REFERENCES suggested_pair ON DELETE CASCADE,
	introduced_by       text REFERENCES "user" ON DELETE SET NULL,
	introduced_at       timestamptz NOT NULL,
	withdrawn_at        timestamptz,
	need_reply          text CHECK (need_reply IN ('interested', 'declined')),
	need_replied_by     text REFERENCES "user" ON DELETE SET NULL,
	need_replied_at     timestamptz,
	offer_reply         text CHECK (offer_reply IN ('interested', 'declined')),
	offer_replied_by    text REFERENCES "user" ON DELETE SET NULL,
	offer_replied_at    timestamptz,
	CHECK ((need_reply IS NULL) = (need_replied_at IS NULL)),
	CHECK ((offer_reply IS NULL) = (offer_replied_at IS NULL))
);
CREATE UNIQUE INDEX introduction_one_standing ON introduction (pair_id) WHERE withdrawn_at IS NULL;

CREATE TABLE pair_question (
	id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	decision_id         uuid NOT NULL REFERENCES pair_decision ON DELETE CASCADE,
	pair_id             uuid NOT NULL REFERENCES suggested_pair ON DELETE CASCADE,
	listing_id          uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	question            text NOT NULL CHECK (char_length(question) BETWEEN 1 AND 1000),
	language            text NOT NULL,
	asked_by            text REFERENCES "user" ON DELETE SET NULL,
	asked_at            timestamptz NOT NULL,
	withdrawn_at        timestamptz,
	answer              text CHECK (char_length(answer) BETWEEN 1 AND 2000),
	answer_language     text,
	answered_by         text REFERENCES "user" ON DELETE SET NULL,
	answered_at         timestamptz,
	CHECK ((answer IS NULL) = (answered_at IS NULL)),
	CHECK ((answer IS NULL) = (answer_language IS NULL))
);
COMMENT ON COLUMN pair_question.listing_id IS 'The listing of the pair whose owner is asked';
CREATE INDEX ON pair_question (pair_id);
CREATE INDEX ON pair_question (listing_id);
CREATE UNIQUE INDEX pair_question_one_open ON pair_question (pair_id) WHERE answer IS NULL AND withdrawn_at IS NULL;

CREATE TABLE pair_note (
	id                  uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	pair_id             uuid NOT NULL REFERENCES suggested_pair ON DELETE CASCADE,
	centre_id           text REFERENCES centre ON DELETE CASCADE,
	author_id           text REFERENCES "user" ON DELETE SET NULL,
	words               text NOT NULL CHECK (char_length(words) BETWEEN 1 AND 2000),
	language            text NOT NULL,
	created_at          timestamptz NOT NULL
);
COMMENT ON COLUMN pair_note.centre_id IS 'The centre whose officers alone read the note; null: the officers of both sides';
CREATE INDEX ON pair_note (pair_id, created_at);

CREATE TABLE pair_by_hand (
	pair_id             uuid PRIMARY KEY REFERENCES suggested_pair ON DELETE CASCADE,
	made_by             text REFERENCES "user" ON DELETE SET NULL,
	made_at             timestamptz NOT NULL
);
