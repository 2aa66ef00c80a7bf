-- Technology trading: trades with rules stated beforehand, a log of each that nobody changes, awards, payment plans and their
-- documents. Moments of a trade are whole microseconds since 1970, so that they compare exactly.

CREATE SEQUENCE trade_number START 1001;
CREATE SEQUENCE payment_plan_number START 1001;

-- The highest time that anybody has seen: an auction's time never goes back, even if the clock of the machine does.
CREATE TABLE trading_clock (
	single          boolean PRIMARY KEY DEFAULT true CHECK (single),
	highest         bigint NOT NULL
);
INSERT INTO trading_clock (highest) VALUES (0);

CREATE TABLE trade (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	number          bigint NOT NULL UNIQUE DEFAULT nextval('trade_number'),
	listing_id      uuid REFERENCES listing ON DELETE SET NULL,
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	centre_id       text NOT NULL REFERENCES centre,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	mode            text NOT NULL CHECK (mode IN ('fixed', 'offers', 'ascending', 'sealed')),
	subject         text NOT NULL CHECK (subject IN ('assignment', 'exclusive-licence', 'licence', 'technical-service', 'joint-venture-share')),
	state           text NOT NULL CHECK (state IN ('draft', 'announced', 'closed', 'opened', 'awarded', 'contracted', 'completed', 'unsold', 'withdrawn')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 256),
	language        text NOT NULL,
	terms           text NOT NULL DEFAULT '' CHECK (char_length(terms) <= 3000),
	country         char(2) NOT NULL,
	areas           text[] NOT NULL DEFAULT '{}',
	currency        char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	price           bigint CHECK (price > 0),
	increment       bigint CHECK (increment > 0),
	has_reserve     boolean NOT NULL DEFAULT false,
	places          integer NOT NULL DEFAULT 1 CHECK (places BETWEEN 1 AND 1000),
	opens           bigint NOT NULL,
	closes          bigint NOT NULL CHECK (closes > opens),
	ends            bigint NOT NULL,
	soft_seconds    integer NOT NULL DEFAULT 0 CHECK (soft_seconds BETWEEN 0 AND 3600),
	latest_end      bigint NOT NULL CHECK (latest_end >= closes),
	admission       text NOT NULL DEFAULT 'rules' CHECK (admission IN ('rules', 'officer')),
	kinds           text[] NOT NULL DEFAULT '{}',
	countries       text[] NOT NULL DEFAULT '{}',
	answer_days     smallint NOT NULL DEFAULT 14 CHECK (answer_days BETWEEN 1 AND 90),
	seller_hidden   boolean NOT NULL DEFAULT false,
	is_sample       boolean NOT NULL DEFAULT false,
	-- As the log has it so far.
	event_count     integer NOT NULL DEFAULT 0,
	last_moment     bigint NOT NULL DEFAULT 0,
	last_hash       bytea NOT NULL DEFAULT sha256('mitra trade') CHECK (octet_length(last_hash) = 32),
	bid_count       integer NOT NULL DEFAULT 0,
	bidder_count    integer NOT NULL DEFAULT 0,
	leading_bidder  integer,
	leading_amount  bigint,
	reserve_met     boolean NOT NULL DEFAULT false,
	taken           integer NOT NULL DEFAULT 0,
	closed_moment   bigint,
	announced_at    timestamptz,
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL,
	CHECK (ends BETWEEN closes AND latest_end OR state = 'draft'),
	CHECK (mode <> 'fixed' OR price IS NOT NULL),
	CHECK (mode <> 'ascending' OR (price IS NOT NULL AND increment IS NOT NULL)),
	CHECK (mode = 'fixed' OR places = 1)
);
CREATE INDEX trade_ending ON trade (ends) WHERE state = 'announced';
CREATE INDEX trade_newest ON trade (announced_at DESC, id DESC) WHERE state <> 'draft';
CREATE INDEX ON trade (organisation_id, created_at DESC);
CREATE INDEX ON trade (centre_id, created_at DESC);
CREATE INDEX ON trade (listing_id);
CREATE UNIQUE INDEX trade_one_running ON trade (listing_id) WHERE state IN ('draft', 'announced', 'closed', 'opened');

-- Known to the seller alone. The commitment in the log shows afterwards that it was not changed.
CREATE TABLE trade_reserve (
	trade_id        uuid PRIMARY KEY REFERENCES trade ON DELETE CASCADE,
	amount          bigint NOT NULL CHECK (amount > 0),
	nonce           bytea NOT NULL CHECK (octet_length(nonce) = 32)
);

