import { isLanguage } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { allEvents, organisationsById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database, Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { networkRights, organisationRules, type NetworkForRules } from '../rules.ts';
import { coordinatorsOf, documentsOf, eventsOf, membersOf, networkById, type NetworkRow } from './queries.ts';

/** A network with what its rules ask. Errors: not_found. */
export async function networkForRules(db: Executor, id: string): Promise<{ network: NetworkRow; forRules: NetworkForRules; coordinators: Awaited<ReturnType<typeof coordinatorsOf>>; members: Awaited<ReturnType<typeof membersOf>> }> {
	const network = await networkById(db, id);
	if (!network) throw new ExpectedError('not_found', 'No such network.');
	const [coordinators, members] = [await coordinatorsOf(db, id), await membersOf(db, id, ['admitted'])];
	return { network, coordinators, members, forRules: { coordinators: new Set(coordinators.map(({ userId }) => userId)), members: new Set(members.map((each) => each.id)) } };
}

/** A network's page for one reader: members, documents that the reader may open, events; for coordinators who applies. */
export async function viewNetwork(db: Database, actor: Actor, id: string) {
	const { network, forRules, coordinators, members } = await networkForRules(db, id);
	const rights = networkRights(actor, forRules);
	const documents = await asActor(db, actor, (tx) => documentsOf(tx, id));
	const own = actor.kind === 'member' ? await organisationsById(db, [...actor.organisations].filter(([, role]) => role === 'owner').map(([each]) => each)) : [];
	const applied = actor.kind === 'member' ? await membersOf(db, id, ['applied', 'declined', 'left', 'admitted']) : [];
	const events = await eventsOf(db, id);
	return {
		network,
		rights,
		coordinators: coordinators.map(({ userId, name, email }) => ({ userId, name, ...(rights.nameCoordinator || rights.readMembersDocuments ? { email } : {}) })),
		members: members.map(({ words: _words, ...member }) => member),
		documents: documents.map(({ id: documentId, title, language, disclosure, name, bytes, createdAt }) => ({ id: documentId, title, language: isLanguage(language) ? language : ('en' as const), disclosure, name, bytes, createdAt })),
		events,
		/** The organisations for which the reader may apply, and how each stands. */
		own: own
			.filter((each) => organisationRules.applyToNetwork(actor, { id: each.id, centreId: each.centreId, state: each.state }))
			.map(({ id: organisationId, names }) => ({ id: organisationId, names, state: applied.find((each) => each.id === organisationId)?.state ?? null })),
		applications: rights.coordinate ? await membersOf(db, id, ['applied']) : [],
		otherEvents: rights.coordinate ? (await allEvents(db)).filter(({ id: eventId, state }) => state === 'published' && !events.some((each) => each.id === eventId)).map(({ id: eventId, names, startsOn }) => ({ id: eventId, names, startsOn })) : [],
	};
}
