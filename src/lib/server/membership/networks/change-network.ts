import type { Actor } from '#lib/server/accounts/actor.ts';
import { eventById } from '#lib/server/network/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MembershipContext } from '../context.ts';
import { noticeLetter } from '../letters.ts';
import { lockOrganisation, ownersOf } from '../queries.ts';
import { networkRules, organisationRules } from '../rules.ts';
import { userIdOfEmail } from '../staff/queries.ts';
import { dropCoordinator, dropEvent, lockMember, putCoordinator, putEvent, putMember } from './queries.ts';
import { networkForRules } from './view-networks.ts';

type Context = Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
const idOf = (actor: Actor) => (actor.kind === 'member' ? actor.userId : null);

/** An owner applies for the own organisation, or takes it out. Errors: not_found, forbidden, conflict (is in, or waits; or is not in). */
export async function applyToNetwork(context: Pick<Context, 'db' | 'clock'>, actor: Actor, input: { networkId: string; organisationId: string; change: { apply: true; words: string } | { apply: false } }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		await networkForRules(tx, input.networkId);
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.applyToNetwork(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners of admitted organisations apply.');
		const before = await lockMember(tx, input.networkId, found.row.id);
		const isThere = before?.state === 'applied' || before?.state === 'admitted';
		const { change } = input;
		if (change.apply === isThere) throw new ExpectedError('conflict', change.apply ? 'The organisation is there already, or waits.' : 'The organisation is not in this network.');
		const now = context.clock();
		await putMember(tx, change.apply
			? { networkId: input.networkId, organisationId: found.row.id, state: 'applied', words: change.words, appliedBy: idOf(actor), appliedAt: now, decidedBy: null, decidedAt: null }
			: { networkId: input.networkId, organisationId: found.row.id, state: 'left', words: before!.words, appliedBy: before!.appliedBy, appliedAt: before!.appliedAt, decidedBy: idOf(actor), decidedAt: now });
		await recordAudit(tx, { actor, action: change.apply ? 'organisation.apply-to-network' : 'organisation.leave-network', entity: 'organisation', entityId: found.row.id, detail: { networkId: input.networkId } });
	});
}

/** A coordinator admits an organisation or declines it. Errors: not_found, forbidden, conflict (decided already). */
export async function decideNetworkMember(context: Context, actor: Actor, input: { networkId: string; organisationId: string; admit: boolean }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const { network, forRules } = await networkForRules(tx, input.networkId);
		if (!networkRules.coordinate(actor, forRules)) throw new ExpectedError('forbidden', 'Coordinators admit to their network.');
		const found = await lockOrganisation(tx, input.organisationId);
		const row = await lockMember(tx, input.networkId, input.organisationId);
		if (!found || !row) throw new ExpectedError('not_found', 'No such application.');
		if (row.state !== 'applied') throw new ExpectedError('conflict', 'Somebody has decided on this application meanwhile.');
		await putMember(tx, { ...row, state: input.admit ? 'admitted' : 'declined', decidedBy: idOf(actor), decidedAt: context.clock() });
		for (const owner of await ownersOf(tx, found.row.id))
			await sendMail(tx, context.jobs, noticeLetter(owner, { names: found.row.names, kind: input.admit ? 'network' : 'network-declined', network: network.names, path: `/networks/${network.id}`, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: input.admit ? 'organisation.admit-to-network' : 'organisation.decline-for-network', entity: 'organisation', entityId: found.row.id, detail: { networkId: network.id } });
	});
}

/** The secretariat names a coordinator by the address of an account, or ends it. Errors: not_found (at `email`), forbidden. */
export async function changeCoordinator(context: Pick<Context, 'db' | 'clock'>, actor: Actor, input: { networkId: string; change: { name: string } | { end: string } }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const { network, forRules } = await networkForRules(tx, input.networkId);
		if (!networkRules.nameCoordinator(actor, forRules)) throw new ExpectedError('forbidden', 'The secretariat names coordinators.');
		const userId = 'name' in input.change ? await userIdOfEmail(tx, input.change.name) : input.change.end;
		if (!userId) throw new ExpectedError('not_found', 'Nobody has an account with this address.', { field: 'email', detail: { code: 'unknown_person' } });
		const done = 'name' in input.change ? await putCoordinator(tx, { networkId: network.id, userId, namedBy: idOf(actor), namedAt: context.clock() }) : await dropCoordinator(tx, network.id, userId);
		if (done) await recordAudit(tx, { actor, action: 'name' in input.change ? 'thematic-network.name-coordinator' : 'thematic-network.end-coordinator', entity: 'thematic_network', entityId: network.id, detail: { userId } });
	});
}

/** A coordinator links an event of the network, or takes the link away. Errors: not_found, forbidden. */
export async function linkEvent(context: Pick<Context, 'db'>, actor: Actor, input: { networkId: string; eventId: string; link: boolean }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const { network, forRules } = await networkForRules(tx, input.networkId);
		if (!networkRules.coordinate(actor, forRules)) throw new ExpectedError('forbidden', 'Coordinators link events.');
		if (!(await eventById(tx, input.eventId))) throw new ExpectedError('not_found', 'No such event.');
		await (input.link ? putEvent : dropEvent)(tx, network.id, input.eventId);
		await recordAudit(tx, { actor, action: input.link ? 'thematic-network.link-event' : 'thematic-network.unlink-event', entity: 'thematic_network', entityId: network.id, detail: { eventId: input.eventId } });
	});
}
