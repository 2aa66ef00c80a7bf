-- The network (countries, centres, organisations, people) and its listings, with their versions, reviews and imports.
-- A human text that exists in several languages is a jsonb array of {language, text, provenance}.

CREATE TABLE country (
	code            char(2) PRIMARY KEY CHECK (code ~ '^[A-Z]{2}$'),
	asean_since     date,
	position        smallint NOT NULL DEFAULT 100
);

CREATE TABLE centre (
	id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,60}$'),
	kind            text NOT NULL CHECK (kind IN ('headquarters', 'bilateral', 'regional')),
	country         char(2) NOT NULL REFERENCES country,
	place           jsonb NOT NULL DEFAULT '[]',
	latitude        double precision CHECK (latitude BETWEEN -90 AND 90),
	longitude       double precision CHECK (longitude BETWEEN -180 AND 180),
	names           jsonb NOT NULL,
	about           jsonb NOT NULL DEFAULT '[]',
	memorandum      text CHECK (memorandum IN ('signed', 'not-signed')),
	languages       text[] NOT NULL DEFAULT '{}',
	source          text NOT NULL,
	position        smallint NOT NULL DEFAULT 100
);
COMMENT ON COLUMN centre.memorandum IS 'Whether an agreement or memorandum founds the bilateral centre, as the 2020 case study states; null where the question does not arise';

CREATE TABLE counterpart_agency (
	id              integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	centre_id       text NOT NULL REFERENCES centre ON DELETE CASCADE,
	role            text NOT NULL CHECK (role IN ('guiding', 'implementing', 'funding', 'operating')),
	names           jsonb NOT NULL,
	source          text NOT NULL,
	position        smallint NOT NULL DEFAULT 0
);
CREATE INDEX ON counterpart_agency (centre_id);

CREATE TABLE organisation (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	slug            text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9-]{2,100}$'),
	kind            text NOT NULL CHECK (kind IN ('company', 'university', 'institute', 'association', 'government', 'other')),
	size            text CHECK (size IN ('1-10', '11-49', '50-249', '250+')),
	country         char(2) NOT NULL REFERENCES country,
	place           text,
	latitude        double precision CHECK (latitude BETWEEN -90 AND 90),
	longitude       double precision CHECK (longitude BETWEEN -180 AND 180),
	names           jsonb NOT NULL,
	about           jsonb NOT NULL DEFAULT '[]',
	areas           text[] NOT NULL DEFAULT '{}',
	website         text CHECK (char_length(website) <= 300),
	centre_id       text NOT NULL REFERENCES centre,
	state           text NOT NULL DEFAULT 'admitted' CHECK (state IN ('applied', 'admitted', 'refused')),
	is_sample       boolean NOT NULL DEFAULT false,
	created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON organisation (centre_id);
CREATE INDEX ON organisation (country);

