import type { Language } from '#lib/engines/text/language.ts';
import { CORE_TARGET, type CoreCriterion, type CoreEndReason } from '#lib/membership/vocabulary.ts';
import { servesCentre, type Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, type Database, type Executor, type Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MembershipContext } from '../context.ts';
import { noticeLetter } from '../letters.ts';
import { lockOrganisation, ownersOf, type FoundOrganisation } from '../queries.ts';
import { organisationRules } from '../rules.ts';
import { activityOf, coreByYear, coreMembers, countSince, dueReviews, endMembership, insertMembership, insertNomination, insertReview, lockMembership, lockNomination, openNominations, standingMembership, updateNomination } from './queries.ts';

type Context = Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** An officer nominates an admitted organisation as core member. Errors: not_found, forbidden, conflict (is one, or is nominated). */
export async function nominate(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, input: { organisationId: string; criteria: CoreCriterion[]; words: string; language: Language }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.nominate(actor, found.forRules)) throw new ExpectedError('forbidden', 'Officers of its centre nominate an admitted organisation that is not their own.');
		if (await standingMembership(tx, found.row.id)) throw new ExpectedError('conflict', 'The organisation is a core member.');
		const id = await insertNomination(tx, { organisationId: found.row.id, criteria: input.criteria, words: input.words, language: input.language, nominatedBy: actor.kind === 'member' ? actor.userId : null, nominatedAt: context.clock() });
		if (!id) throw new ExpectedError('conflict', 'The organisation is nominated already.');
		await recordAudit(tx, { actor, action: 'organisation.nominate-core', entity: 'organisation', entityId: found.row.id, detail: { nominationId: id, criteria: input.criteria } });
	});
}

/** The secretariat decides on a nomination; who nominated does not decide. Errors: not_found, forbidden, conflict (decided already). */
export async function decideNomination(context: Context, actor: Actor, input: { nominationId: string; accept: boolean; words: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const nomination = await lockNomination(tx, input.nominationId);
		const found = nomination && (await lockOrganisation(tx, nomination.organisationId));
		if (!nomination || !found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such nomination.');
		if (!organisationRules.decideNomination(actor, found.forRules)) throw new ExpectedError('forbidden', 'The secretariat decides on nominations.');
		if (actor.kind === 'member' && nomination.nominatedBy === actor.userId) throw new ExpectedError('forbidden', 'Who nominated does not decide.', { field: 'own' });
		if (nomination.state !== 'nominated') throw new ExpectedError('conflict', 'Somebody has decided on this nomination meanwhile.');
		if (input.accept && found.row.state !== 'admitted') throw new ExpectedError('conflict', 'The organisation is not admitted any more.');
		const now = context.clock();
		await updateNomination(tx, nomination.id, { state: input.accept ? 'accepted' : 'declined', decidedBy: actor.kind === 'member' ? actor.userId : null, decidedAt: now, decisionWords: input.words });
		if (input.accept) {
			await insertMembership(tx, { organisationId: found.row.id, nominationId: nomination.id, since: dayOf(now) });
			await tellOwners(tx, context, found, 'core');
		}
		await recordAudit(tx, { actor, action: input.accept ? 'organisation.accept-core' : 'organisation.decline-core', entity: 'organisation', entityId: found.row.id, detail: { nominationId: nomination.id } });
	});
}

/** The yearly review of a core member: kept, or ended with a reason. Errors: not_found, forbidden, conflict (reviewed, or ended). */
export async function reviewCore(context: Context, actor: Actor, input: { membershipId: string; year: number; outcome: { keep: true } | { keep: false; reason: CoreEndReason }; words: string }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const membership = await lockMembership(tx, input.membershipId);
		const found = membership && (await lockOrganisation(tx, membership.organisationId));
		if (!membership || !found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such core member.');
		if (!organisationRules.reviewCore(actor, found.forRules)) throw new ExpectedError('forbidden', 'The secretariat reviews core members.');
		if (membership.endedOn) throw new ExpectedError('conflict', 'The core membership has ended.');
		const now = context.clock();
		const { outcome } = input;
		if (!(await insertReview(tx, { membershipId: membership.id, year: input.year, outcome: outcome.keep ? 'kept' : 'ended', words: input.words, by: actor.kind === 'member' ? actor.userId : null, at: now })))
			throw new ExpectedError('conflict', 'This year has been reviewed.');
		if (!outcome.keep) {
			const today = dayOf(now);
			await endMembership(tx, membership.id, { endedOn: today < membership.since ? membership.since : today, endReason: outcome.reason });
			await tellOwners(tx, context, found, 'core-ended');
		}
		await recordAudit(tx, { actor, action: outcome.keep ? 'organisation.keep-core' : 'organisation.end-core', entity: 'organisation', entityId: found.row.id, detail: { membershipId: membership.id, year: input.year, ...(outcome.keep ? {} : { reason: outcome.reason }) } });
	});
}

async function tellOwners(tx: Transaction, context: Context, found: FoundOrganisation, kind: 'core' | 'core-ended'): Promise<void> {
	for (const owner of await ownersOf(tx, found.row.id)) await sendMail(tx, context.jobs, noticeLetter(owner, { names: found.row.names, kind, path: '/organisations/core', baseUrl: context.baseUrl }));
}

/** The programme as anybody may read it: who stands, and how far the target is. */
export async function viewCoreProgramme(db: Executor) {
	const { from, years, members } = CORE_TARGET;
	return {
		target: { members, from, to: from + years - 1, reached: await countSince(db, `${from}-01-01`) },
		byYear: await coreByYear(db),
		members: await coreMembers(db),
	};
}

/** What waits for the secretariat; officers of other centres see the nominations of theirs. Errors: forbidden. */
export async function viewCoreWork(context: { db: Database; clock: () => Date }, actor: Actor) {
	if (actor.kind !== 'member' || actor.centres.size === 0) throw new ExpectedError('forbidden', 'The programme is looked after by officers.');
	const decides = [...actor.centres.values()].includes('secretariat');
	const year = context.clock().getUTCFullYear();
	const nominations = (await openNominations(context.db)).filter(({ organisation }) => servesCentre(actor, organisation.centreId));
	return {
		decides,
		year,
		nominations: await Promise.all(nominations.map(async (each) => ({ ...each, activity: await activityOf(context.db, each.organisation.id), own: each.nomination.nominatedBy === actor.userId }))),
		reviews: decides ? await Promise.all((await dueReviews(context.db, year)).map(async (each) => ({ ...each, activity: await activityOf(context.db, each.id) }))) : [],
	};
}
