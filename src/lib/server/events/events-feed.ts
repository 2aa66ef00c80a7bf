import { createHash } from 'node:crypto';
import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import type { Feed, FeedEntry, FeedFormat } from '#lib/server/alerts/feed.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { noticeWords } from '#lib/ui/events/notice-words.ts';
import { formatDay } from '#lib/ui/language-names.ts';
import type { EventsContext } from './context.ts';
import { newestNotices } from './queries.ts';
import { listEvents, type EventFilters } from './view-event.ts';

/** Feeds name entries by UUID: that of what has none follows from what it is and the id that it has. */
export function uuidOf(what: 'event' | 'event notice', id: string): string {
	const hex = createHash('sha256').update(`mitra ${what} ${id}`).digest('hex');
	return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** The events of a list as a feed, in the reader's language: those to come first. */
export async function eventsFeed(context: Pick<EventsContext, 'db' | 'clock'> & { thesaurus: Thesaurus; origin: string }, filters: EventFilters, language: Language, format: FeedFormat): Promise<Feed> {
	const { upcoming, past } = await listEvents(context, filters);
	const notices = await asActor(context.db, VISITOR, (tx) => newestNotices(tx, ['day-moved', 'day-cancelled', 'event-moved']));
	const address = (path: string) => context.origin + localizeHref(path, { locale: language });
	const query = new URLSearchParams(Object.entries(filters).filter((entry): entry is [string, string] => Boolean(entry[1]))).toString();
	const asked = query ? `?${query}` : '';
	const entries = [...upcoming, ...past].map((line): FeedEntry => {
		const name = localTextFor(line.names, language)!;
		const place = localTextFor(line.place, language)?.text;
		const days = line.startsOn === line.endsOn ? formatDay(line.startsOn, language) : `${formatDay(line.startsOn, language)} – ${formatDay(line.endsOn, language)}`;
		const about = localTextFor(line.about, language)?.text ?? localTextFor(line.theme, language)?.text ?? '';
		const notice = notices.get(line.id);
		const head = inLanguage(language, () => (line.state === 'cancelled' ? m.event_phase_cancelled() : notice ? noticeWords(notice, line.timeZone, language) : ''));
		return {
			id: uuidOf('event', line.id),
			title: name.text,
			summary: [head, days, place, about].filter(Boolean).join(' · '),
			language: name.language,
			link: address(`/events/${line.id}`),
			author: null,
			// Of what was entered without saying when: no day to come, on which readers would hide it until then.
			published: line.publishedAt ?? new Date(Math.min(Date.parse(line.startsOn), line.updatedAt.getTime())),
			updated: line.updatedAt,
			categories: line.areas.map((area) => ({ term: area, label: context.thesaurus.label(area, language) })),
		};
	});
	return {
		...inLanguage(language, () => ({ author: m.site_name(), title: m.events_title(), subtitle: m.events_lead() })),
		id: address(`/feeds/events${asked}`),
		page: address(`/events${asked}`),
		self: address(`/feeds/events.${format}${asked}`),
		language,
		updated: entries.reduce((latest, { updated }) => (updated > latest ? updated : latest), new Date(0)),
		entries,
	};
}
