import type { Mitra } from '#lib/server/mitra.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { mailSafetyNews } from '../account-mails.ts';
import { isSecretariat, type Actor } from '../actor.ts';
import type { AccountsContext } from '../accounts-context.ts';
import type { Member } from '../acting-person.ts';
import { userById } from '../joining/queries.ts';
import { actorOfUser } from '../queries.ts';
import { consentById, endVisitsOfSession, insertVisit, openVisit } from './queries.ts';
import { supportRules } from './rules.ts';

const HOUR = 60 * 60_000;
const MOST_REASON = 500;

/**
 * Begins a visit: from now on, for an hour at most, this session of the secretariat sees the site as the person does. The
 * person gets a letter. It ends with the consent, with the session, or when the helper says so.
 * Errors: forbidden, not_found (no consent stands), invalid_input (no reason), conflict (this session is on a visit).
 */
export async function startVisit(context: AccountsContext, helper: Member, input: { consentId: string; reason: string; now: Date }): Promise<void> {
	const sessionId = helper.origin?.sessionId;
	const reason = input.reason.trim();
	if (!sessionId) throw new ExpectedError('forbidden', 'A visit belongs to a session.');
	if (reason === '' || [...reason].length > MOST_REASON) throw new ExpectedError('invalid_input', 'Say in a sentence what the visit is for.', { field: 'reason' });
	try {
		await inTransaction(context.db, async (tx) => {
			const consent = await consentById(tx, input.consentId, input.now);
			if (!consent) throw new ExpectedError('not_found', 'No such consent stands.');
			if (!supportRules.visit(helper, await actorOfUser(tx, consent.userId))) throw new ExpectedError('forbidden', 'Support is for the secretariat.');
			await endVisitsOfSession(tx, sessionId, input.now);
			const until = new Date(Math.min(consent.until.getTime(), input.now.getTime() + HOUR));
			const id = await insertVisit(tx, { consentId: consent.id, helperId: helper.userId, sessionId, reason, startedAt: input.now, until });
			const person = await userById(tx, consent.userId);
			if (person) await mailSafetyNews(tx, context.jobs, person, 'support-began', context);
			await recordAudit(tx, {
				actor: helper,
				action: 'support.begin',
				entity: 'support_visit',
				entityId: id,
				detail: { person: consent.userId },
			});
		});
	} catch (error) {
		if (violatedConstraint(error) === 'support_visit_one') throw new ExpectedError('conflict', 'This session is on a visit already.');
		throw error;
	}
}

/** Ends the visit of a session. `actor` is the person who is helped, as the request saw her. */
export async function endVisit({ db }: Pick<AccountsContext, 'db'>, actor: Actor, now: Date): Promise<void> {
	const sessionId = actor.kind === 'member' ? actor.origin?.sessionId : undefined;
	if (!sessionId) return;
	await inTransaction(db, async (tx) => {
		for (const visit of await endVisitsOfSession(tx, sessionId, now))
			await recordAudit(tx, { actor, action: 'support.end', entity: 'support_visit', entityId: visit.id, detail: { person: visit.userId } });
	});
}

/** The person whom this session of the secretariat visits; without a visit, the signed-in person. */
export async function supportedActor(mitra: Pick<Mitra, 'db' | 'clock'>, signedIn: Actor): Promise<Actor> {
	if (signedIn.kind !== 'member' || !signedIn.origin?.sessionId || !isSecretariat(signedIn)) return signedIn;
	const visit = await openVisit(mitra.db, signedIn.origin.sessionId, mitra.clock());
	if (!visit || visit.helperId !== signedIn.userId) return signedIn;
	const person = await actorOfUser(mitra.db, visit.userId);
	if (!supportRules.visit(signedIn, person) || person.kind !== 'member') return signedIn;
	return { ...person, origin: signedIn.origin, support: { visitId: visit.id, helperId: signedIn.userId, helperName: signedIn.name, until: visit.until } };
}
