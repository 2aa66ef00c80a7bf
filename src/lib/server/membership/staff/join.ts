import type { StaffRole } from '#lib/membership/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { lockUser } from '#lib/server/accounts/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { isPublicMailDomain, mailDomain } from '../admission.ts';
import type { MembershipContext } from '../context.ts';
import { domainApplicantLetter, joinDecisionLetter, joinRequestLetter } from '../letters.ts';
import { lockOrganisation, officersOf, organisationFor, ownersOf, personById } from '../queries.ts';
import { organisationRules } from '../rules.ts';
import { addressOf, addStaff, countWaitingRequests, deleteDomain, insertDomain, insertJoinRequest, lockJoinRequest, organisationOfDomain, roleOf, updateJoinRequest } from './queries.ts';

/** Requests of one person that may wait at once. */
const MOST_WAITING = 5;

/**
 * A person asks to join an organisation; its owners are told. Where the person's verified address is of a domain of the
 * organisation, the request says so and the officers of its centre are told too. Errors: unauthenticated, not_found, conflict (belongs there, or waits), rate_limited.
 */
export async function askToJoin(context: Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>, actor: Actor, input: { organisationId: string; words: string }): Promise<void> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'Who asks to join signs in first.');
	await inTransaction(context.db, async (tx) => {
		await lockUser(tx, actor.userId);
		const found = await organisationFor(tx, input.organisationId);
		if (!found || !['admitted', 'applied'].includes(found.row.state)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.askToJoin(actor, found.forRules) || (await roleOf(tx, found.row.id, actor.userId))) throw new ExpectedError('conflict', 'This person belongs to the organisation.');
		if ((await countWaitingRequests(tx, actor.userId)) >= MOST_WAITING) throw new ExpectedError('rate_limited', 'The person has as many open requests as one may have.');
		const address = await addressOf(tx, actor.userId);
		const domain = address?.verified ? mailDomain(address.email) : undefined;
		const byDomain = domain !== undefined && (await organisationOfDomain(tx, domain))?.id === found.row.id;
		const id = await insertJoinRequest(tx, { organisationId: found.row.id, userId: actor.userId, origin: byDomain ? 'domain' : 'name', words: input.words, createdAt: context.clock() });
		if (!id) throw new ExpectedError('conflict', 'This person waits already.');
		for (const owner of await ownersOf(tx, found.row.id))
			await sendMail(tx, context.jobs, joinRequestLetter(owner, { names: found.row.names, slug: found.row.slug, who: actor.name, email: actor.email, words: input.words, baseUrl: context.baseUrl }));
		if (byDomain)
			for (const officer of await officersOf(tx, found.row.centreId))
				if (officer.id !== actor.userId) await sendMail(tx, context.jobs, domainApplicantLetter(officer, { names: found.row.names, slug: found.row.slug, who: actor.name, email: actor.email, words: input.words, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: 'organisation.ask-to-join', entity: 'organisation', entityId: found.row.id, detail: { requestId: id, byDomain } });
	});
}

/** An owner, or the centre where nobody owns the organisation, lets a person in or not. Errors: not_found, forbidden, conflict (decided already). */
export async function decideJoin(
	context: Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>,
	actor: Actor,
	input: { organisationId: string; requestId: string; decision: { accept: true; role: Exclude<StaffRole, 'owner'> } | { accept: false } },
): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		const row = await lockJoinRequest(tx, input.requestId);
		if (!found || !row || row.organisationId !== found.row.id || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such request.');
		if (!organisationRules.managePeople(actor, found.forRules) && !organisationRules.nameOwner(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners let people in.');
		if (row.state !== 'waiting') throw new ExpectedError('conflict', 'Somebody has decided on this request meanwhile.');
		const { decision } = input;
		await updateJoinRequest(tx, row.id, { state: decision.accept ? 'accepted' : 'declined', decidedBy: actor.kind === 'member' ? actor.userId : null, decidedAt: context.clock() });
		if (decision.accept) await addStaff(tx, { organisationId: found.row.id, userId: row.userId, role: decision.role });
		const person = await personById(tx, row.userId);
		if (person) await sendMail(tx, context.jobs, joinDecisionLetter(person, { names: found.row.names, accepted: decision.accept, baseUrl: context.baseUrl }));
		await recordAudit(tx, { actor, action: decision.accept ? 'organisation.let-in' : 'organisation.turn-away', entity: 'organisation', entityId: found.row.id, detail: { requestId: row.id, userId: row.userId, ...(decision.accept ? { role: decision.role } : {}) } });
	});
}

/** A person takes a request back. Errors: not_found (also for anybody else's), conflict (decided already). */
export async function withdrawJoin(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, requestId: string): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const row = await lockJoinRequest(tx, requestId);
		if (!row || actor.kind !== 'member' || row.userId !== actor.userId) throw new ExpectedError('not_found', 'No such request.');
		if (row.state !== 'waiting') throw new ExpectedError('conflict', 'The request has been decided on.');
		await updateJoinRequest(tx, row.id, { state: 'withdrawn', decidedAt: context.clock() });
		await recordAudit(tx, { actor, action: 'organisation.withdraw-request', entity: 'organisation', entityId: row.organisationId, detail: { requestId } });
	});
}

/**
 * An owner proves a mail domain by the own verified address; from then on who has a verified address of it may be let in with
 * one press. Errors: not_found, forbidden, invalid_input at `domain` (`not_verified`, `public_mail`), conflict (another organisation's).
 */
export async function proveDomain(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, input: { organisationId: string }): Promise<string> {
	return inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.proveDomain(actor, found.forRules) || actor.kind !== 'member') throw new ExpectedError('forbidden', 'Owners of admitted organisations prove domains.');
		const address = await addressOf(tx, actor.userId);
		const domain = address && mailDomain(address.email);
		const refuse = (code: string) => new ExpectedError('invalid_input', 'This address proves no domain.', { field: 'domain', detail: { code } });
		if (!address?.verified || !domain) throw refuse('not_verified');
		if (isPublicMailDomain(domain)) throw refuse('public_mail');
		if (!(await insertDomain(tx, { domain, organisationId: found.row.id, provedBy: actor.userId, provedAt: context.clock() }))) {
			if ((await organisationOfDomain(tx, domain))?.id === found.row.id) return domain;
			throw new ExpectedError('conflict', 'Another organisation has proved this domain.', { field: 'domain' });
		}
		await recordAudit(tx, { actor, action: 'organisation.prove-domain', entity: 'organisation', entityId: found.row.id, detail: { domain } });
		return domain;
	});
}

/** Errors: not_found, forbidden. */
export async function dropDomain(context: Pick<MembershipContext, 'db'>, actor: Actor, input: { organisationId: string; domain: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.managePeople(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners drop domains.');
		if (!(await deleteDomain(tx, found.row.id, input.domain))) throw new ExpectedError('not_found', 'No such domain.');
		await recordAudit(tx, { actor, action: 'organisation.drop-domain', entity: 'organisation', entityId: found.row.id, detail: { domain: input.domain } });
	});
}
