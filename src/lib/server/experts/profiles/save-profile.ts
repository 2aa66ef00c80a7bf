import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { ExpertsContext } from '../context.ts';
import type { ExpertProfileInput } from '../input.ts';
import { leaveMissions } from '../missions/leave-missions.ts';
import { deletePrivatePart, expertForRules, lockExpertOfUser, putPrivatePart, replacePublications, updateExpert, type ExpertRow } from '../queries.ts';
import { expertRules } from '../rules.ts';

async function ownProfile(tx: Transaction, actor: Actor): Promise<ExpertRow> {
	const row = actor.kind === 'member' ? await lockExpertOfUser(tx, actor.userId) : undefined;
	if (!row) throw new ExpectedError('not_found', 'This person has no profile as an expert.');
	if (!expertRules.edit(actor, await expertForRules(tx, row))) throw new ExpectedError('forbidden', 'Experts write their own profile.');
	return row;
}

/** Saves the own profile; a public one changes at once. Errors: not_found, forbidden. */
export async function saveExpertProfile(context: Pick<ExpertsContext, 'db' | 'clock'>, actor: Actor, input: ExpertProfileInput): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const row = await ownProfile(tx, actor);
		const { publications, private: hidden, ...profile } = input;
		const now = context.clock();
		await updateExpert(tx, row.id, { ...profile, updatedAt: now });
		await replacePublications(tx, row.id, publications);
		await putPrivatePart(tx, { expertId: row.id, ...hidden, updatedAt: now });
		const facts = ({ fields, languages, country, orcid, offers, availableFrom, availableUntil, daysMonth }: Pick<ExpertRow, 'fields' | 'languages' | 'country' | 'orcid' | 'offers' | 'availableFrom' | 'availableUntil' | 'daysMonth'>) => ({ fields, languages, country, orcid, offers, availableFrom, availableUntil, daysMonth });
		await recordAudit(tx, { actor, action: 'expert.edit', entity: 'expert', entityId: row.id, before: facts(row), after: facts(profile), about: { centreId: row.centreId } });
	});
}

/**
 * Consents to the profile being public: from this moment everybody reads its public part. Errors: not_found, forbidden,
 * conflict (nothing is written yet that could be shown).
 */
export async function consentToProfile(context: Pick<ExpertsContext, 'db' | 'clock'>, actor: Actor): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const row = await ownProfile(tx, actor);
		if (!expertRules.consent(actor, await expertForRules(tx, row))) throw new ExpectedError('forbidden', 'Only the expert consents.');
		if (row.headline.length === 0 || row.fields.length === 0) throw new ExpectedError('conflict', 'The profile must be written first.');
		const now = context.clock();
		await updateExpert(tx, row.id, { state: 'public', consentedAt: now, updatedAt: now });
		await recordAudit(tx, { actor, action: 'expert.consent', entity: 'expert', entityId: row.id, about: { centreId: row.centreId } });
	});
}

/**
 * Takes the consent back: the profile is gone from every page at once, the private part is deleted, and the expert leaves the
 * missions that he or she stands in, of which the officers are told. What was written stays with the expert, who may consent
 * again. Errors: not_found, forbidden.
 */
export async function withdrawConsent(context: ExpertsContext, actor: Actor): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const row = await ownProfile(tx, actor);
		if (!expertRules.consent(actor, await expertForRules(tx, row))) throw new ExpectedError('forbidden', 'Only the expert takes the consent back.');
		const now = context.clock();
		await leaveMissions(context, tx, actor, row);
		await deletePrivatePart(tx, row.id);
		await updateExpert(tx, row.id, { state: 'withdrawn', consentedAt: null, updatedAt: now });
		await recordAudit(tx, { actor, action: 'expert.withdraw-consent', entity: 'expert', entityId: row.id, about: { centreId: row.centreId } });
	});
}