-- Who may bid, each under a number that stands for him in the log.
CREATE TABLE trade_bidder (
	trade_id        uuid NOT NULL REFERENCES trade ON DELETE CASCADE,
	number          integer NOT NULL CHECK (number > 0),
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	country         char(2) NOT NULL,
	state           text NOT NULL CHECK (state IN ('asked', 'admitted', 'refused')),
	reason          text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
	asked_at        timestamptz NOT NULL,
	decided_by      text REFERENCES "user" ON DELETE SET NULL,
	decided_at      timestamptz,
	told_at         timestamptz,
	PRIMARY KEY (trade_id, number),
	UNIQUE (trade_id, organisation_id)
);
CREATE INDEX ON trade_bidder (organisation_id);
COMMENT ON COLUMN trade_bidder.told_at IS 'When the bidder was last told of being outbid';

-- The log. Numbers have no gap, moments only rise, each line holds the hash of the one before.
CREATE TABLE trade_event (
	trade_id        uuid NOT NULL REFERENCES trade,
	number          integer NOT NULL,
	moment          bigint NOT NULL,
	kind            text NOT NULL CHECK (kind IN ('announced', 'admitted', 'bid', 'bid-refused', 'bid-withdrawn', 'reserve-met', 'closed', 'approval', 'opened', 'revealed', 'awarded', 'award-accepted', 'award-refused', 'unsold', 'withdrawn', 'contracted', 'completed')),
	bidder          integer,
	amount          bigint,
	commitment      bytea CHECK (octet_length(commitment) = 32),
	detail          jsonb NOT NULL DEFAULT '{}',
	key_digest      bytea CHECK (octet_length(key_digest) = 32),
	previous        bytea NOT NULL CHECK (octet_length(previous) = 32),
	hash            bytea NOT NULL CHECK (octet_length(hash) = 32),
	PRIMARY KEY (trade_id, number)
);
CREATE UNIQUE INDEX trade_event_once ON trade_event (trade_id, bidder, key_digest) WHERE key_digest IS NOT NULL;
COMMENT ON COLUMN trade_event.key_digest IS 'Of the key that came with a bid and its amount: the same bid sent twice stands once';
COMMENT ON COLUMN trade_event.commitment IS 'The hash of a hidden bid with a random number: what is opened later must be what was bid';

-- What a bid says, behind the wall.
CREATE TABLE trade_bid (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	trade_id        uuid NOT NULL,
	event           integer NOT NULL,
	bidder          integer NOT NULL,
	amount          bigint NOT NULL CHECK (amount > 0),
	words           text NOT NULL DEFAULT '' CHECK (char_length(words) <= 1000),
	language        text NOT NULL,
	accepted        boolean NOT NULL,
	nonce           bytea NOT NULL CHECK (octet_length(nonce) = 32),
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	UNIQUE (trade_id, event),
	FOREIGN KEY (trade_id, event) REFERENCES trade_event (trade_id, number),
	FOREIGN KEY (trade_id, bidder) REFERENCES trade_bidder (trade_id, number)
);
CREATE INDEX ON trade_bid (trade_id, bidder, event);

-- Officers who said that the sealed bids shall be opened.
CREATE TABLE trade_opening (
	id              bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
	trade_id        uuid NOT NULL REFERENCES trade ON DELETE CASCADE,
	person_id       text REFERENCES "user" ON DELETE SET NULL,
	moment          bigint NOT NULL
);
CREATE INDEX ON trade_opening (trade_id, moment);

CREATE TABLE trade_award (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	trade_id        uuid NOT NULL REFERENCES trade,
	bid_id          uuid NOT NULL REFERENCES trade_bid,
	bidder          integer NOT NULL,
	organisation_id uuid REFERENCES organisation ON DELETE SET NULL,
	country         char(2) NOT NULL,
	amount          bigint NOT NULL CHECK (amount > 0),
	currency        char(3) NOT NULL,
	state           text NOT NULL CHECK (state IN ('offered', 'accepted', 'refused', 'contracted')),
	answer_by       timestamptz NOT NULL,
	answered_at     timestamptz,
	contracted_on   date,
	docking_id      uuid,
	reason          text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
	created_at      timestamptz NOT NULL,
	CHECK ((state = 'contracted') = (contracted_on IS NOT NULL))
);
CREATE INDEX ON trade_award (trade_id);
CREATE INDEX ON trade_award (organisation_id, created_at DESC);
CREATE INDEX trade_award_unanswered ON trade_award (answer_by) WHERE state = 'offered';
CREATE UNIQUE INDEX trade_award_once ON trade_award (bid_id);

