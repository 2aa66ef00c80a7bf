import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { ForceRole } from '#lib/experts/vocabulary.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { formatDay, languageName } from '#lib/ui/language-names.ts';

/** Something that a person wrote, in the language it was written in. */
export interface Written {
	words: string;
	language: Language;
}

/** Words of a person, with a line before them where they are in another language than the letter. */
function quoted({ words, language }: Written, locale: Language): (string | false)[] {
	return [words !== '' && language !== locale && m.experts_mail_words_language({ language: languageName(language, locale) }), words];
}

export function expertInvitationLetter(to: Recipient, facts: { centre: readonly LocalText[]; inviter: string; token: string; until: Date; written: Written; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const centre = nameFor(facts.centre, locale);
		return {
			subject: m.experts_mail_invited_subject({ centre }),
			parts: [
				m.experts_mail_invited_text({ centre, inviter: facts.inviter }),
				...quoted(facts.written, locale),
				m.experts_mail_invited_link({ day: formatDay(facts.until, locale) }),
				link(`/experts/invitation/${facts.token}`),
				m.experts_mail_invited_consent(),
			],
		};
	});
}

export function invitationAnsweredLetter(to: Recipient, facts: { expert: string; accepted: boolean; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (_locale, link) => ({
		subject: m.experts_mail_answered_subject({ expert: facts.expert }),
		parts: [facts.accepted ? m.experts_mail_answered_yes({ expert: facts.expert }) : m.experts_mail_answered_no({ expert: facts.expert }), link('/missions/experts')],
	}));
}

/** What a request's letters tell of it. */
export interface RequestFacts {
	number: number;
	title: string;
	baseUrl: string;
}

/** What happened to a request, as those are told whom it concerns. */
export type RequestNews =
	| { kind: 'asked'; organisation: readonly LocalText[] }
	| { kind: 'accepted' }
	| { kind: 'returned'; written: Written }
	| { kind: 'declined'; written: Written }
	| { kind: 'answered'; written: Written }
	| { kind: 'withdrawn' }
	| { kind: 'invited'; role: ForceRole; written: Written; startsOn: string; days: number; place: string }
	| { kind: 'expert-accepted' | 'expert-declined' | 'expert-withdrew'; expert: string; written: Written }
	| { kind: 'released' }
	| { kind: 'planned'; startsOn: string; endsOn: string; place: string }
	| { kind: 'begun' }
	| { kind: 'reported'; expert: string }
	| { kind: 'thanked'; written: Written };

export function requestLetter(to: Recipient, facts: RequestFacts, news: RequestNews): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const { number, title } = facts;
		const about = { number: String(number), title };
		const here = link(news.kind === 'thanked' ? `/missions/${number}/thanks` : `/missions/${number}`);
		const { subject, parts } = newsWords(news, about, locale);
		return { subject, parts: [...parts, here] };
	});
}

function newsWords(news: RequestNews, about: { number: string; title: string }, locale: Language): { subject: string; parts: (string | false)[] } {
	const role = (each: ForceRole) => (each === 'leader' ? m.experts_role_leader() : m.experts_role_member());
	switch (news.kind) {
		case 'asked':
			return { subject: m.experts_mail_asked_subject(about), parts: [m.experts_mail_asked_text({ ...about, organisation: nameFor(news.organisation, locale) })] };
		case 'accepted':
			return { subject: m.experts_mail_accepted_subject(about), parts: [m.experts_mail_accepted_text(about)] };
		case 'returned':
			return { subject: m.experts_mail_returned_subject(about), parts: [m.experts_mail_returned_text(about), ...quoted(news.written, locale)] };
		case 'declined':
			return { subject: m.experts_mail_declined_subject(about), parts: [m.experts_mail_declined_text(about), ...quoted(news.written, locale)] };
		case 'answered':
			return { subject: m.experts_mail_question_answered_subject(about), parts: [m.experts_mail_question_answered_text(about), ...quoted(news.written, locale)] };
		case 'withdrawn':
			return { subject: m.experts_mail_withdrawn_subject(about), parts: [m.experts_mail_withdrawn_text(about)] };
		case 'invited':
			return {
				subject: m.experts_mail_mission_subject(about),
				parts: [m.experts_mail_mission_text({ ...about, role: role(news.role), place: news.place, day: formatDay(news.startsOn, locale), days: news.days }), ...quoted(news.written, locale), m.experts_mail_mission_answer()],
			};
		case 'expert-accepted':
			return { subject: m.experts_mail_expert_yes_subject({ expert: news.expert }), parts: [m.experts_mail_expert_yes_text({ ...about, expert: news.expert }), ...quoted(news.written, locale)] };
		case 'expert-declined':
			return { subject: m.experts_mail_expert_no_subject({ expert: news.expert }), parts: [m.experts_mail_expert_no_text({ ...about, expert: news.expert }), ...quoted(news.written, locale)] };
		case 'expert-withdrew':
			return { subject: m.experts_mail_expert_left_subject({ expert: news.expert }), parts: [m.experts_mail_expert_left_text({ ...about, expert: news.expert }), ...quoted(news.written, locale)] };
		case 'released':
			return { subject: m.experts_mail_released_subject(about), parts: [m.experts_mail_released_text(about)] };
		case 'planned':
			return { subject: m.experts_mail_planned_subject(about), parts: [m.experts_mail_planned_text({ ...about, place: news.place, from: formatDay(news.startsOn, locale), until: formatDay(news.endsOn, locale) })] };
		case 'begun':
			return { subject: m.experts_mail_begun_subject(about), parts: [m.experts_mail_begun_text(about)] };
		case 'reported':
			return { subject: m.experts_mail_reported_subject(about), parts: [m.experts_mail_reported_text({ ...about, expert: news.expert })] };
		case 'thanked':
			return { subject: m.experts_mail_thanked_subject(about), parts: [m.experts_mail_thanked_text(about), ...quoted(news.written, locale)] };
	}
}
