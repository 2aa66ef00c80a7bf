import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { phaseOf } from '#lib/events/phase.ts';
import type { EventPhase } from '#lib/events/vocabulary.ts';
import { inRoom, roomLine, type Move } from '#lib/events/whereabouts.ts';
import { expertSlugs } from '#lib/server/experts/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { picksOf } from './people/queries.ts';
import { daysOf, documentsOf, findEvent, listedEvents, noticesOf, organisersOf, photosOf, roomsOf, sessionsOf, speakersOf, speakingOf, sponsorsOf, tracksOf, venuesOf, type EventRow, type FoundEvent } from './queries.ts';
import { EVENT_RIGHTS, eventRules, speakerRules, type EventRight } from './rules.ts';

/** What of an event's row anybody may see. */
function publicPart({ createdBy: _by, version: _version, copiedFrom: _from, createdAt: _at, ...row }: EventRow) {
	return row;
}

/** The programme of an event as whoever asks may see it: speakers who have consented, and for organisers those who were asked. */
async function programmeOf(tx: Transaction, actor: Actor, { row, forRules }: FoundEvent) {
	const days = await daysOf(tx, row.id);
	const tracks = await tracksOf(tx, row.id);
	const rooms = await roomsOf(tx, row.id);
	const speaking = await speakingOf(tx, row.id);
	const everybody = (await speakersOf(tx, row.id)).filter((speaker) => speakerRules.view(actor, { ...forRules, userId: speaker.userId, consent: speaker.consent }));
	const slugs = await expertSlugs(tx, everybody.flatMap(({ expertId }) => expertId ?? []));
	const shown = new Set(everybody.map(({ id }) => id));
	const sessions = (await sessionsOf(tx, row.id)).map(({ version: _version, ...session }) => ({
		...session,
		speakers: speaking.filter(({ sessionId, speakerId }) => sessionId === session.id && shown.has(speakerId)).map(({ speakerId, role }) => ({ speakerId, role })),
	}));
	const speakers = everybody.map(({ id, names, headline, about, country, consent, isSample, expertId }) => ({ id, names, headline, about, country, consent, isSample, expert: (expertId && slugs.get(expertId)) || null }));
	return { days: days.map(({ eventId: _id, ...day }) => ({ ...day, opens: day.opens.slice(0, 5), closes: day.closes.slice(0, 5) })), tracks, rooms, sessions, speakers };
}

type Programme = Awaited<ReturnType<typeof programmeOf>>;

/** What was told of changes, the last first. The last move of a session led to the room where it is. */
async function toldOf(tx: Transaction, id: string, { sessions, rooms }: Programme, venues: Awaited<ReturnType<typeof venuesOf>>) {
	const notices = await noticesOf(tx, id);
	const last = new Map(notices.filter(({ kind }) => kind === 'session-moved').toReversed().map((notice) => [notice.sessionId, notice.id]));
	return notices.map(({ told: _told, by: _by, eventId: _id, moved, ...notice }) => {
		const session = last.get(notice.sessionId) === notice.id ? sessions.find((each) => each.id === notice.sessionId && each.state === 'on' && each.roomId !== null) : undefined;
		const led: Move | null = session ? { was: inRoom([]), now: inRoom(roomLine(session.roomId, rooms, venues)) } : null;
		return { ...notice, moved: moved ?? led };
	});
}

/** An event with all that its pages show. Errors: not_found. */
export async function viewEvent(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, id: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findEvent(tx, id, context.clock());
		if (!found || !eventRules.view(actor, found.forRules)) throw gone('event');
		const programme = await programmeOf(tx, actor, found);
		const venues = await venuesOf(tx, id);
		const own = isSignedIn(actor) ? await picksOf(tx, actor.userId, id) : new Set<string>();
		return {
			event: publicPart(found.row),
			phase: found.forRules.phase,
			may: Object.fromEntries(EVENT_RIGHTS.map((right) => [right, eventRules[right](actor, found.forRules)])) as Record<EventRight, boolean>,
			organisers: (await organisersOf(tx, id)).map(({ id: key, role, centreId, names, slug }) => ({ id: key, role, centreId, names, slug })),
			venues,
			...programme,
			sponsors: await sponsorsOf(tx, id),
			documents: (await documentsOf(tx, id)).filter(({ shown }) => shown === 'public').map(({ id: key, sessionId, titles, name, mediaType, bytes }) => ({ id: key, sessionId, titles, name, mediaType, bytes })),
			photos: await photosOf(tx, id),
			notices: await toldOf(tx, id, programme, venues),
			picks: [...own],
		};
	});
}
export type EventView = Awaited<ReturnType<typeof viewEvent>>;
export type ShownSession = EventView['sessions'][number];

export interface EventFilters {
	kind?: string | undefined;
	area?: string | undefined;
	country?: string | undefined;
	year?: string | undefined;
}

export type EventLine = Pick<EventRow, 'id' | 'kind' | 'names' | 'theme' | 'facts' | 'startsOn' | 'endsOn' | 'place' | 'country' | 'areas' | 'isSample' | 'state' | 'timeZone' | 'updatedAt' | 'publishedAt' | 'about'> & { phase: EventPhase };

const YEAR = (day: string) => day.slice(0, 4);
const matches = (row: EventRow, { kind, area, country, year }: EventFilters) =>
	(!kind || row.kind === kind) && (!area || row.areas.includes(area)) && (!country || row.country === country) && (!year || YEAR(row.startsOn) === year || YEAR(row.endsOn) === year);

/** Public events: those to come, the nearest first, then the past ones, the last first; and what one may filter by. */
export async function listEvents(context: Pick<EventsContext, 'db' | 'clock'>, filters: EventFilters) {
	// As nobody: drafts are not in the list, whoever asks.
	const all = (await asActor(context.db, { kind: 'visitor' }, (tx) => listedEvents(tx))).map((row) => ({ row, phase: phaseOf(row, context.clock()) }));
	const lines = all
		.filter(({ row }) => matches(row, filters))
		.map(({ row, phase }): EventLine => {
			const { id, kind, names, theme, facts, startsOn, endsOn, timeZone, place, country, areas, isSample, state, updatedAt, publishedAt, about } = row;
			return { id, kind, names, theme, facts, startsOn, endsOn, timeZone, place, country, areas, isSample, state, updatedAt, publishedAt, about, phase };
		});
	const today = context.clock().toISOString().slice(0, 10);
	const isPast = ({ phase, endsOn }: EventLine) => phase === 'over' || (phase === 'cancelled' && endsOn < today);
	return {
		upcoming: lines.filter((line) => !isPast(line)),
		past: lines.filter(isPast).reverse(),
		choices: {
			kinds: [...new Set(all.map(({ row }) => row.kind))],
			areas: [...new Set(all.flatMap(({ row }) => row.areas))],
			countries: [...new Set(all.map(({ row }) => row.country))].sort(),
			years: [...new Set(all.flatMap(({ row }) => [YEAR(row.startsOn), YEAR(row.endsOn)]))].sort().reverse(),
		},
	};
}