-- What is to be paid, when, and what became of it. Mitra moves no money: it keeps what both sides say of it.
CREATE TABLE payment_plan (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	number          bigint NOT NULL UNIQUE DEFAULT nextval('payment_plan_number'),
	award_id        uuid REFERENCES trade_award ON DELETE SET NULL,
	docking_id      uuid,
	seller_id       uuid REFERENCES organisation ON DELETE SET NULL,
	buyer_id        uuid REFERENCES organisation ON DELETE SET NULL,
	seller_country  char(2) NOT NULL,
	buyer_country   char(2) NOT NULL,
	centre_id       text NOT NULL REFERENCES centre,
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 256),
	language        text NOT NULL,
	currency        char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
	state           text NOT NULL CHECK (state IN ('draft', 'proposed', 'agreed', 'settled', 'cancelled')),
	version         integer NOT NULL DEFAULT 1 CHECK (version > 0),
	proposed_by     uuid REFERENCES organisation ON DELETE SET NULL,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	agreed_by       text REFERENCES "user" ON DELETE SET NULL,
	agreed_at       timestamptz,
	created_at      timestamptz NOT NULL,
	updated_at      timestamptz NOT NULL
);
CREATE UNIQUE INDEX payment_plan_of_award ON payment_plan (award_id) WHERE state <> 'cancelled';
CREATE INDEX ON payment_plan (seller_id, created_at DESC);
CREATE INDEX ON payment_plan (buyer_id, created_at DESC);

CREATE TABLE payment (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	plan_id         uuid NOT NULL REFERENCES payment_plan ON DELETE CASCADE,
	position        integer NOT NULL,
	kind            text NOT NULL CHECK (kind IN ('lump', 'milestone', 'royalty', 'royalty-period')),
	title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
	condition       text NOT NULL DEFAULT '' CHECK (char_length(condition) <= 1000),
	amount          bigint,
	due_on          date,
	state           text NOT NULL CHECK (state IN ('planned', 'due', 'invoiced', 'paid', 'waived')),
	-- A royalty: a rate on a base, period by period.
	rate_bp         integer CHECK (rate_bp BETWEEN 1 AND 10000),
	base            text NOT NULL DEFAULT '' CHECK (char_length(base) <= 1000),
	minimum         bigint CHECK (minimum >= 0),
	cap             bigint CHECK (cap >= 0),
	period          text CHECK (period IN ('quarter', 'half', 'year')),
	from_on         date,
	until_on        date,
	-- One period of it, as the buyer reported.
	royalty_id      uuid REFERENCES payment ON DELETE CASCADE,
	base_amount     bigint,
	paid_on         date,
	reason          text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 1000),
	reminded_on     date,
	updated_at      timestamptz NOT NULL,
	UNIQUE (plan_id, position),
	CHECK ((kind = 'royalty') = (amount IS NULL)),
	-- A period owes a negative amount where goods came back.
	CHECK (amount >= 0 OR kind = 'royalty-period'),
	CHECK (kind <> 'royalty' OR (rate_bp IS NOT NULL AND period IS NOT NULL AND from_on IS NOT NULL AND until_on > from_on)),
	CHECK (kind <> 'royalty-period' OR (royalty_id IS NOT NULL AND from_on IS NOT NULL AND until_on IS NOT NULL)),
	CHECK (minimum <= cap),
	CHECK ((state = 'paid') = (paid_on IS NOT NULL))
);
CREATE INDEX payment_due ON payment (due_on) WHERE state IN ('due', 'invoiced');
CREATE UNIQUE INDEX payment_period_once ON payment (royalty_id, from_on) WHERE royalty_id IS NOT NULL;

