import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { quoted } from '#lib/server/events/letters.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import { formatDay } from '#lib/ui/language-names.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** What an organisation is told of its stand. `stand`: its label; null for none yet. */
export type ExhibitorNews =
	| { kind: 'applied'; until: string }
	| { kind: 'withdrawn' | 'removed' }
	| { kind: 'declined'; reason: readonly LocalText[] }
	| { kind: 'exhibits' | 'moved'; exhibitorId: string; stand: string | null };

/** Which event, and which organisation. */
export interface ExhibitorFacts {
	event: { id: string; names: readonly LocalText[] };
	organisation: { slug: string; names: readonly LocalText[] };
	baseUrl: string;
}

type About = { event: string; organisation: string };

function partsOf(news: ExhibitorNews, about: About, locale: Language): (string | false)[] {
	switch (news.kind) {
		case 'applied':
			return [m.exhibition_mail_applied({ ...about, day: formatDay(news.until, locale) })];
		case 'withdrawn':
			return [m.exhibition_mail_withdrawn(about)];
		case 'removed':
			return [m.exhibition_mail_removed(about)];
		case 'declined':
			return [m.exhibition_mail_declined(about), ...quoted(news.reason, locale)];
		case 'exhibits':
		case 'moved': {
			const stand = news.stand === null ? m.exhibition_mail_no_stand() : m.exhibition_mail_stand({ stand: news.stand });
			return [`${news.kind === 'exhibits' ? m.exhibition_mail_exhibits(about) : m.exhibition_mail_moved(about)} ${stand}`, m.exhibition_mail_next()];
		}
	}
}

/** Where a letter leads: the exhibitor's own page, the application, or the exhibition. */
function pathOf(news: ExhibitorNews, { event, organisation }: ExhibitorFacts): string {
	if ('exhibitorId' in news) return `/desk/events/${event.id}/exhibition/${news.exhibitorId}`;
	return news.kind === 'removed' ? `/events/${event.id}/exhibition` : `/events/${event.id}/exhibition/apply?organisation=${organisation.slug}`;
}

const aboutIn = ({ event, organisation }: ExhibitorFacts, locale: Language): About => ({ event: nameFor(event.names, locale), organisation: nameFor(organisation.names, locale) });

/** Tells somebody who writes for an exhibitor what became of its stand. */
export function exhibitorLetter(to: Recipient, facts: ExhibitorFacts, news: ExhibitorNews): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const about = aboutIn(facts, locale);
		return { subject: m.exhibition_mail_subject(about), parts: [...partsOf(news, about, locale), link(pathOf(news, facts))] };
	});
}

/** Tells an organiser that an exhibitor does not come after all. */
export function gaveUpLetter(to: Recipient, facts: ExhibitorFacts): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const about = aboutIn(facts, locale);
		return { subject: m.exhibition_mail_subject(about), parts: [m.exhibition_mail_gave_up(about), link(`/desk/events/${facts.event.id}/exhibition`)] };
	});
}
