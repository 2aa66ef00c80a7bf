-- Accounts that prove their address first, a second factor, passkeys, sign-in by institutions, keys of the API, attempts counted in
-- the database, and support on behalf of a person who has agreed.

ALTER TABLE "user" ADD COLUMN two_factor_enabled boolean NOT NULL DEFAULT false;
-- Sample accounts have no mailbox to prove.
UPDATE "user" SET email_verified = true WHERE is_sample;
-- Whoever signed in with a provider's account, or has a password: once.
CREATE UNIQUE INDEX account_once ON account (provider_id, account_id);

-- Kept by better-auth. Secret and recovery codes are encrypted with the installation's secret.
CREATE TABLE two_factor (
	id                         text PRIMARY KEY,
	user_id                    text NOT NULL UNIQUE REFERENCES "user" ON DELETE CASCADE,
	secret                     text NOT NULL,
	backup_codes               text NOT NULL,
	verified                   boolean NOT NULL DEFAULT true,
	failed_verification_count  integer NOT NULL DEFAULT 0,
	locked_until               timestamptz
);

-- A code of the second factor counts once, though it is valid for a minute and a half.
CREATE TABLE spent_code (
	user_id     text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	code_hash   bytea NOT NULL,
	expires_at  timestamptz NOT NULL,
	PRIMARY KEY (user_id, code_hash)
);

CREATE TABLE passkey (
	id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id        text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	name           text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	credential_id  text NOT NULL UNIQUE CHECK (char_length(credential_id) <= 1400),
	public_key     bytea NOT NULL,
	counter        bigint NOT NULL CHECK (counter >= 0),
	transports     text[] NOT NULL DEFAULT '{}',
	backed_up      boolean NOT NULL,
	created_at     timestamptz NOT NULL DEFAULT now(),
	last_used_at   timestamptz
);
CREATE INDEX ON passkey (user_id);

-- What a browser must sign or bring back, once: challenges of passkeys, and sign-ins on their way to an institution.
CREATE TABLE pending_proof (
	key_hash    bytea PRIMARY KEY,
	kind        text NOT NULL CHECK (kind IN ('passkey-add', 'passkey-sign-in', 'institution')),
	user_id     text REFERENCES "user" ON DELETE CASCADE,
	detail      jsonb NOT NULL,
	expires_at  timestamptz NOT NULL
);
COMMENT ON COLUMN pending_proof.key_hash IS 'SHA-256 of what the browser holds in a cookie';

-- Attempts of one kind by one key (an address at a place, a known device), in a window of time. The key is a hash: who was tried
-- cannot be read here.
CREATE TABLE attempt (
	key_hash    bytea PRIMARY KEY,
	count       integer NOT NULL CHECK (count >= 0),
	since       timestamptz NOT NULL,
	expires_at  timestamptz NOT NULL
);
CREATE INDEX ON attempt (expires_at);

-- A registration is no account yet: that is made when the letter's link has been opened and the password typed once more. So an
-- address that somebody else typed is never taken, and its owner cannot confirm a stranger's password unaware.
CREATE TABLE registration (
	id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	token_hash     bytea NOT NULL UNIQUE,
	email          text NOT NULL,
	name           text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	language       text NOT NULL,
	password_hash  text NOT NULL,
	organisation   jsonb,
	created_at     timestamptz NOT NULL DEFAULT now(),
	expires_at     timestamptz NOT NULL
);
COMMENT ON COLUMN registration.organisation IS 'What the person typed about the organisation; entered with the account';

-- A new address, or one that was never proven, waits for the link of its letter.
CREATE TABLE address_proof (
	token_hash  bytea PRIMARY KEY,
	user_id     text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	email       text NOT NULL,
	expires_at  timestamptz NOT NULL
);
CREATE INDEX ON address_proof (user_id);

CREATE TABLE api_key (
	id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
	secret_hash   bytea NOT NULL UNIQUE CHECK (octet_length(secret_hash) = 32),
	beginning     text NOT NULL,
	scopes        text[] NOT NULL CHECK (scopes <@ ARRAY['listings.read', 'listings.write', 'export', 'audit.read'] AND cardinality(scopes) > 0),
	created_at    timestamptz NOT NULL DEFAULT now(),
	expires_at    timestamptz NOT NULL,
	revoked_at    timestamptz,
	last_used_at  timestamptz,
	CHECK (expires_at > created_at)
);
CREATE INDEX ON api_key (user_id);
COMMENT ON COLUMN api_key.beginning IS 'The first characters, by which its owner knows it again';

-- Institutions whose people sign in with OpenID Connect, as the secretariat set them. Others are set by MITRA_OIDC.
CREATE TABLE sign_in_provider (
	id             text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{1,39}$'),
	name           text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
	issuer         text NOT NULL,
	client_id      text NOT NULL,
	client_secret  text NOT NULL,
	domains        text[] NOT NULL CHECK (cardinality(domains) > 0),
	enabled        boolean NOT NULL DEFAULT true,
	updated_by     text NOT NULL,
	updated_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN sign_in_provider.client_secret IS 'Encrypted with the installation''s secret';
COMMENT ON COLUMN sign_in_provider.domains IS 'The domains of the mail addresses that the institution answers for';

-- A person's leave for the secretariat to look at the site as she sees it, and each time that it was used.
CREATE TABLE support_consent (
	id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	user_id       text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	given_at      timestamptz NOT NULL DEFAULT now(),
	until         timestamptz NOT NULL,
	withdrawn_at  timestamptz,
	CHECK (until > given_at AND until <= given_at + interval '8 days')
);
CREATE UNIQUE INDEX support_consent_one ON support_consent (user_id) WHERE withdrawn_at IS NULL;

CREATE TABLE support_visit (
	id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	consent_id   uuid NOT NULL REFERENCES support_consent ON DELETE CASCADE,
	helper_id    text NOT NULL REFERENCES "user" ON DELETE CASCADE,
	session_id   text NOT NULL,
	reason       text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 500),
	started_at   timestamptz NOT NULL DEFAULT now(),
	until        timestamptz NOT NULL,
	ended_at     timestamptz
);
CREATE INDEX ON support_visit (consent_id);
CREATE UNIQUE INDEX support_visit_one ON support_visit (session_id) WHERE ended_at IS NULL;
COMMENT ON COLUMN support_visit.session_id IS 'The helper''s own session, to which the visit is bound';