-- Accounts: the tables that better-auth keeps.
CREATE TABLE "user" (
	id              text PRIMARY KEY,
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	email           text NOT NULL UNIQUE,
	email_verified  boolean NOT NULL DEFAULT false,
	image           text,
	language        text NOT NULL DEFAULT 'en',
	is_sample       boolean NOT NULL DEFAULT false,
	created_at      timestamptz NOT NULL DEFAULT now(),
	updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
	id              text PRIMARY KEY,
	expires_at      timestamptz NOT NULL,
	token           text NOT NULL UNIQUE,
	ip_address      text,
	user_agent      text,
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	created_at      timestamptz NOT NULL DEFAULT now(),
	updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON session (user_id);

CREATE TABLE account (
	id                        text PRIMARY KEY,
	account_id                text NOT NULL,
	provider_id               text NOT NULL,
	user_id                   text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	access_token              text,
	refresh_token             text,
	id_token                  text,
	access_token_expires_at   timestamptz,
	refresh_token_expires_at  timestamptz,
	scope                     text,
	password                  text,
	created_at                timestamptz NOT NULL DEFAULT now(),
	updated_at                timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON account (user_id);

CREATE TABLE verification (
	id              text PRIMARY KEY,
	identifier      text NOT NULL,
	value           text NOT NULL,
	expires_at      timestamptz NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now(),
	updated_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON verification (identifier);

CREATE TABLE membership (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	organisation_id uuid REFERENCES organisation ON DELETE CASCADE,
	centre_id       text REFERENCES centre ON DELETE CASCADE,
	role            text NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now(),
	CHECK ((organisation_id IS NOT NULL AND centre_id IS NULL AND role IN ('owner', 'editor', 'reader'))
		OR (organisation_id IS NULL AND centre_id IS NOT NULL AND role IN ('officer', 'secretariat'))),
	UNIQUE NULLS NOT DISTINCT (user_id, organisation_id, centre_id)
);
CREATE INDEX ON membership (organisation_id);
CREATE INDEX ON membership (centre_id);

-- Listings.
CREATE SEQUENCE listing_reference START 1001;
CREATE SEQUENCE listing_change;

CREATE TABLE listing (
	id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	reference             integer NOT NULL UNIQUE DEFAULT nextval('listing_reference'),
	kind                  text NOT NULL CHECK (kind IN ('offer', 'need')),
	organisation_id       uuid NOT NULL REFERENCES organisation,
	centre_id             text NOT NULL REFERENCES centre,
	state                 text NOT NULL DEFAULT 'draft'
		CHECK (state IN ('draft', 'submitted', 'returned', 'published', 'paused', 'closed', 'expired', 'archived')),
	revision              text CHECK (revision IN ('draft', 'submitted', 'returned')),
	closed_reason         text CHECK (closed_reason IN ('matched', 'withdrawn')),
	working_version_id    uuid,
	published_version_id  uuid,
	external_id           text CHECK (char_length(external_id) BETWEEN 1 AND 200),
	source                text CHECK (char_length(source) <= 200),
	valid_until           date,
	reminded_on           date,
	published_at          timestamptz,
	created_by            text REFERENCES "user" ON DELETE SET NULL,
	created_at            timestamptz NOT NULL DEFAULT now(),
	updated_at            timestamptz NOT NULL DEFAULT now(),
	change_number         bigint NOT NULL DEFAULT nextval('listing_change'),
	CHECK ((state = 'closed') = (closed_reason IS NOT NULL)),
	CHECK (revision IS NULL OR state IN ('published', 'paused', 'expired')),
	CHECK (state NOT IN ('published', 'paused', 'expired') OR (published_version_id IS NOT NULL AND valid_until IS NOT NULL)),
	UNIQUE (organisation_id, external_id)
);
CREATE INDEX ON listing (organisation_id);
CREATE INDEX ON listing (centre_id, state);
CREATE INDEX ON listing (state, published_at DESC);
CREATE INDEX ON listing (valid_until) WHERE state = 'published';

CREATE TABLE listing_version (
	id                    uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	listing_id            uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	number                integer NOT NULL CHECK (number > 0),
	language              text NOT NULL CHECK (language IN ('en', 'zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt')),
	provenance            text NOT NULL DEFAULT 'original' CHECK (provenance IN ('original', 'human-translation', 'machine-translation')),
	title                 text NOT NULL DEFAULT '' CHECK (char_length(title) <= 256),
	summary               text NOT NULL DEFAULT '' CHECK (char_length(summary) <= 500),
	description           text NOT NULL DEFAULT '' CHECK (char_length(description) <= 4000),
	advantages            text NOT NULL DEFAULT '' CHECK (char_length(advantages) <= 2000),
	benefit_in_figures    text NOT NULL DEFAULT '' CHECK (char_length(benefit_in_figures) <= 1000),
	compared_with         text NOT NULL DEFAULT '' CHECK (char_length(compared_with) <= 1000),
	sought                text NOT NULL DEFAULT '' CHECK (char_length(sought) <= 2000),
	areas                 text[] NOT NULL DEFAULT '{}' CHECK (cardinality(areas) <= 3),
	keywords              text[] NOT NULL DEFAULT '{}' CHECK (cardinality(keywords) <= 5),
	trl                   smallint CHECK (trl BETWEEN 1 AND 9),
	ip                    jsonb NOT NULL DEFAULT '{"status": null, "rights": []}',
	cooperation           text[] NOT NULL DEFAULT '{}',
	partner               jsonb NOT NULL DEFAULT '{"kinds": [], "role": ""}',
	countries             text[] NOT NULL DEFAULT '{}',
	price                 jsonb,
	budget                jsonb,
	relevant_date         date,
	sdgs                  smallint[] NOT NULL DEFAULT '{}',
	export_control        text NOT NULL DEFAULT '' CHECK (char_length(export_control) <= 500),
	video_url             text NOT NULL DEFAULT '' CHECK (char_length(video_url) <= 500),
	display               text NOT NULL DEFAULT 'open' CHECK (display IN ('open', 'hidden')),
	disclosure            jsonb NOT NULL DEFAULT '{}',
	created_by            text REFERENCES "user" ON DELETE SET NULL,
	created_at            timestamptz NOT NULL DEFAULT now(),
	updated_at            timestamptz NOT NULL DEFAULT now(),
	UNIQUE (listing_id, number)
);
COMMENT ON COLUMN listing_version.relevant_date IS 'An offer''s available-from, a need''s needed-by';

ALTER TABLE listing
	ADD FOREIGN KEY (working_version_id) REFERENCES listing_version DEFERRABLE INITIALLY DEFERRED,
	ADD FOREIGN KEY (published_version_id) REFERENCES listing_version DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE listing_contact (
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	user_id         text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	PRIMARY KEY (listing_id, user_id)
);

CREATE TABLE attachment (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	media_type      text NOT NULL CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'application/pdf')),
	bytes           integer NOT NULL CHECK (bytes BETWEEN 1 AND 10485760),
	sha256          char(64) NOT NULL,
	disclosure      text NOT NULL DEFAULT 'public' CHECK (disclosure IN ('public', 'network', 'parties', 'confidential')),
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON attachment (listing_id);

CREATE TABLE review (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	listing_id      uuid NOT NULL REFERENCES listing ON DELETE CASCADE,
	version_id      uuid NOT NULL REFERENCES listing_version ON DELETE CASCADE,
	reviewer_id     text REFERENCES "user" ON DELETE SET NULL,
	decision        text NOT NULL CHECK (decision IN ('published', 'returned')),
	remark          text NOT NULL DEFAULT '' CHECK (char_length(remark) <= 2000),
	language        text NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON review (listing_id);

-- A changed listing tells every process that holds an index of it; the number tells a process that was away what it missed.
CREATE FUNCTION listing_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	NEW.change_number := nextval('listing_change');
	NEW.updated_at := now();
	PERFORM pg_notify('listing_change', NEW.id::text);
	RETURN NEW;
END $$;
CREATE TRIGGER listing_changed BEFORE INSERT OR UPDATE ON listing FOR EACH ROW EXECUTE FUNCTION listing_changed();

CREATE FUNCTION listing_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM pg_notify('listing_change', OLD.id::text);
	RETURN OLD;
END $$;
CREATE TRIGGER listing_removed AFTER DELETE ON listing FOR EACH ROW EXECUTE FUNCTION listing_removed();

-- Imports: a file, its mapping, and what became of each row.
CREATE TABLE import_batch (
	id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	organisation_id uuid NOT NULL REFERENCES organisation ON DELETE CASCADE,
	created_by      text REFERENCES "user" ON DELETE SET NULL,
	file_name       text NOT NULL CHECK (char_length(file_name) <= 300),
	format          text NOT NULL CHECK (format IN ('csv', 'xlsx', 'jsonl')),
	sha256          char(64) NOT NULL,
	columns         text[] NOT NULL DEFAULT '{}',
	mapping         jsonb NOT NULL DEFAULT '{}',
	defaults        jsonb NOT NULL DEFAULT '{}',
	state           text NOT NULL DEFAULT 'uploaded' CHECK (state IN ('uploaded', 'previewed', 'running', 'finished', 'cancelled', 'failed')),
	rows_total      integer NOT NULL DEFAULT 0,
	rows_done       integer NOT NULL DEFAULT 0,
	rows_created    integer NOT NULL DEFAULT 0,
	rows_updated    integer NOT NULL DEFAULT 0,
	rows_unchanged  integer NOT NULL DEFAULT 0,
	rows_bad        integer NOT NULL DEFAULT 0,
	failure         text,
	created_at      timestamptz NOT NULL DEFAULT now(),
	finished_at     timestamptz
);
CREATE INDEX ON import_batch (organisation_id, created_at DESC);

CREATE TABLE import_row (
	batch_id        uuid NOT NULL REFERENCES import_batch ON DELETE CASCADE,
	number          integer NOT NULL CHECK (number > 0),
	cells           jsonb NOT NULL,
	errors          jsonb NOT NULL DEFAULT '[]',
	outcome         text CHECK (outcome IN ('created', 'updated', 'unchanged', 'bad')),
	listing_id      uuid REFERENCES listing ON DELETE SET NULL,
	PRIMARY KEY (batch_id, number)
);

-- Events and cases, as far as the documents state them, and samples.
CREATE TABLE event (
	id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,80}$'),
	kind            text NOT NULL CHECK (kind IN ('forum', 'b2b-meeting', 'exhibition', 'road-show', 'seminar', 'field-visit', 'competition', 'working-group')),
	names           jsonb NOT NULL,
	about           jsonb NOT NULL DEFAULT '[]',
	theme           jsonb NOT NULL DEFAULT '[]',
	facts           jsonb NOT NULL DEFAULT '[]',
	starts_on       date NOT NULL,
	ends_on         date NOT NULL,
	place           jsonb NOT NULL DEFAULT '[]',
	country         char(2) NOT NULL REFERENCES country,
	is_sample       boolean NOT NULL DEFAULT false,
	source          text NOT NULL,
	CHECK (ends_on >= starts_on)
);

CREATE TABLE cooperation_case (
	id              text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{2,80}$'),
	titles          jsonb NOT NULL,
	contents        jsonb NOT NULL,
	partners        jsonb NOT NULL,
	countries       text[] NOT NULL,
	areas           text[] NOT NULL DEFAULT '{}',
	source          text NOT NULL,
	position        smallint NOT NULL DEFAULT 0
);

CREATE TABLE audit (
	id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	at              timestamptz NOT NULL DEFAULT now(),
	actor_id        text,
	action          text NOT NULL,
	entity          text NOT NULL,
	entity_id       text NOT NULL,
	detail          jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX ON audit (entity, entity_id, at);
CREATE INDEX ON audit (actor_id, at);