-- Invoices and receipts as they were issued; numbered without a gap by seller, kind and year.
CREATE TABLE payment_document (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	plan_id         uuid NOT NULL REFERENCES payment_plan ON DELETE CASCADE,
	payment_id      uuid NOT NULL REFERENCES payment ON DELETE CASCADE,
	kind            text NOT NULL CHECK (kind IN ('invoice', 'receipt')),
	seller_id       uuid REFERENCES organisation ON DELETE SET NULL,
	year            smallint NOT NULL,
	ordinal         integer NOT NULL CHECK (ordinal > 0),
	amount          bigint NOT NULL,
	currency        char(3) NOT NULL,
	content         jsonb NOT NULL,
	digest          bytea NOT NULL CHECK (octet_length(digest) = 32),
	issued_by       text REFERENCES "user" ON DELETE SET NULL,
	issued_at       timestamptz NOT NULL,
	UNIQUE (seller_id, kind, year, ordinal)
);
CREATE INDEX ON payment_document (payment_id);

-- Time, and the log.

-- The time that counts in a trade: the database's clock, or the one given (tests), but never before what was seen already.
CREATE FUNCTION trade_moment(trade uuid, clock bigint DEFAULT NULL) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT greatest(
		coalesce(clock, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint),
		(SELECT c.highest FROM trading_clock c),
		(SELECT t.last_moment + 1 FROM trade t WHERE t.id = trade_moment.trade));
$$;
-- Keeps the highest time that was seen, and answers it.
CREATE FUNCTION trading_clock_seen(clock bigint DEFAULT NULL) RETURNS bigint LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	UPDATE trading_clock SET highest = greatest(highest, coalesce(clock, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)) RETURNING highest;
$$;

CREATE FUNCTION trade_event_hash(previous bytea, entry trade_event) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
	SELECT sha256(previous || convert_to(jsonb_build_array(
		entry.number, entry.moment, entry.kind, entry.bidder, entry.amount, encode(entry.commitment, 'hex'), entry.detail)::text, 'UTF8'));
$$;

CREATE FUNCTION trade_event_append() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	t trade;
	before text := mitra_act_as_operator('on');
BEGIN
	SELECT * INTO t FROM trade WHERE id = NEW.trade_id FOR UPDATE;
	IF NEW.moment <= t.last_moment THEN RAISE EXCEPTION 'The time of a trade never goes back' USING ERRCODE = 'check_violation'; END IF;
	IF NEW.kind IN ('bid', 'bid-withdrawn', 'closed') AND t.closed_moment IS NOT NULL THEN RAISE EXCEPTION 'This trade is closed' USING ERRCODE = 'check_violation'; END IF;
	IF NEW.kind IN ('bid', 'bid-withdrawn') AND (NEW.moment < t.opens OR NEW.moment >= t.ends) THEN
		RAISE EXCEPTION 'Nothing is bid outside of the time of a trade' USING ERRCODE = 'check_violation';
	END IF;
	IF NEW.kind = 'bid' AND NOT EXISTS (SELECT FROM trade_bidder b WHERE b.trade_id = t.id AND b.number = NEW.bidder AND b.state = 'admitted') THEN
		RAISE EXCEPTION 'Only who is admitted bids' USING ERRCODE = 'check_violation';
	END IF;
	NEW.number := t.event_count + 1;
	NEW.previous := t.last_hash;
	NEW.hash := trade_event_hash(NEW.previous, NEW);
	UPDATE trade SET event_count = NEW.number, last_moment = NEW.moment, last_hash = NEW.hash,
		closed_moment = CASE WHEN NEW.kind = 'closed' THEN NEW.moment ELSE closed_moment END
		WHERE id = t.id;
	PERFORM mitra_act_as_operator(before);
	PERFORM pg_notify('trade_change', t.number::text);
	RETURN NEW;
END $$;
CREATE TRIGGER trade_event_append BEFORE INSERT ON trade_event FOR EACH ROW EXECUTE FUNCTION trade_event_append();

CREATE FUNCTION trade_event_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'The log of a trade is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER trade_event_stands BEFORE UPDATE OR DELETE ON trade_event FOR EACH ROW EXECUTE FUNCTION trade_event_stands();
CREATE TRIGGER trade_event_stands_whole BEFORE TRUNCATE ON trade_event FOR EACH STATEMENT EXECUTE FUNCTION trade_event_stands();

-- The first line of a trade's log that is not what was written, or after which something is missing; null where it is whole.
CREATE FUNCTION trade_log_fault(trade uuid) RETURNS integer LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	entry trade_event;
	head bytea := sha256('mitra trade');
	expected integer := 1;
	t trade;
