import { z } from 'zod';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { AccountsContext } from '../accounts-context.ts';
import { unseal } from '../tokens.ts';
import { providerRows } from './queries.ts';

/** An institution whose people sign in with OpenID Connect. */
export interface Provider {
	id: string;
	name: string;
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** Domains of the mail addresses that it answers for. */
	domains: string[];
}

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** An issuer is reached over TLS; on the machine itself also without. */
export function isIssuer(text: string): boolean {
	if (text.length > 500 || !URL.canParse(text)) return false;
	const url = new URL(text);
	if (url.username || url.password || url.search || url.hash) return false;
	return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

export const DOMAIN = /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/;
export const PROVIDER_ID = /^[a-z0-9][a-z0-9-]{1,39}$/;

const environmentSchema = z.array(
	z.object({
		id: z.string().regex(PROVIDER_ID),
		name: z.string().min(1).max(200),
		issuer: z.string().refine(isIssuer),
		clientId: z.string().min(1),
		clientSecret: z.string().min(1),
		domains: z.array(z.string().regex(DOMAIN)).min(1),
	}),
);

let ofEnvironment: { text: string | undefined; providers: Provider[] } | undefined;

/** What MITRA_OIDC sets: a JSON list of {id, name, issuer, clientId, clientSecret, domains}. */
export function environmentProviders(text = process.env.MITRA_OIDC?.trim()): Provider[] {
	if (ofEnvironment?.text !== text || !ofEnvironment) ofEnvironment = { text, providers: text ? readProviders(text) : [] };
	return ofEnvironment.providers;
}

function readProviders(text: string): Provider[] {
	const expected = 'expected a JSON list of {"id", "name", "issuer", "clientId", "clientSecret", "domains": []}';
	let json: unknown;
	try {
		json = JSON.parse(text);
	} catch {
		throw new ExpectedError('invalid_input', `The environment variable MITRA_OIDC: ${expected}.`, { field: 'MITRA_OIDC' });
	}
	const read = environmentSchema.safeParse(json);
	if (read.success) return read.data;
	// Where it is wrong is said, never what stands there: it holds secrets.
	const where = read.error.issues.map((issue) => issue.path.join('.')).join(', ');
	throw new ExpectedError('invalid_input', `The environment variable MITRA_OIDC is wrong at ${where}: ${expected}.`, { field: 'MITRA_OIDC' });
}

/** Every institution that is switched on. What the environment sets goes before what the secretariat set. */
export async function openProviders(context: AccountsContext): Promise<Provider[]> {
	const fixed = environmentProviders();
	const rows = (await providerRows(context.db)).filter(({ id, enabled }) => enabled && !fixed.some((each) => each.id === id));
	return [...fixed, ...rows.map((row) => ({ ...row, clientSecret: unseal(context.secret, row.clientSecret) }))];
}

export async function openProvider(context: AccountsContext, id: string): Promise<Provider | undefined> {
	return (await openProviders(context)).find((each) => each.id === id);
}

/** What the sign-in page offers. */
export async function signInChoices(context: AccountsContext): Promise<{ id: string; name: string }[]> {
	const fixed = environmentProviders();
	const rows = (await providerRows(context.db)).filter(({ id, enabled }) => enabled && !fixed.some((each) => each.id === id));
	return [...fixed, ...rows].map(({ id, name }) => ({ id, name }));
}

/** How accounts name the institution: a subject is unique at its issuer. */
export const accountProvider = (issuer: string) => `oidc:${issuer}`;
