import type { Actor } from '#lib/server/accounts/actor.ts';
import type { NoticeKind } from '#lib/events/vocabulary.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { personOf, type Change } from './change-event.ts';
import { concernedBy } from './concerned.ts';
import type { EventsContext } from './context.ts';
import { newsLetter, type EventNews, type Recipient } from './letters.ts';
import { insertNotice } from './programme/queries.ts';
import type { EventRow } from './queries.ts';

export const factsOf = (context: Pick<EventsContext, 'baseUrl'>, { id, names, timeZone }: EventRow) => ({ id, names, timeZone, baseUrl: context.baseUrl });

/**
 * Tells those whom a change of sessions concerns, and puts it on the event's page. Nothing is told of a draft, which nobody
 * knows of. Answers how many letters left.
 */
export async function tellConcerned(
	context: Pick<EventsContext, 'jobs' | 'baseUrl'>,
	actor: Actor,
	change: Change,
	news: Omit<EventNews, 'words'> & { kind: NoticeKind; words: LocalText[]; sessionIds: readonly string[]; also?: readonly Recipient[] },
): Promise<number> {
	if (change.row.state === 'draft') return 0;
	const { sessionIds, also = [], ...told } = news;
	const { people } = await concernedBy(change.tx, change.row.id, sessionIds);
	const own = actor.kind === 'member' ? actor.email : '';
	const to = [...new Map([...also, ...people].map((each) => [each.email, each])).values()].filter(({ email }) => email !== own);
	for (const recipient of to) await sendMail(change.tx, context.jobs, newsLetter(recipient, factsOf(context, change.row), told));
	const { kind, titles, wasAt, nowAt, words } = told;
	await insertNotice(change.tx, { eventId: change.row.id, sessionId: kind === 'session-removed' ? null : (told.session?.id ?? null), kind, titles: [...titles], wasAt, nowAt, words, told: to.length, by: personOf(actor), at: change.now });
	return to.length;
}
