import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { centreAgreementRules } from '../rules.ts';
import { centreSettings, putCentreSetting, userByEmail, type CentreSetting } from './queries.ts';

/**
 * Whether a legal adviser reads every agreement of a centre's members before it may be signed, and who: somebody with an account,
 * or, with no address, the centre's officers. Errors: forbidden, invalid_input (nobody has this address).
 */
export async function setLegalReview(context: Pick<DockingContext, 'db' | 'clock'>, actor: Actor, input: { centreId: string; legalReview: boolean; adviserEmail: string }): Promise<void> {
	const { centreId, legalReview, adviserEmail } = input;
	if (!isSignedIn(actor) || !centreAgreementRules.settings(actor, { centreId })) throw new ExpectedError('forbidden', 'Officers set this for their centre.');
	await asActor(context.db, actor, async (tx) => {
		const adviserId = adviserEmail === '' ? null : ((await userByEmail(tx, adviserEmail)) ?? null);
		if (adviserEmail !== '' && !adviserId) throw new ExpectedError('invalid_input', 'Nobody has an account with this address.', { field: `adviser_${centreId}`, detail: { code: 'email' } });
		const [before] = await centreSettings(tx, [centreId]);
		await putCentreSetting(tx, { centreId, legalReview, adviserId, updatedBy: actor.userId, updatedAt: context.clock() });
		await recordAudit(tx, { actor, action: 'centre.set-legal-review', entity: 'centre', entityId: centreId, before: { legalReview: before?.legalReview ?? false }, after: { legalReview } });
	});
}

/** The settings of the reader's centres. */
export async function legalReviewSettings(context: Pick<DockingContext, 'db'>, actor: Extract<Actor, { kind: 'member' }>): Promise<CentreSetting[]> {
	return asActor(context.db, actor, (tx) => centreSettings(tx, [...actor.centres.keys()]));
}
