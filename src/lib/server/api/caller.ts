import type { AccountsContext } from '#lib/server/accounts/accounts-context.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { actorOfBearer, type KeyUse } from '#lib/server/accounts/api-keys/api-keys.ts';
import type { ApiScope } from '#lib/server/accounts/api-keys/scopes.ts';
import { networkOf } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';

const BASE = /^.*?\/api\/v1/;

/** What a request is about, by its address. */
export function useOf(path: string): KeyUse {
	const inside = path.replace(BASE, '');
	if (/^\/audit(\/|$)/.test(inside)) return 'audit';
	return /^\/export(\/|$)/.test(inside) ? 'export' : 'listings';
}

/** The scope that a key needs for a request. */
export function scopeFor(method: string, path: string): ApiScope {
	const use = useOf(path);
	if (use === 'audit') return 'audit.read';
	if (use === 'export') return 'export';
	return method === 'GET' || method === 'HEAD' ? 'listings.read' : 'listings.write';
}

/**
 * Who calls the API: with a key, its person limited to the key's scopes, whatever cookies come along; else the session's
 * person. Errors: unauthenticated (a key that does not stand is told so, rather than read as a visitor).
 */
export async function callerOf(
	context: Pick<AccountsContext, 'db'>,
	request: Request,
	session: { actor: Actor; address: string; now: Date },
): Promise<Actor> {
	const authorization = request.headers.get('authorization');
	if (authorization === null) return session.actor;
	const use = useOf(new URL(request.url).pathname);
	const actor = await actorOfBearer(context, authorization, { use, place: networkOf(session.address), now: session.now });
	if (!actor) throw new ExpectedError('unauthenticated', 'This key is unknown, has expired or was ended.');
	return actor;
}
