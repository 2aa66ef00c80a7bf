import type { Actor } from '#lib/server/accounts/actor.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import type { OwnChanges } from '#lib/server/meetings/live/letters.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { personOf, type Change } from './change-event.ts';
import { concernedBy, type Reach } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { minutesOf, newsLetter, type EventNews, type MovedSession } from './letters.ts';
import { insertNotice } from './programme/queries.ts';
import type { EventRow, SessionRow } from './queries.ts';

export const factsOf = (context: Pick<EventsContext, 'baseUrl'>, { id, names, timeZone }: EventRow) => ({ id, names, timeZone, baseUrl: context.baseUrl });

/** A session as calendars are told that it is at other hours, or off; before the change is stored. */
export function toldSession({ id, titles, sequence, ...row }: SessionRow, now: Date, { startsAt, endsAt }: Pick<SessionRow, 'startsAt' | 'endsAt'> = row): MovedSession {
	return { id, titles, sequence: sequence + 1, startsAt, minutes: minutesOf({ startsAt, endsAt }), changedAt: now };
}

/**
 * Tells those whom a change concerns, each once, and puts it on the event's page; whose meetings move with it reads that in the same
 * letter. Nothing is told of a draft, which nobody knows of. Answers how many letters left.
 */
export async function tellConcerned(
	context: Pick<EventsContext, 'jobs' | 'baseUrl'>,
	actor: Actor,
	change: Change,
	news: EventNews & { kind: NoticeKind; words: LocalText[] },
	reach: Omit<Reach, 'sessionIds' | 'meeting'> = {},
	meetings: readonly OwnChanges[] = [],
): Promise<number> {
	if (change.row.state === 'draft') return 0;
	const { people } = await concernedBy(change.tx, actor, change.row.id, { ...reach, meeting: meetings.map(({ to }) => to), sessionIds: news.sessions.map(({ id }) => id) });
	const own = new Map(meetings.map((each) => [each.to.email, each]));
	for (const person of people) await sendMail(change.tx, context.jobs, newsLetter(person, factsOf(context, change.row), news, own.get(person.email)));
	const { kind, titles, wasAt = null, nowAt = null, moved = null, words, sessions } = news;
	const sessionId = kind === 'session-moved' || kind === 'session-cancelled' ? sessions[0]!.id : null;
	await insertNotice(change.tx, { eventId: change.row.id, sessionId, kind, titles: [...titles], wasAt, nowAt, moved, words, told: people.length, by: personOf(actor), at: change.now });
	return people.length;
}
