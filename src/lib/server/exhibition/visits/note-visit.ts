import type { VisitConsent } from '#lib/exhibition/vocabulary.ts';
import type { StandAnswer } from '#lib/exhibition/stand-scans.ts';
import { phaseOf } from '#lib/events/phase.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { readBadgeCode } from '#lib/server/registration/codes.ts';
import type { RegistrationContext } from '#lib/server/registration/context.ts';
import { registrationsByBadge } from '#lib/server/registration/door/queries.ts';
import { registrationById } from '#lib/server/registration/queries.ts';
import { exhibitorById, lockExhibitor } from '../queries.ts';
import { visitorRules } from '../rules.ts';
import { atStand, type Stand } from './at-stand.ts';
import { consentAfterAnswer, consentAfterScan } from './consent.ts';
import { deleteVisit, insertVisit, insertVisitor, saveConsent, touchVisit, visitorAt, visitorContacts } from './queries.ts';
import { asVisitor } from './as-visitor.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock' | 'secret'>;
const LATE = 7 * 86_400_000;

interface Coming {
	eventId: string;
	exhibitorId: string;
	registrationId: string;
	at: Date;
	now: Date;
	/** What holds from now on, given what held before. */
	decide: (before: VisitConsent | null) => VisitConsent;
}

/** Notes that somebody was at a stand: whoever was there before joins that visit. As the operator. Errors: not_found (the exhibitor went meanwhile). */
async function joinVisit(tx: Transaction, { eventId, exhibitorId, registrationId, at, now, decide }: Coming): Promise<{ id: string; consent: VisitConsent }> {
	const answered = (consent: VisitConsent) => (consent === 'waiting' ? null : now);
	if (!(await lockExhibitor(tx, exhibitorId, 'key share'))) throw gone('exhibitor');
	if (!(await visitorAt(tx, exhibitorId, registrationId))) {
		const [id, consent] = [await insertVisit(tx, { eventId, exhibitorId, firstAt: at, lastAt: at }), decide(null)];
		if (await insertVisitor(tx, { visitId: id, eventId, exhibitorId, registrationId, consent, answeredAt: answered(consent) })) return { id, consent };
		// Another phone of the stand was faster.
		await deleteVisit(tx, id);
	}
	const before = (await visitorAt(tx, exhibitorId, registrationId))!;
	const consent = decide(before.consent);
	await touchVisit(tx, before.visitId, at);
	if (consent !== before.consent) await saveConsent(tx, before.visitId, consent, answered(consent));
	return { id: before.visitId, consent };
}

const UNKNOWN: StandAnswer = { result: 'unknown', visit: null, names: [], worksAt: [] };

/**
 * Takes in a badge that was scanned or typed at a stand. The exhibitor is told who it was only where the visitor agrees; a badge that
 * is none of this event, or opens no door any more, is unknown. `at` is when the phone saw it, where it had no network then: after
 * the event, what was seen before its end is taken still, for some days. Errors: not_found, forbidden.
 */
export async function scanBadge(context: Context, actor: Actor, { code, at, ...stand }: Stand & { code: string; at: Date | null }): Promise<StandAnswer> {
	const drawn = readBadgeCode(await context.secret(), stand.eventId, code);
	return atStand(context, actor, { ...stand, right: 'scan' }, async ({ tx, now, event, exhibitor }) => {
		const eventId = event.row.id;
		const when = at === null || at > now || at.getTime() < now.getTime() - LATE ? now : at;
		if (phaseOf(event.row, when) === 'over') throw new ExpectedError('forbidden', 'Visits are noted until the event is over.');
		const answer = await asActor(tx, operator('exhibition'), async (tx): Promise<StandAnswer> => {
			const [badge] = drawn === undefined ? [] : await registrationsByBadge(tx, eventId, [drawn]);
			const visitor = badge && (await registrationById(tx, eventId, badge.id));
			if (!visitor || visitor.state !== 'approved') return UNKNOWN;
			const { id, consent } = await joinVisit(tx, { eventId, exhibitorId: exhibitor.id, registrationId: visitor.id, at: when, now, decide: (before) => consentAfterScan(before, visitor.standContact) });
			if (consent !== 'given') return { result: consent === 'waiting' ? 'waiting' : 'nameless', visit: id, names: [], worksAt: [] };
			const [contact] = await visitorContacts(tx, [visitor.id]);
			return { result: 'named', visit: id, names: contact!.names, worksAt: contact!.worksAt };
		});
		if (answer.visit) await recordAudit(tx, { actor, action: 'exhibition.scan-badge', entity: 'exhibition_visit', entityId: answer.visit, detail: { eventId, exhibitorId: exhibitor.id, result: answer.result }, about: { organisationId: exhibitor.organisationId, centreId: event.row.centreId } });
		return answer;
	});
}

/** A visitor notes the own visit to a stand, and sends the contact with it or keeps it. Errors: not_found, forbidden. */
export async function noteOwnVisit(context: Pick<Context, 'db' | 'clock'>, actor: Actor, { eventId, id, send }: Stand & { send: boolean }): Promise<{ consent: VisitConsent }> {
	return asVisitor(context, actor, eventId, async ({ tx, now, own, forRules }) => {
		const exhibitor = await exhibitorById(tx, eventId, id);
		if (!exhibitor) throw gone('exhibitor');
		if (!own || !forRules || !visitorRules.note(actor, forRules)) throw new ExpectedError('forbidden', 'Those who have a place at the event note where they were.');
		const decide = (before: VisitConsent | null) => (send ? consentAfterAnswer(before ?? 'waiting', true) : (before ?? 'refused'));
		const visit = await asActor(tx, operator('exhibition'), (tx) => joinVisit(tx, { eventId, exhibitorId: exhibitor.id, registrationId: own.id, at: now, now, decide }));
		await recordAudit(tx, { actor, action: 'exhibition.note-visit', entity: 'exhibition_visit', entityId: visit.id, detail: { eventId, consent: visit.consent } });
		return { consent: visit.consent };
	});
}