BEGIN
	FOR entry IN SELECT e.* FROM trade_event e WHERE e.trade_id = trade_log_fault.trade ORDER BY e.number LOOP
		IF entry.number <> expected OR entry.previous <> head OR entry.hash <> trade_event_hash(head, entry) THEN RETURN expected; END IF;
		head := entry.hash;
		expected := expected + 1;
	END LOOP;
	SELECT * INTO t FROM trade WHERE id = trade_log_fault.trade;
	IF t.event_count <> expected - 1 OR t.last_hash <> head THEN RETURN expected; END IF;
	RETURN NULL;
END $$;

-- Issued documents stay as they are; they go only with their plan.
CREATE FUNCTION payment_document_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF (NEW.content, NEW.digest, NEW.amount, NEW.currency, NEW.kind, NEW.year, NEW.ordinal, NEW.issued_at, NEW.payment_id)
		IS DISTINCT FROM (OLD.content, OLD.digest, OLD.amount, OLD.currency, OLD.kind, OLD.year, OLD.ordinal, OLD.issued_at, OLD.payment_id) THEN
		RAISE EXCEPTION 'An issued document stays as it is' USING ERRCODE = 'insufficient_privilege';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER payment_document_stands BEFORE UPDATE ON payment_document FOR EACH ROW EXECUTE FUNCTION payment_document_stands();

-- Walls. Whoever belongs to an organisation by membership: the operator does not, for sealed bids are not even his to read.
CREATE FUNCTION mitra_member_of(organisation uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.organisation_id = organisation);
$$;
CREATE FUNCTION mitra_trade_side(trade uuid) RETURNS text LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	side text;
BEGIN
	IF mitra_is_operator() THEN RETURN 'officers'; END IF;
	IF mitra_user() IS NULL THEN RETURN NULL; END IF;
	before := mitra_act_as_operator('on');
	SELECT CASE WHEN m.organisation_id IS NULL THEN 'officers' ELSE 'seller' END INTO side
		FROM trade t JOIN membership m ON m.organisation_id = t.organisation_id OR (m.centre_id = t.centre_id AND m.role = 'officer') OR m.role = 'secretariat'
		WHERE t.id = mitra_trade_side.trade AND m.user_id = mitra_user()
		ORDER BY m.organisation_id IS NULL LIMIT 1;
	PERFORM mitra_act_as_operator(before);
	RETURN side;
