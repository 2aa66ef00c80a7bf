import { eq } from 'drizzle-orm';
import { membership } from '#lib/server/accounts/tables.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { actorOfBearer, type KeyUse } from '#lib/server/accounts/api-keys/api-keys.ts';
import { insertKey } from '#lib/server/accounts/api-keys/queries.ts';
import { API_SCOPES, type ApiScope } from '#lib/server/accounts/api-keys/scopes.ts';
import { hashOf, newToken } from '#lib/server/accounts/tokens.ts';
import { VISITOR, type Actor } from '#lib/server/accounts/actor.ts';
import type { Ground } from './rights-table.ts';

/** Everybody who may ask, in the order of the columns. The institute is what most things belong to; Laos is its centre. */
export const KINDS = [
	'visitor',
	'member of another organisation',
	'reader',
	'editor',
	'owner',
	'officer of another centre',
	'officer',
	'officer who is also owner',
	'secretariat',
	'reviewer',
	'authority',
	'owner’s key: listings.read',
	'owner’s key: listings.write',
	'owner’s key: export',
	'owner’s key: audit.read',
	'secretariat’s key: all scopes',
] as const;
export type ActorKind = (typeof KINDS)[number];

/** Every kind of actor as the database has it: people with memberships, loaded as a request loads them. */
export async function actors({ database, network }: Ground, keysAskFor: KeyUse): Promise<Record<ActorKind, Actor>> {
	const reloaded = async (actor: Actor) => {
		if (actor.kind !== 'member') throw new Error('Only members stand in the database.');
		return actorOfUser(database.db, actor.userId);
	};
	const now = new Date();
	/** A request with a key, as the API takes it in: the key stands in the database, and is looked up by its secret. */
	const withKey = async (person: Actor, scopes: readonly ApiScope[]): Promise<Actor> => {
		if (person.kind !== 'member') throw new Error('Only members have keys.');
		const secret = `mitra_${newToken()}`;
		const expiresAt = new Date(now.getTime() + 60_000);
		await insertKey(database.db, { userId: person.userId, name: 'test', secretHash: hashOf(secret), beginning: secret.slice(0, 12), scopes: [...scopes], createdAt: now, expiresAt });
		const actor = await actorOfBearer({ db: database.db }, `Bearer ${secret}`, { use: keysAskFor, place: null, now });
		if (!actor) throw new Error('The key must stand for this test to mean anything.');
		return actor;
	};
	return {
		'owner’s key: listings.read': await withKey(network.owner, ['listings.read']),
		'owner’s key: listings.write': await withKey(network.owner, ['listings.write']),
		'owner’s key: export': await withKey(network.owner, ['export']),
		'owner’s key: audit.read': await withKey(network.owner, ['audit.read']),
		'secretariat’s key: all scopes': await withKey(network.secretariat, API_SCOPES),
		visitor: VISITOR,
		'member of another organisation': await reloaded(network.stranger),
		reader: await reloaded(network.reader),
		editor: await reloaded(network.editor),
		owner: await reloaded(network.owner),
		'officer of another centre': await reloaded(network.thaiOfficer),
		officer: await reloaded(network.officer),
		'officer who is also owner': await reloaded(network.officerAndOwner),
		secretariat: await reloaded(network.secretariat),
		reviewer: await reloaded(network.reviewer),
		authority: await reloaded(network.authority),
	};
}

/** The memberships that each kind must have in the database, else what it is refused would say nothing. */
export const MEMBERSHIPS: Record<ActorKind, (ground: Ground) => string[]> = {
	visitor: () => [],
	'member of another organisation': ({ network }) => [`owner of ${network.company}`],
	reader: ({ network }) => [`reader of ${network.institute}`],
	editor: ({ network }) => [`editor of ${network.institute}`],
	owner: ({ network }) => [`owner of ${network.institute}`],
	'officer of another centre': () => ['officer of thailand'],
	officer: () => ['officer of laos'],
	'officer who is also owner': ({ network }) => ['officer of laos', `owner of ${network.institute}`],
	secretariat: () => ['secretariat of cattc'],
	reviewer: () => ['reviewer of laos'],
	authority: () => ['authority of cattc'],
	'owner’s key: listings.read': ({ network }) => [`owner of ${network.institute}`],
	'owner’s key: listings.write': ({ network }) => [`owner of ${network.institute}`],
	'owner’s key: export': ({ network }) => [`owner of ${network.institute}`],
	'owner’s key: audit.read': ({ network }) => [`owner of ${network.institute}`],
	'secretariat’s key: all scopes': () => ['secretariat of cattc'],
};

export async function membershipsOf({ database }: Ground, actor: Actor): Promise<string[]> {
	if (actor.kind !== 'member') return [];
	const rows = await database.db.select().from(membership).where(eq(membership.userId, actor.userId));
	return rows.map(({ role, organisationId, centreId }) => `${role} of ${organisationId ?? centreId}`).sort();
}
