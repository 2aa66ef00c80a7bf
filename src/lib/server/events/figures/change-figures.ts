import { COUNTED, withCounted, type Counted, type EventFigure } from '#lib/events/figures.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import * as m from '#lib/paraglide/messages.js';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { changeEvent, gone } from '../change-event.ts';
import type { EventsContext } from '../context.ts';
import { lineOf, textsInput, wrong } from '../input.ts';
import { findEvent, updateEvent, type EventRow } from '../queries.ts';
import { eventRules } from '../rules.ts';
import { countsOfEvent } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

const COUNTED_LABELS: Record<Counted, typeof m.event_counted_approved> = { approved: m.event_counted_approved, 'checked-in': m.event_counted_checked_in, meetings: m.event_counted_meetings, signed: m.event_counted_signed };

/** What there is any of, called so in the languages of the event. */
async function countedOf(tx: Transaction, { id, languages }: Pick<EventRow, 'id' | 'languages'>) {
	const counts = await asActor(tx, operator('events'), (tx) => countsOfEvent(tx, id));
	return COUNTED.filter((what) => counts[what] > 0).map((what) => ({ what, value: String(counts[what]), label: languages.map((language) => ({ language, text: COUNTED_LABELS[what]({}, { locale: language }) })) }));
}

/** What is counted of an event now, for its organisers to take over. Errors: not_found (also for whoever does not organise it). */
export async function viewCounted(context: Context, actor: Actor, eventId: string): Promise<Awaited<ReturnType<typeof countedOf>>> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, eventId, context.clock());
		if (!found || !eventRules.viewInside(actor, found.forRules)) throw gone('event');
		return countedOf(tx, found.row);
	});
}

/** Takes over what is counted now, with the day, instead of what was taken over before. Errors: not_found, forbidden, invalid_input (too many). */
export async function takeCounted(context: Context, actor: Actor, input: { eventId: string }): Promise<void> {
	await changeEvent(context, actor, { ...input, action: 'take-counted' }, async ({ tx, row, now, note }) => {
		const facts = withCounted(row.facts, await countedOf(tx, row), dayIn(row.timeZone, now));
		await putFigures(tx, row, facts);
		note({ before: { facts: row.facts }, after: { facts } });
	});
}

/**
 * Saves a figure that a form states, adds it, or takes it off; `id` in the form is its place among the others, empty for a new one.
 * `expected` is the version in which it has that place. Errors: not_found, forbidden, conflict, invalid_input.
 */
export async function saveFigure(context: Context, actor: Actor, input: { eventId: string; expected: number; form: FormData }): Promise<void> {
	const { eventId, expected, form } = input;
	const place = cleanLine(form.get('id'));
	const isNew = place === '';
	await changeEvent(context, actor, { eventId, expected, action: form.get('remove') ? 'remove-figure' : 'save-figure' }, async ({ tx, row, note }) => {
		const before = isNew ? undefined : row.facts[Number(place)];
		if (!isNew && !before) throw gone('figure');
		const saved = form.get('remove') ? [] : [figureIn(form, row, before)];
		const facts = before ? row.facts.flatMap((each) => (each === before ? saved : [each])) : [...row.facts, ...saved];
		await putFigures(tx, row, facts);
		note({ before: { facts: row.facts }, after: { facts } });
	});
}

/** What was counted here and has another value now is stated by the organisers. */
function figureIn(form: FormData, { languages }: Pick<EventRow, 'languages'>, before: EventFigure | undefined): EventFigure {
	const label = textsInput(form, 'label', languages, { limit: EVENT_LIMITS.figureLabel, required: true, ...(before ? { before: before.label } : {}) });
	const value = lineOf(form, 'value', EVENT_LIMITS.figureValue, true);
	const source = lineOf(form, 'source', EVENT_LIMITS.figureSource);
	return { label, value, ...(source === '' ? {} : { source }), ...(before?.counted && before.value === value ? { counted: before.counted } : {}) };
}

async function putFigures(tx: Transaction, row: Pick<EventRow, 'id' | 'facts'>, facts: EventFigure[]): Promise<void> {
	if (facts.length > Math.max(EVENT_LIMITS.figures, row.facts.length)) throw wrong('value', 'too_many', EVENT_LIMITS.figures);
	await updateEvent(tx, row.id, { facts });
}
