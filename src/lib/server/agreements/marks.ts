import { CONSENT_REMINDER_DAYS, type Mark } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { reminderDay } from '#lib/terms/reminder-day.ts';
import { nextConsentState, type ConsentEvent } from './agreement.ts';
import { changeAgreement } from './change-agreement.ts';
import { consentsPast, findAgreement, insertConsent, insertStep, updateConsent } from './queries.ts';

/**
 * Asks a party for its consent to use its name, logo or badge, for a purpose and until a day. Errors: not_found, forbidden,
 * invalid_input (the own marks, a day that is past).
 */
export async function askForMarks(context: DockingContext, actor: Actor, input: { reference: string; owner: number; marks: Mark[]; purpose: string; expiresOn: string; language: Language }): Promise<string> {
	return changeAgreement(context, actor, { reference: input.reference, right: 'marks' }, async (change) => {
		const { tx, row, now, positions, person } = change;
		const user = positions[0];
		if (user === undefined || positions.includes(input.owner) || !change.parties.some(({ position }) => position === input.owner)) throw new ExpectedError('invalid_input', 'The marks of another party.', { field: 'owner', detail: { code: 'not_allowed' } });
		if (input.expiresOn <= now.toISOString().slice(0, 10)) throw new ExpectedError('invalid_input', 'A day to come.', { field: 'expiresOn', detail: { code: 'past' } });
		const { marks, purpose, language, expiresOn } = input;
		const id = await insertConsent(tx, { agreementId: row.id, ownerPosition: input.owner, userPosition: user, marks, purpose, language, expiresOn, askedBy: person?.userId ?? null, askedAt: now });
		await change.record('ask-marks', row.state, undefined, { marks: marks.join(', ') });
		await change.tell('marks');
		return id;
	});
}

/** The party whose marks they are grants, refuses, or takes back. Errors: not_found, forbidden (another party's), conflict. */
export async function answerMarks(context: DockingContext, actor: Actor, input: { reference: string; consent: string; event: Exclude<ConsentEvent, 'expire'> }): Promise<void> {
	await changeAgreement(context, actor, { reference: input.reference, right: 'marks' }, async (change) => {
		const { tx, row, now, person } = change;
		const consent = change.consents.find(({ id }) => id === input.consent);
		if (!consent) throw new ExpectedError('not_found', 'No such consent.');
		if (!change.positions.includes(consent.ownerPosition)) throw new ExpectedError('forbidden', 'Whose marks they are answers.');
		const state = nextConsentState(consent.state, input.event);
		const today = now.toISOString().slice(0, 10);
		if (!state || consent.expiresOn < today) throw new ExpectedError('conflict', 'It is answered or expired by now.');
		await updateConsent(tx, consent.id, { state, answeredBy: person?.userId ?? null, answeredAt: now, remindOn: state === 'granted' ? reminderDay(today, consent.expiresOn, CONSENT_REMINDER_DAYS) : null });
		await change.record(`${input.event}-marks`, row.state, undefined, { marks: consent.marks.join(', ') });
		await change.tell('marks');
	});
}

/** Ends consents whose day has passed. Answers how many; a next run takes the rest. */
export async function expireMarks(context: Pick<DockingContext, 'db' | 'clock'>, most = 500): Promise<number> {
	const system = operator('expiry of consents');
	return asActor(context.db, system, async (tx) => {
		const now = context.clock();
		const past = await consentsPast(tx, now.toISOString().slice(0, 10), most);
		for (const consent of past) {
			const state = nextConsentState(consent.state, 'expire');
			const found = state && (await findAgreement(tx, { id: consent.agreementId }));
			if (!state || !found) continue;
			await updateConsent(tx, consent.id, { state, remindOn: null });
			await insertStep(tx, { agreementId: consent.agreementId, step: 'expire-marks', state: found.row.state, language: 'en', by: null, called: '', at: now });
			await recordAudit(tx, { actor: system, action: 'agreement.expire-marks', entity: 'agreement', entityId: consent.agreementId, detail: { reference: found.row.reference } });
		}
		return past.length;
	});
}
