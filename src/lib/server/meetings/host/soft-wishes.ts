import type { Language } from '#lib/engines/text/language.ts';
import { DAY_HALVES, MEETING_LIMITS, SOFT_WISH_KINDS } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { choiceInput, idIn, isUuid, wrong } from '#lib/server/events/input.ts';
import { daysOf } from '#lib/server/events/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MeetingsContext } from '../context.ts';
import { changeAtDesk } from '../frame/change-at-desk.ts';
import { meetingTablesOf } from '../frame/queries.ts';
import { namedOrganisations, namedPeople } from './named-by-typing.ts';
import { deleteSoftWish, insertSoftWish, softWishesOf, type SoftWishRow } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
type Said = Partial<Pick<SoftWishRow, 'registrationId' | 'dayId' | 'half' | 'tableId' | 'roomId' | 'zone' | 'organisationId' | 'otherOrganisationId'>>;
interface Asked {
	tx: Transaction;
	eventId: string;
	form: FormData;
	reader: Language;
}

/** Adds what the host would rather see of somebody's meetings, or of those of two organisations, unless it is wished already. Errors: not_found, forbidden, invalid_input. */
export async function addSoftWish(context: Context, actor: Actor, { eventId, form, reader }: { eventId: string; form: FormData; reader: Language }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'add-soft-wish' }, async ({ tx, row, now, note }) => {
		const kind = choiceInput(form, 'kind', SOFT_WISH_KINDS);
		const said = await READ[kind]({ tx, eventId: row.id, form, reader });
		const wishes = await softWishesOf(tx, row.id);
		if (wishes.some((wish) => wish.kind === kind && isSaidBy(wish, said))) return;
		if (wishes.length >= MEETING_LIMITS.hostWishes) throw wrong(kind === 'together' ? 'organisation' : 'person', 'too_many', MEETING_LIMITS.hostWishes);
		await insertSoftWish(tx, { eventId: row.id, kind, ...said, madeAt: now });
		note({ detail: { kind, ...said } });
	});
}

/** Two organisations in either order are the same two. */
function isSaidBy(wish: SoftWishRow, said: Said): boolean {
	const words = ({ registrationId = null, dayId = null, half = null, tableId = null, roomId = null, zone = null, organisationId = null, otherOrganisationId = null }: Said) => [registrationId, dayId, half, tableId, roomId, zone, ...[organisationId, otherOrganisationId].sort()].join(' ');
	return words(wish) === words(said);
}

/** Errors: not_found, forbidden. */
export async function removeSoftWish(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	await changeAtDesk(context, actor, { eventId, action: 'remove-soft-wish' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		if (!id || !(await deleteSoftWish(tx, row.id, id))) throw new ExpectedError('not_found', 'No such wish.');
		note({ detail: { id } });
	});
}

const READ = { time: timeInput, place: placeInput, together: togetherInput } as const;

/** On a day, in half of it, or both. */
async function timeInput({ tx, eventId, form, reader }: Asked): Promise<Said> {
	const [registrationId] = (await namedPeople(tx, eventId, { form, reader })).required('person');
	const dayId = idIn(form, 'day');
	if (dayId !== null && !(await daysOf(tx, eventId)).some(({ id }) => id === dayId)) throw wrong('day', 'required');
	const half = cleanLine(form.get('half')) === '' ? null : choiceInput(form, 'half', DAY_HALVES);
	if (dayId === null && half === null) throw wrong('half', 'required');
	return { registrationId, dayId, half };
}

/** `table:<id>`, or `zone:<room> <zone>`. */
async function placeInput({ tx, eventId, form, reader }: Asked): Promise<Said> {
	const [registrationId] = (await namedPeople(tx, eventId, { form, reader })).required('person');
	const typed = cleanLine(form.get('place'));
	const tables = (await meetingTablesOf(tx, eventId)).filter(({ goneAt }) => goneAt === null);
	const table = typed.startsWith('table:') ? tables.find(({ id }) => id === typed.slice(6)) : undefined;
	if (table) return { registrationId, tableId: table.id };
	const [roomId, zone] = typed.startsWith('zone:') ? [typed.slice(5, 41), typed.slice(42)] : ['', ''];
	if (!isUuid(roomId) || !tables.some((each) => each.roomId === roomId && each.zone === zone)) throw wrong('place', 'required');
	return { registrationId, roomId, zone };
}

async function togetherInput({ tx, eventId, form, reader }: Asked): Promise<Said> {
	const named = await namedOrganisations(tx, eventId, { form, reader });
	const [organisationId, otherOrganisationId] = named.required('organisation', 'other_organisation');
	if (organisationId === otherOrganisationId) throw wrong('other_organisation', 'not_allowed');
	return { organisationId, otherOrganisationId };
}
