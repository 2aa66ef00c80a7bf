import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { Language } from '#lib/engines/text/language.ts';
import { roomLine } from '#lib/events/whereabouts.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import type { Feed, FeedEntry, FeedFormat } from '#lib/server/alerts/feed.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { longDay, spanIn } from '#lib/ui/events/event-times.ts';
import { noticeWords } from '#lib/ui/events/notice-words.ts';
import { zoneName } from '#lib/ui/rooms/moment-in.ts';
import type { EventsContext } from './context.ts';
import { uuidOf } from './events-feed.ts';
import { viewEvent, type EventView, type ShownSession } from './view-event.ts';

/** What entries are written with. `address` makes a path an address in the reader's language. */
interface FeedWords {
	language: Language;
	address: (path: string) => string;
}

/** What changed in one event, the newest first, and its sessions as they stand, in the reader's language and as everybody sees them. Errors: not_found. */
export async function programmeFeed(context: Pick<EventsContext, 'db' | 'clock'> & { origin: string }, eventId: string, language: Language, format: FeedFormat): Promise<Feed> {
	const view = await viewEvent(context, VISITOR, eventId);
	const address = (path: string) => context.origin + localizeHref(path, { locale: language });
	const words = { language, address };
	const { event } = view;
	const entries = inLanguage(language, () => [...view.notices.map((notice) => noticeEntry(view, notice, words)), ...view.sessions.map((session) => sessionEntry(view, session, words))]);
	return {
		...inLanguage(language, () => ({ author: m.site_name(), subtitle: m.event_feed_lead() })),
		title: localTextFor(event.names, language)!.text,
		id: address(`/events/${event.id}/feed`),
		page: address(`/events/${event.id}`),
		self: address(`/events/${event.id}/feed.${format}`),
		language,
		updated: entries.reduce((latest, { updated }) => (updated > latest ? updated : latest), event.updatedAt),
		entries,
	};
}

function noticeEntry({ event, sessions }: EventView, notice: EventView['notices'][number], { language, address }: FeedWords): FeedEntry {
	const isThere = sessions.some(({ id }) => id === notice.sessionId);
	return {
		id: uuidOf('event notice', String(notice.id)),
		title: noticeWords(notice, event.timeZone, language),
		summary: localTextFor(notice.words, language)?.text ?? '',
		language,
		link: address(`/events/${event.id}${isThere ? `/sessions/${notice.sessionId}` : ''}`),
		author: null,
		published: notice.at,
		updated: notice.at,
		categories: [],
	};
}

function sessionEntry({ event, rooms, venues }: EventView, session: ShownSession, { language, address }: FeedWords): FeedEntry {
	const title = localTextFor(session.titles, language)!;
	const hours = `${longDay(dayIn(event.timeZone, session.startsAt), language)}, ${spanIn(session.startsAt, session.endsAt, event.timeZone, language)} ${zoneName(event.timeZone, session.startsAt)}`;
	const isOff = session.state === 'cancelled' || event.state === 'cancelled';
	// Nobody could read it before the event was public.
	const published = event.publishedAt ?? session.changedAt;
	return {
		id: session.id,
		title: title.text,
		summary: [isOff && m.event_session_cancelled(), hours, localTextFor(roomLine(session.roomId, rooms, venues), language)?.text, localTextFor(session.about, language)?.text].filter(Boolean).join(' · '),
		language: title.language,
		link: address(`/events/${event.id}/sessions/${session.id}`),
		author: null,
		published,
		updated: session.changedAt > published ? session.changedAt : published,
		categories: [],
	};
}
