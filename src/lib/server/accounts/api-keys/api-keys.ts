import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { mailSafetyNews } from '../account-mails.ts';
import type { AccountsContext } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { cleanLine, type AccountError } from '../input.ts';
import { userById } from '../joining/queries.ts';
import { actorOfUser, lockUser } from '../queries.ts';
import { accountRules } from '../rules.ts';
import { hashOf, newToken } from '../tokens.ts';
import { countStandingKeys, insertKey, keysOf, noteUse, revokeKey, standingKey } from './queries.ts';
import { API_SCOPES, type ApiScope } from './scopes.ts';

/** For how many days a key may be made. There is none without an end. */
export const KEY_DAYS = [30, 90, 365] as const;
export const MOST_KEYS = 20;
const DAY = 24 * 60 * 60_000;
/** By it, a key that stands where it should not is found by those who look for such things. */
const PREFIX = 'mitra_';
const SHOWN = PREFIX.length + 6;

export interface KeyInput {
	name: string;
	scopes: ApiScope[];
	days: number;
}

export function parseKey(form: FormData): { key: KeyInput; errors: AccountError[] } {
	const key: KeyInput = {
		name: cleanLine(form.get('name')),
		scopes: API_SCOPES.filter((scope) => form.getAll('scope').includes(scope)),
		days: Number(form.get('days')),
	};
	const errors: AccountError[] = [];
	if (key.name === '') errors.push({ field: 'name', code: 'required' });
	else if ([...key.name].length > 100) errors.push({ field: 'name', code: 'too_long', limit: 100 });
	if (key.scopes.length === 0) errors.push({ field: 'scope', code: 'required' });
	if (!(KEY_DAYS as readonly number[]).includes(key.days)) errors.push({ field: 'days', code: 'not_allowed' });
	return { key, errors };
}

/** What a person sees of the keys. */
export async function viewKeys({ db }: Pick<AccountsContext, 'db'>, member: Member, now: Date) {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Keys are the person’s own affair.');
	return (await keysOf(db, member.userId)).map(({ id, name, beginning, scopes, createdAt, expiresAt, revokedAt, lastUsedAt }) => {
		const state = revokedAt ? ('revoked' as const) : expiresAt <= now ? ('expired' as const) : ('standing' as const);
		return { id, name, beginning, scopes, createdAt, expiresAt, lastUsedAt, state };
	});
}

/**
 * Makes a key and answers it: this once, for only its hash is kept. Whoever calls this has confirmed the person.
 * Errors: forbidden, conflict (as many keys as a person may have).
 */
export async function makeKey(context: AccountsContext, member: Member, input: KeyInput & { now: Date }): Promise<string> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Keys are the person’s own affair.');
	const secret = PREFIX + newToken();
	await inTransaction(context.db, async (tx) => {
		await lockUser(tx, member.userId);
		if ((await countStandingKeys(tx, member.userId, input.now)) >= MOST_KEYS) throw new ExpectedError('conflict', `A person has at most ${MOST_KEYS} keys.`);
		const id = await insertKey(tx, {
			userId: member.userId,
			name: input.name,
			secretHash: hashOf(secret),
			beginning: secret.slice(0, SHOWN),
			scopes: input.scopes,
			createdAt: input.now,
			expiresAt: new Date(input.now.getTime() + input.days * DAY),
		});
		const person = await userById(tx, member.userId);
		if (person) await mailSafetyNews(tx, context.jobs, person, 'api-key', context);
		await recordAudit(tx, { actor: member, action: 'api_key.make', entity: 'api_key', entityId: id, detail: { scopes: input.scopes, days: input.days } });
	});
	return secret;
}

/** Ends a key at once. False where it had ended, or is somebody else's. */
export async function endKey({ db }: Pick<AccountsContext, 'db'>, member: Member, input: { id: string; now: Date }): Promise<boolean> {
	if (!accountRules.secure(member, member)) throw new ExpectedError('forbidden', 'Keys are the person’s own affair.');
	return inTransaction(db, async (tx) => {
		if (!(await revokeKey(tx, { ...input, userId: member.userId }))) return false;
		await recordAudit(tx, { actor: member, action: 'api_key.revoke', entity: 'api_key', entityId: input.id });
		return true;
	});
}

/** What a request with a key is about: the log is read with all roles of the person, and nothing else is done with them. */
export type KeyUse = 'listings' | 'export' | 'audit';

/**
 * Who asks with a key, as an actor that may do no more than its scopes; undefined where the key does not stand. The rules
 * need not know of keys: what a scope does not allow, the actor has no role for.
 */
export async function actorOfBearer(
	{ db }: Pick<AccountsContext, 'db'>,
	authorization: string,
	asking: { use: KeyUse; place: string | null; now: Date },
): Promise<Member | undefined> {
	const secret = /^Bearer +(mitra_[\w-]{43})$/i.exec(authorization.trim())?.[1];
	const key = secret && (await standingKey(db, hashOf(secret), asking.now));
	if (!key) return undefined;
	const person = await actorOfUser(db, key.userId);
	if (person.kind !== 'member') return undefined;
	await noteUse(db, key.id, asking.now);
	return limitTo({ ...person, origin: { place: asking.place, sessionId: null, apiKeyId: key.id } }, key.scopes, asking.use);
}

/**
 * A member with the roles that some scopes leave. A key writes as an editor does: it admits nobody and hands over nothing.
 * Officers decide at the site, so a key has none of their roles; but it reads the audit log as the person does.
 */
export function limitTo(member: Member, scopes: readonly ApiScope[], use: KeyUse): Member {
	const { duties, ...rest } = member;
	if (use === 'audit') return scopes.includes('audit.read') ? { ...member, scopes } : { ...rest, scopes, organisations: new Map(), centres: new Map() };
	const writes = scopes.includes('listings.write');
	const reads = writes || scopes.includes('listings.read') || (use === 'export' && scopes.includes('export'));
	const organisations = new Map<string, 'editor' | 'reader'>();
	if (reads) for (const [id, role] of member.organisations) organisations.set(id, writes && role !== 'reader' ? 'editor' : 'reader');
	return { ...rest, scopes, organisations, centres: new Map() };
}
