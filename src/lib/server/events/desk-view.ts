import { isSecretariat, type Actor } from '#lib/server/accounts/actor.ts';
import { clashesOfAll } from '#lib/events/clashes.ts';
import { phaseOf } from '#lib/events/phase.ts';
import { COPIED_PARTS, type CopiedPart } from '#lib/events/vocabulary.ts';
import { openCentres } from '#lib/server/centres/queries.ts';
import { hallsOf } from '#lib/server/exhibition/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { questionsOf, quotasOf, savedFrameOf } from '#lib/server/registration/queries.ts';
import { gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { budgetOf } from './money/queries.ts';
import { speakingOfPerson } from './people/queries.ts';
import { contactsOfSpeakers, daysOf, documentsOf, eventsOfCentres, findEvent, organisersOf, photosOf, roomsOf, sessionsOf, speakersOf, speakingOf, sponsorsOf, tablesOf, tracksOf, venuesOf, type FoundEvent } from './queries.ts';
import { EVENT_RIGHTS, eventRules, type EventRight } from './rules.ts';
import { placedSessions } from './save-session.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

/** The desk of whoever is signed in: the events that his centres organise, and where he was asked to speak. */
export async function viewDesk(context: Context, actor: Extract<Actor, { kind: 'member' }>) {
	const now = context.clock();
	const centres = isSecretariat(actor) ? null : [...actor.centres.keys()];
	const events = await asActor(context.db, actor, (tx) => eventsOfCentres(tx, centres));
	// Of a draft he sees no more than that he is asked: so it is read as the operator.
	const speaking = await asActor(context.db, operator('events'), (tx) => speakingOfPerson(tx, actor.userId));
	const open = await openCentres(context.db);
	return {
		events: events.map((row) => ({ id: row.id, names: row.names, kind: row.kind, startsOn: row.startsOn, endsOn: row.endsOn, place: row.place, country: row.country, isSample: row.isSample, phase: phaseOf(row, now) })),
		speaking: speaking.map(({ speaker, event }) => ({ id: speaker.id, consent: speaker.consent, event: { ...event, phase: phaseOf(event, now) } })),
		/** The centres that he may begin an event for. */
		centres: open.filter(({ id }) => centres === null || centres.includes(id)),
	};
}

async function findInside(tx: Transaction, context: Context, actor: Actor, id: string): Promise<FoundEvent> {
	const found = await findEvent(tx, id, context.clock());
	if (!found || !eventRules.viewInside(actor, found.forRules)) throw gone('event');
	return found;
}

/** An event as its organisers work on it. Errors: not_found (also for whoever does not organise it). */
export async function viewOrganised(context: Context, actor: Actor, id: string) {
	return asActor(context.db, actor, async (tx) => {
		const { row, forRules } = await findInside(tx, context, actor, id);
		const days = await daysOf(tx, id);
		const clashes = clashesOfAll(await placedSessions(tx, id), days, row.timeZone);
		const contacts = await contactsOfSpeakers(tx, id);
		return {
			event: row,
			phase: forRules.phase,
			may: Object.fromEntries(EVENT_RIGHTS.map((right) => [right, eventRules[right](actor, forRules)])) as Record<EventRight, boolean>,
			organisers: await organisersOf(tx, id),
			venues: await venuesOf(tx, id),
			rooms: await roomsOf(tx, id),
			tables: await tablesOf(tx, id),
			days: days.map((day) => ({ ...day, opens: day.opens.slice(0, 5), closes: day.closes.slice(0, 5) })),
			tracks: await tracksOf(tx, id),
			sessions: (await sessionsOf(tx, id)).map((session) => ({ ...session, clashes: clashes.get(session.id) ?? [] })),
			speakers: (await speakersOf(tx, id)).map((speaker) => ({ ...speaker, contact: contacts.find(({ speakerId }) => speakerId === speaker.id) ?? null })),
			speaking: await speakingOf(tx, id),
		};
	});
}
export type OrganisedEvent = Awaited<ReturnType<typeof viewOrganised>>;

/** What only organisers read of the money. Errors: not_found. */
export async function viewBudget(context: Context, actor: Actor, id: string) {
	return asActor(context.db, actor, async (tx) => {
		await findInside(tx, context, actor, id);
		return { lines: await budgetOf(tx, id), sponsors: await sponsorsOf(tx, id) };
	});
}

/** Errors: not_found. */
export async function viewFiles(context: Context, actor: Actor, id: string) {
	return asActor(context.db, actor, async (tx) => {
		await findInside(tx, context, actor, id);
		return { documents: (await documentsOf(tx, id)).map(({ id: key, sessionId, titles, shown, name, bytes, addedAt }) => ({ id: key, sessionId, titles, shown, name, bytes, addedAt })), photos: await photosOf(tx, id) };
	});
}

/** The event that another is copied from, for the form of a new one, with what else of it there is to copy. Errors: not_found. */
export async function viewCopied(context: Context, actor: Actor, id: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, id, context.clock());
		if (!found || !eventRules.copy(actor, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
		const [frame, questions, quotas, halls] = [await savedFrameOf(tx, id), await questionsOf(tx, id), await quotasOf(tx, id), await hallsOf(tx, id)];
		const there: Record<CopiedPart, boolean> = { form: frame !== undefined || questions.length > 0, quotas: typeof frame?.places === 'number' || quotas.length > 0, halls: halls.length > 0 };
		return { ...found.row, sessions: (await sessionsOf(tx, id)).length, parts: COPIED_PARTS.filter((part) => there[part]) };
	});
}