END $$;
-- Whether what was bid may be known: sealed bids once they are opened.
CREATE FUNCTION mitra_trade_revealed(trade uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	revealed boolean;
BEGIN
	SELECT t.mode <> 'sealed' OR EXISTS (SELECT FROM trade_event e WHERE e.trade_id = t.id AND e.kind = 'opened') INTO revealed FROM trade t WHERE t.id = mitra_trade_revealed.trade;
	PERFORM mitra_act_as_operator(before);
	RETURN coalesce(revealed, false);
END $$;
-- Whether the seller knows who bids: not while an auction runs.
CREATE FUNCTION mitra_trade_names_bidders(trade uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text := mitra_act_as_operator('on');
	named boolean;
BEGIN
	SELECT t.mode IN ('fixed', 'offers') OR t.state IN ('awarded', 'contracted', 'completed') INTO named FROM trade t WHERE t.id = mitra_trade_names_bidders.trade;
	PERFORM mitra_act_as_operator(before);
	RETURN coalesce(named, false);
END $$;
CREATE FUNCTION mitra_bids_as(trade uuid, bidder integer) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	own boolean;
BEGIN
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	own := EXISTS (SELECT FROM trade_bidder b JOIN membership m ON m.organisation_id = b.organisation_id
		WHERE b.trade_id = mitra_bids_as.trade AND b.number = mitra_bids_as.bidder AND m.user_id = mitra_user());
	PERFORM mitra_act_as_operator(before);
	RETURN own;
END $$;
-- An officer of the centre; not the secretariat, which needs figures of payments and no contents.
CREATE FUNCTION mitra_is_officer_of(centre text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
	SELECT EXISTS (SELECT FROM membership m WHERE m.user_id = mitra_user() AND m.centre_id = centre AND m.role = 'officer');
$$;
CREATE FUNCTION mitra_in_plan(plan uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
	before text;
	found boolean;
BEGIN
	IF mitra_is_operator() THEN RETURN true; END IF;
	IF mitra_user() IS NULL THEN RETURN false; END IF;
	before := mitra_act_as_operator('on');
	found := EXISTS (SELECT FROM payment_plan p JOIN membership m ON m.organisation_id IN (p.seller_id, p.buyer_id) OR (m.centre_id = p.centre_id AND m.role = 'officer')
		WHERE p.id = mitra_in_plan.plan AND m.user_id = mitra_user());
	PERFORM mitra_act_as_operator(before);
	RETURN found;
END $$;

ALTER TABLE trade ENABLE ROW LEVEL SECURITY;
CREATE POLICY announced ON trade FOR SELECT USING (state <> 'draft');
CREATE POLICY inside ON trade USING (mitra_belongs_to(organisation_id) OR mitra_serves_centre(centre_id));
ALTER TABLE trade_reserve ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_seller ON trade_reserve USING (mitra_is_operator() OR mitra_trade_side(trade_id) = 'seller');
ALTER TABLE trade_bidder ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON trade_bidder FOR SELECT USING (mitra_belongs_to(organisation_id));
CREATE POLICY of_seller ON trade_bidder FOR SELECT USING (mitra_trade_side(trade_id) = 'seller' AND mitra_trade_names_bidders(trade_id));
CREATE POLICY of_officers ON trade_bidder USING (mitra_trade_side(trade_id) = 'officers');
ALTER TABLE trade_event ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_visible_trade ON trade_event FOR SELECT USING (EXISTS (SELECT FROM trade t WHERE t.id = trade_id));
CREATE POLICY written_inside ON trade_event FOR INSERT WITH CHECK (mitra_trade_side(trade_id) IS NOT NULL);
ALTER TABLE trade_bid ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON trade_bid FOR SELECT USING (mitra_bids_as(trade_id, bidder));
CREATE POLICY revealed ON trade_bid FOR SELECT USING (mitra_trade_side(trade_id) IS NOT NULL AND mitra_trade_revealed(trade_id));
CREATE POLICY taken_in ON trade_bid FOR INSERT WITH CHECK (mitra_is_operator());
ALTER TABLE trade_opening ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_officers ON trade_opening USING (mitra_trade_side(trade_id) = 'officers');
ALTER TABLE trade_award ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_winner ON trade_award USING (mitra_belongs_to(organisation_id));
CREATE POLICY inside ON trade_award USING (mitra_trade_side(trade_id) IS NOT NULL);
ALTER TABLE payment_plan ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_parties ON payment_plan USING (mitra_belongs_to(seller_id) OR mitra_belongs_to(buyer_id) OR mitra_is_officer_of(centre_id));
ALTER TABLE payment ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_parties ON payment USING (mitra_in_plan(plan_id));
ALTER TABLE payment_document ENABLE ROW LEVEL SECURITY;
CREATE POLICY of_parties ON payment_document USING (mitra_in_plan(plan_id));

-- Figures: sums only, whoever asks; the pages leave small groups out where anybody may read.
CREATE FUNCTION trade_turnover() RETURNS TABLE (year integer, mode text, subject text, area text, seller_country text, buyer_country text, currency text, deals bigint, agreed numeric)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY SELECT extract(year FROM coalesce(a.contracted_on, a.answered_at AT TIME ZONE 'UTC'))::integer, t.mode, t.subject, coalesce(t.areas[1], ''), t.country::text, a.country::text, a.currency::text,
		count(*), sum(a.amount)
	FROM trade_award a JOIN trade t ON t.id = a.trade_id WHERE a.state IN ('accepted', 'contracted')
	GROUP BY 1, 2, 3, 4, 5, 6, 7;
	PERFORM mitra_act_as_operator(before);
END $$;
-- What was paid in a year, as the sellers confirmed it.
CREATE FUNCTION payment_turnover() RETURNS TABLE (year integer, kind text, seller_country text, buyer_country text, currency text, plans bigint, paid numeric)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE before text := mitra_act_as_operator('on');
BEGIN
	RETURN QUERY SELECT extract(year FROM x.paid_on)::integer, x.kind, p.seller_country::text, p.buyer_country::text, p.currency::text, count(DISTINCT p.id), sum(x.amount)
	FROM payment x JOIN payment_plan p ON p.id = x.plan_id WHERE x.state = 'paid'
	GROUP BY 1, 2, 3, 4, 5;
	PERFORM mitra_act_as_operator(before);
END $$;
