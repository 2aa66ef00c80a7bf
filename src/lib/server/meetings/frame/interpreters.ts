import { LANGUAGES } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { choiceInput, idIn, wrong } from '#lib/server/events/input.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from './change-at-desk.ts';
import { lockOpenOf, takeTurns } from '../requests/queries.ts';
import { meetingsAheadOf } from '../standing/queries.ts';
import { deleteInterpreter, insertInterpreterPair } from './queries.ts';

type Input = { eventId: string; form: FormData };

/**
 * Somebody who is approved for the event interprets between two languages, in both directions, and has no meetings of the own: no
 * schedule would hold them. Errors: not_found, forbidden, invalid_input, conflict (requests or meetings ahead).
 */
export async function addInterpreter(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'add-interpreter' }, async ({ tx, row, now, note }) => {
		const registrationId = idIn(form, 'registration');
		const person = (await participantsOf(tx, row.id)).find(({ id }) => id === registrationId);
		if (!person) throw wrong('registration', 'required');
		await assertMeetsNobody(tx, person.id, now);
		const pair = [choiceInput(form, 'one', LANGUAGES), choiceInput(form, 'other', LANGUAGES)].sort() as [(typeof LANGUAGES)[number], (typeof LANGUAGES)[number]];
		if (pair[0] === pair[1]) throw wrong('other', 'not_allowed');
		await insertInterpreterPair(tx, { eventId: row.id, registrationId: person.id, oneLanguage: pair[0], otherLanguage: pair[1] });
		note({ detail: { registrationId: person.id, languages: pair.join('–') } });
	});
}

/** Whoever asks this person in the same moment comes before, or finds nobody. */
async function assertMeetsNobody(tx: Transaction, registrationId: string, now: Date): Promise<void> {
	await takeTurns(tx, [registrationId]);
	const open = (await lockOpenOf(tx, registrationId)).length + (await meetingsAheadOf(tx, [registrationId], now)).length;
	if (open > 0) throw new ExpectedError('conflict', 'Who interprets has no meetings.', { field: 'registration', detail: { code: 'has_meetings', limit: open } });
}

/** Somebody interprets no more: meetings that rest on it show so on the board, and organisers are told, as of one who withdraws. Errors: not_found, forbidden. */
export async function removeInterpreter(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: Input): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'remove-interpreter' }, async ({ tx, row, note }) => {
		const registrationId = idIn(form);
		if (!registrationId) throw wrong('id', 'required');
		await deleteInterpreter(tx, row.id, registrationId);
		note({ detail: { registrationId } });
	});
}
