import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { event, organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { networkCoordinator, networkDocument, networkEvent, networkMember, thematicNetwork } from '../tables.ts';

export type NetworkRow = typeof thematicNetwork.$inferSelect;
type NetworkMemberRow = typeof networkMember.$inferSelect;
export type DocumentRow = typeof networkDocument.$inferSelect;

/** All networks with how many organisations each has. */
export async function allNetworks(db: Executor): Promise<(NetworkRow & { members: number })[]> {
	const members = sql<number>`(select count(*) from network_member m join organisation o on o.id = m.organisation_id where m.network_id = thematic_network.id and m.state = 'admitted' and o.state = 'admitted')`;
	const rows = await db.select({ network: thematicNetwork, members }).from(thematicNetwork).orderBy(asc(thematicNetwork.position), asc(thematicNetwork.id));
	return rows.map(({ network, members: count }) => ({ ...network, members: Number(count) }));
}

export async function networkById(db: Executor, id: string): Promise<NetworkRow | undefined> {
	return (await db.select().from(thematicNetwork).where(eq(thematicNetwork.id, id)))[0];
}

/** Organisations of a network in some states, by name of their address. */
export async function membersOf(db: Executor, networkId: string, states: readonly NetworkMemberRow['state'][]) {
	return db
		.select({ id: organisation.id, slug: organisation.slug, names: organisation.names, kind: organisation.kind, country: organisation.country, place: organisation.place, state: networkMember.state, words: networkMember.words, appliedAt: networkMember.appliedAt, isSample: networkMember.isSample })
		.from(networkMember)
		.innerJoin(organisation, and(eq(organisation.id, networkMember.organisationId), eq(organisation.state, 'admitted')))
		.where(and(eq(networkMember.networkId, networkId), inArray(networkMember.state, [...states])))
		.orderBy(asc(networkMember.appliedAt), asc(organisation.slug));
}

export async function coordinatorsOf(db: Executor, networkId: string): Promise<{ userId: string; name: string; email: string; language: string }[]> {
	return db
		.select({ userId: user.id, name: user.name, email: user.email, language: user.language })
		.from(networkCoordinator)
		.innerJoin(user, eq(user.id, networkCoordinator.userId))
		.where(eq(networkCoordinator.networkId, networkId))
		.orderBy(asc(user.name), asc(user.id));
}

/** The networks that an organisation is admitted to. */
export async function networksOf(db: Executor, organisationId: string): Promise<Pick<NetworkRow, 'id' | 'names' | 'kind'>[]> {
	return db
		.select({ id: thematicNetwork.id, names: thematicNetwork.names, kind: thematicNetwork.kind })
		.from(networkMember)
		.innerJoin(thematicNetwork, eq(thematicNetwork.id, networkMember.networkId))
		.where(and(eq(networkMember.organisationId, organisationId), eq(networkMember.state, 'admitted')))
		.orderBy(asc(thematicNetwork.position));
}

export async function lockMember(tx: Executor, networkId: string, organisationId: string): Promise<NetworkMemberRow | undefined> {
	return (await tx.select().from(networkMember).where(and(eq(networkMember.networkId, networkId), eq(networkMember.organisationId, organisationId))).for('update'))[0];
}

export async function putMember(tx: Executor, values: typeof networkMember.$inferInsert): Promise<void> {
	const { networkId: _network, organisationId: _organisation, ...set } = values;
	await tx.insert(networkMember).values(values).onConflictDoUpdate({ target: [networkMember.networkId, networkMember.organisationId], set });
}

export async function eventsOf(db: Executor, networkId: string) {
	return db
		.select({ id: event.id, kind: event.kind, state: event.state, names: event.names, startsOn: event.startsOn, endsOn: event.endsOn, place: event.place, country: event.country, isSample: event.isSample })
		.from(networkEvent)
		.innerJoin(event, eq(event.id, networkEvent.eventId))
		.where(eq(networkEvent.networkId, networkId))
		.orderBy(desc(event.startsOn));
}

export async function putEvent(tx: Executor, networkId: string, eventId: string): Promise<void> {
	await tx.insert(networkEvent).values({ networkId, eventId }).onConflictDoNothing();
}

export async function dropEvent(tx: Executor, networkId: string, eventId: string): Promise<void> {
	await tx.delete(networkEvent).where(and(eq(networkEvent.networkId, networkId), eq(networkEvent.eventId, eventId)));
}

/** Inside `asActor` only: the documents that the actor may read, the newest first. */
export async function documentsOf(tx: Executor, networkId: string): Promise<DocumentRow[]> {
	return tx.select().from(networkDocument).where(eq(networkDocument.networkId, networkId)).orderBy(desc(networkDocument.createdAt), asc(networkDocument.id));
}

/** Inside `asActor` only. */
export async function documentById(tx: Executor, id: string): Promise<DocumentRow | undefined> {
	return (await tx.select().from(networkDocument).where(eq(networkDocument.id, id)))[0];
}

export async function insertDocument(tx: Executor, values: typeof networkDocument.$inferInsert): Promise<string> {
	return (await tx.insert(networkDocument).values(values).returning({ id: networkDocument.id }))[0]!.id;
}

export async function deleteDocument(tx: Executor, id: string): Promise<void> {
	await tx.delete(networkDocument).where(eq(networkDocument.id, id));
}

export async function putCoordinator(tx: Executor, values: typeof networkCoordinator.$inferInsert): Promise<boolean> {
	return (await tx.insert(networkCoordinator).values(values).onConflictDoNothing().returning({ userId: networkCoordinator.userId })).length > 0;
}

export async function dropCoordinator(tx: Executor, networkId: string, userId: string): Promise<boolean> {
	return (await tx.delete(networkCoordinator).where(and(eq(networkCoordinator.networkId, networkId), eq(networkCoordinator.userId, userId))).returning({ userId: networkCoordinator.userId })).length > 0;
}

export async function putNetwork(tx: Executor, values: typeof thematicNetwork.$inferInsert): Promise<void> {
	await tx.insert(thematicNetwork).values(values).onConflictDoUpdate({ target: thematicNetwork.id, set: values });
}
