import type { Actor } from '#lib/server/accounts/actor.ts';
import { EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { instantOf, wallClock } from '#lib/rooms/zoned-time.ts';
import { putCentreEvent, dropCentreEvent, openCentres } from '#lib/server/centres/queries.ts';
import { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';
import { tellExhibitors } from '#lib/server/exhibition/tell-exhibitor.ts';
import { meetingsToNewClock } from '#lib/server/meetings/frame/queries.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { followEnds } from '#lib/server/registration/surveys/follow-ends.ts';
import { surveysOf } from '#lib/server/registration/surveys/queries.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { changeEvent, gone, type Change } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { filesOfEvent } from './files/queries.ts';
import { wrong, type EventFrame, type EventWords, type OrganiserInput } from './input.ts';
import { assertZone, daysLater, moveOf, moveProgramme } from './move-event.ts';
import { countOfList, deleteRow, insertOrganiser, rowOf, sessionsChanged, updateSession } from './programme/queries.ts';
import { daysOf, deleteEvent, organisersOf, sessionsOf, updateEvent } from './queries.ts';
import { tellConcerned, toldSession } from './tell.ts';
import { castOf, tellSpeakers } from './tell-speakers.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl' | 'organiser'>;

interface EventToSave {
	eventId: string;
	expected: number;
	frame: EventFrame;
	words: EventWords;
	/** What is written to those who are told that it moves. */
	letter?: LocalText[];
	/** Other words for the same place: nobody is told. */
	quietly?: boolean;
}

/**
 * Saves what an event is called, when and where it is. Where people expect it elsewhere, programme and meetings move along, and
 * everybody whom that concerns is told; answers how many. Errors: not_found, forbidden, conflict, invalid_input (days outside of the
 * dates; meetings that have begun, or would begin too soon; another zone once people know its sessions or slots).
 */
export async function saveEvent(context: Context, actor: Actor, input: EventToSave): Promise<{ told: number }> {
	const { eventId, expected, frame, words, letter = [], quietly = false } = input;
	return changeEvent(context, actor, { eventId, action: 'edit', expected }, async (change) => {
		const { tx, row, now, note } = change;
		const before = { surveys: await surveysOf(tx, row.id), timeZone: row.timeZone };
		const shift = daysLater(await daysOf(tx, row.id), row, frame);
		await assertZone(tx, row, frame);
		if (frame.timeZone !== row.timeZone) await toNewClock(tx, row, frame.timeZone);
		const move = moveOf(row, input, now);
		const { sessions, meetings } = move || shift !== 0 ? await moveProgramme(context, change, shift, frame.timeZone) : { sessions: [], meetings: [] };
		let told = 0;
		if (move && !(move.byWords && quietly)) told = await tellConcerned(context, actor, { ...change, row: { ...row, place: words.place } }, { kind: 'event-moved', titles: row.names, moved: { was: move.was, now: move.now }, words: letter, sessions }, { everybody: true, centres: change.forRules.centres }, meetings);
		const { names, theme, about, place } = row;
		await updateEvent(tx, row.id, { ...frame, ...words, sequence: row.sequence + (move ? 1 : 0) });
		await followEnds(tx, { id: row.id, timeZone: frame.timeZone }, before, now);
		note({
			...(move ? { detail: { told, daysLater: shift } } : {}),
			before: { kind: row.kind, languages: row.languages, startsOn: row.startsOn, endsOn: row.endsOn, timeZone: row.timeZone, country: row.country, names, theme, about, place, areas: row.areas, website: row.website },
			after: { ...frame, names: words.names, theme: words.theme, about: words.about, place: words.place, areas: words.areas, website: words.website },
		});
		return { told };
	});
}

/** Sessions and slots for meetings keep their hours on the clock. */
async function toNewClock(tx: Change['tx'], row: Change['row'], zone: string): Promise<void> {
	for (const { id, startsAt, endsAt } of await sessionsOf(tx, row.id)) {
		const moved = (at: Date) => instantOf(zone, wallClock(row.timeZone, at)) ?? at;
		await updateSession(tx, id, { startsAt: moved(startsAt), endsAt: moved(endsAt) });
	}
	await meetingsToNewClock(tx, row.id, { from: row.timeZone, to: zone });
}

/** From now on everybody sees it; its exhibitors are told, and who has agreed to speak there. Errors: not_found, forbidden, conflict, invalid_input (a language without a name, no day). */
export async function publishEvent(context: Context, actor: Actor, input: { eventId: string; expected: number }): Promise<void> {
	await changeEvent(context, actor, { ...input, right: 'publish', action: 'publish' }, async ({ tx, row, now }) => {
		const unnamed = row.languages.find((language) => !row.names.some((each) => each.language === language));
		if (unnamed) throw wrong(`name_${unnamed}`, 'required');
		if (!(await daysOf(tx, row.id)).some(({ state }) => state === 'on')) throw wrong('day', 'required');
		await updateEvent(tx, row.id, { state: 'published', publishedAt: now });
		const published = { ...row, state: 'published' as const };
		await tellExhibitors(context, tx, published);
		const sessions = (await sessionsOf(tx, row.id)).map(({ id }) => id);
		await tellSpeakers(context, actor, { tx, row: published, now }, await castOf(tx, row.id, sessions), 'on');
	});
}

/** The event is off; everybody concerned is told, with the organisers' words. Errors: not_found, forbidden, conflict, invalid_input (no words). */
export async function cancelEvent(context: EventsContext, actor: Actor, input: { eventId: string; expected: number; words: LocalText[] }): Promise<{ told: number }> {
	const { words } = input;
	if (words.length === 0) throw wrong('words', 'required');
	return changeEvent(context, actor, { eventId: input.eventId, expected: input.expected, right: 'cancel', action: 'cancel' }, async (change) => {
		const { tx, row, now } = change;
		const sessions = await sessionsOf(tx, row.id);
		const told = await tellConcerned(context, actor, change, { kind: 'event-cancelled', titles: row.names, words, sessions: sessions.map((session) => toldSession(session, now)) }, { everybody: true, centres: change.forRules.centres });
		await sessionsChanged(tx, sessions.map(({ id }) => id), now);
		await updateEvent(tx, row.id, { state: 'cancelled', cancelledAt: now, cancelledNote: words, sequence: row.sequence + 1 });
		change.note({ detail: { told, sessions: sessions.length } });
		return { told };
	});
}

/** A draft goes, with everything of it. Errors: not_found, forbidden. */
export async function removeDraft(context: Pick<EventsContext, 'db' | 'clock' | 'files'>, actor: Actor, input: { eventId: string }): Promise<void> {
	const files = await changeEvent(context, actor, { ...input, right: 'remove', action: 'remove-draft' }, async ({ tx, row, note }) => {
		note({ detail: { kind: row.kind } });
		const stored = await filesOfEvent(tx, row.id);
		await deleteEvent(tx, row.id);
		return stored;
	});
	await removeUnusedFiles(context, files);
}

/** One who organises more; a centre sees the event among its own. Errors: not_found, forbidden, invalid_input. */
export async function addOrganiser(context: Pick<Context, 'db' | 'clock'>, actor: Actor, input: { eventId: string; organiser: OrganiserInput }): Promise<void> {
	const { role, centreId, slug, names } = input.organiser;
	await changeEvent(context, actor, { eventId: input.eventId, action: 'add-organiser' }, async ({ tx, row, note }) => {
		if ((await countOfList(tx, 'organiser', row.id)) >= EVENT_LIMITS.organisers) throw wrong('role', 'too_many', EVENT_LIMITS.organisers);
		if (centreId && !(await openCentres(tx)).some(({ id }) => id === centreId)) throw wrong('centre', 'not_allowed');
		const organisation = slug ? await organisationBySlug(tx, slug) : undefined;
		if (slug && organisation?.state !== 'admitted') throw wrong('organisation', 'unknown_organisation');
		await insertOrganiser(tx, { eventId: row.id, role, centreId, organisationId: organisation?.id ?? null, names, position: await countOfList(tx, 'organiser', row.id) });
		if (centreId) await putCentreEvent(tx, centreId, row.id);
		note({ detail: { role, centreId, organisationId: organisation?.id ?? null } });
	});
}

/** Errors: not_found, forbidden, conflict (the centre that leads stays). */
export async function removeOrganiser(context: Pick<Context, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-organiser' }, async ({ tx, row, note }) => {
		const found = await rowOf(tx, 'organiser', row.id, input.id);
		if (!found) throw gone('organiser');
		if (found.centreId !== null && found.centreId === row.centreId) throw new ExpectedError('conflict', 'The centre that leads an event stays.');
		const others = (await organisersOf(tx, row.id)).filter(({ id, centreId, role }) => id !== found.id && centreId && role !== 'supporter');
		if (others.length === 0) throw new ExpectedError('conflict', 'Somebody of the network must organise.');
		await deleteRow(tx, 'organiser', row.id, found.id);
		if (found.centreId) await dropCentreEvent(tx, found.centreId, row.id);
		note({ detail: { role: found.role, centreId: found.centreId, organisationId: found.organisationId } });
	});
}
