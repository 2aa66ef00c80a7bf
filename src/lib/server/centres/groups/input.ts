import { LEADS, LIMITS, MEETING_MODES, MEETING_STATES, PLAN_ITEM_KINDS, SIDES } from '#lib/centres/vocabulary.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { choiceInput, countryOf, dayOf, lineOf, textsOf, wrong } from '../input.ts';
import type { MeetingInput, ParticipantChange } from './edit-meeting.ts';
import type { PlanItemInput } from './keep-plan.ts';
import type { ActionInput } from './write-minutes.ts';

/** A year as an address names it. Errors: not_found. */
export function yearOf(text: string): number {
	const year = /^\d{4}$/.test(text) ? Number(text) : 0;
	if (year < 2013 || year > 2100) throw new ExpectedError('not_found', 'No such year.');
	return year;
}

/** A year as a form names it. Errors: invalid_input. */
export function yearInput(value: FormDataEntryValue | null): number {
	const year = Number(value);
	if (!Number.isInteger(year) || year < 2013 || year > 2100) throw wrong('year', 'not_allowed');
	return year;
}

/** An id of a form. Errors: not_found. */
export const idInput = (form: FormData, field: string): string => listingId(String(form.get(field) ?? ''));

export function meetingInput(form: FormData): MeetingInput {
	return {
		heldOn: dayOf(form, 'held_on'),
		place: textsOf(form, 'place', { limit: LIMITS.name }),
		country: countryOf(form, 'country'),
		mode: choiceInput(form, 'mode', MEETING_MODES),
		state: choiceInput(form, 'state', MEETING_STATES),
	};
}

export const agendaInput = (form: FormData) => ({ texts: textsOf(form, 'agenda', { limit: LIMITS.agenda, required: true, languages: ['zh', 'en'] }), lead: choiceInput(form, 'lead', LEADS) });

export function participantInput(form: FormData): Extract<ParticipantChange, { add: unknown }>['add'] {
	return { side: choiceInput(form, 'side', SIDES), name: lineOf(form, 'participant', 120, true), position: lineOf(form, 'position', 200), shown: form.get('shown') === 'yes' };
}

export const minutesInput = (form: FormData) => textsOf(form, 'minutes', { limit: LIMITS.minutes, lines: true, required: true });
export const decisionInput = (form: FormData) => textsOf(form, 'decision', { limit: LIMITS.decision, lines: true, required: true });

export function actionInput(form: FormData): ActionInput {
	const owner = String(form.get('owner') ?? '');
	return { texts: textsOf(form, 'action', { limit: LIMITS.action, lines: true, required: true }), side: choiceInput(form, 'side', SIDES), ownerId: owner === '' ? null : owner, dueOn: dayOf(form, 'due_on', true) };
}

export function planItemInput(form: FormData): PlanItemInput {
	return { kind: choiceInput(form, 'kind', PLAN_ITEM_KINDS), texts: textsOf(form, 'item', { limit: LIMITS.action, lines: true, required: true }), dueOn: dayOf(form, 'due_on') };
}
