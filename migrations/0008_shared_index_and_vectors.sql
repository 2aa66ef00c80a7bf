-- The retrieval index in the database, for installations of several servers (MITRA_SEARCH=postgres): analysed terms with the
-- weight that each has in each document. Empty where the servers keep the index in their memory.

CREATE TABLE search_term (
	number          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	term            text COLLATE "C" NOT NULL UNIQUE CHECK (char_length(term) <= 400),
	documents       integer NOT NULL DEFAULT 0
);

CREATE TABLE search_document (
	number          integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	id              text NOT NULL UNIQUE,
	version         bigint NOT NULL DEFAULT 0,
	facets          text[] NOT NULL DEFAULT '{}',
	lengths         double precision[] NOT NULL
);
COMMENT ON COLUMN search_document.number IS 'In the order of insertion; equal scores stand in this order';
COMMENT ON COLUMN search_document.facets IS 'facet=value';
CREATE INDEX ON search_document USING gin (facets);

-- impact is 1 to 4095; field is the position of the field in which the term weighs most.
CREATE TABLE search_posting (
	term            integer NOT NULL REFERENCES search_term,
	document        integer NOT NULL REFERENCES search_document ON DELETE CASCADE,
	impact          smallint NOT NULL CHECK (impact BETWEEN 1 AND 4095),
	field           smallint NOT NULL,
	PRIMARY KEY (term, document) INCLUDE (impact, field)
);
CREATE INDEX ON search_posting (document);

CREATE TABLE search_statistics (
	single          boolean PRIMARY KEY DEFAULT true CHECK (single),
	fingerprint     text NOT NULL DEFAULT '',
	documents       integer NOT NULL DEFAULT 0,
	length_sums     double precision[] NOT NULL DEFAULT '{}'
);
INSERT INTO search_statistics DEFAULT VALUES;

-- Dense vectors of published versions, where an embedding service is configured (MITRA_EMBEDDINGS_URL). A plain array, so that
-- no extension is needed; where pgvector is installed, queries cast it.
CREATE TABLE listing_vector (
	version_id      uuid NOT NULL REFERENCES listing_version ON DELETE CASCADE,
	model           text NOT NULL CHECK (char_length(model) BETWEEN 1 AND 200),
	vector          real[] NOT NULL CHECK (cardinality(vector) BETWEEN 1 AND 16384),
	text_hash       text NOT NULL,
	created_at      timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (version_id, model)
);
