import type { Mitra } from '#lib/server/mitra.ts';
import { networkOf } from '#lib/server/platform/audit.ts';
import type { Actor, Origin } from './actor.ts';
import { actorOfUser } from './queries.ts';
import { supportedActor } from './support/support-visit.ts';

/**
 * Who asks, by the session's cookie; with an open visit for support, the person who is helped. Keys of the API are looked
 * at where the API begins (`actorOfBearer`).
 */
export async function actorOfRequest(mitra: Pick<Mitra, 'db' | 'auth' | 'clock'>, request: { headers: Headers; place: string }): Promise<Actor> {
	const origin: Origin = { place: networkOf(request.place), sessionId: null, apiKeyId: null };
	const visitor: Actor = { kind: 'visitor', origin };
	if (!request.headers.get('cookie')?.includes('mitra.session_token')) return visitor;
	const session = await mitra.auth.api.getSession({ headers: request.headers });
	if (!session) return visitor;
	const person = await actorOfUser(mitra.db, session.user.id);
	if (person.kind !== 'member') return visitor;
	return supportedActor(mitra, { ...person, origin: { ...origin, sessionId: session.session.id } });
}
