import * as m from '#lib/paraglide/messages.js';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { Category } from '#lib/registration/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { countryName, formatDay } from '#lib/ui/language-names.ts';
import { CATEGORY_WORDS } from '#lib/ui/registration/words.ts';

export interface LetterEvent {
	id: string;
	names: readonly LocalText[];
	startsOn: string;
	endsOn: string;
}

/** What a letter tells of somebody's registration. */
export type RegistrationNews =
	| { kind: 'asked' | 'waiting' | 'approved' | 'moved-up' | 'withdrawn' | 'certificate' }
	/** With the organisers' reason, as they wrote it. */
	| { kind: 'refused'; reason: string };

const WORDS: Record<RegistrationNews['kind'], { subject: (about: { event: string }) => string; told: (about: { event: string; from: string; until: string }) => string }> = {
	asked: { subject: m.registration_mail_asked_subject, told: m.registration_mail_asked },
	waiting: { subject: m.registration_mail_waiting_subject, told: m.registration_mail_waiting },
	approved: { subject: m.registration_mail_approved_subject, told: m.registration_mail_approved },
	'moved-up': { subject: m.registration_mail_approved_subject, told: m.registration_mail_moved_up },
	refused: { subject: m.registration_mail_refused_subject, told: m.registration_mail_refused },
	withdrawn: { subject: m.registration_mail_withdrawn_subject, told: m.registration_mail_withdrawn },
	certificate: { subject: m.registration_mail_certificate_subject, told: m.registration_mail_certificate },
};

/** What became of a registration, for the person. */
export function registrationLetter(to: Recipient, event: LetterEvent, news: RegistrationNews, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), from: event.startsOn, until: event.endsOn };
		const { subject, told } = WORDS[news.kind];
		return {
			subject: subject(about),
			parts: [
				told(about),
				news.kind === 'refused' && news.reason !== '' && m.registration_mail_reason({ reason: news.reason }),
				(news.kind === 'approved' || news.kind === 'moved-up') && m.registration_mail_badge(),
				link(`/events/${event.id}/register${news.kind === 'certificate' ? '/certificate' : ''}`),
			],
		};
	});
}

/** Which session or event a survey is of, for a letter. */
interface LetterSurvey {
	id: string;
	/** The session's; null: the event. */
	titles: readonly LocalText[] | null;
	anonymous: boolean;
	lastDay: string;
	/** After it had closed; anew, where what was answered before was laid aside. */
	reopened: boolean;
	begunAnew: boolean;
}

/** Asks somebody who was there how it was: one letter for all that is asked at the time. */
export function surveyLetter(to: Recipient, event: LetterEvent, surveys: readonly LetterSurvey[], baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const name = nameFor(event.names, locale);
		const again = ({ reopened, begunAnew }: LetterSurvey) => (begunAnew ? ` ${m.survey_mail_anew()}` : reopened ? ` ${m.survey_mail_reopened()}` : '');
		const links = surveys.map((survey) => `${m.survey_mail_line({ title: survey.titles ? nameFor(survey.titles, locale) : name, day: formatDay(survey.lastDay, locale) })}${again(survey)}\n${link(`/events/${event.id}/surveys/${survey.id}`)}`);
		return { subject: m.survey_mail_subject({ event: name }), parts: [m.survey_mail({ event: name }), ...links, surveys.every(({ anonymous }) => anonymous) ? m.survey_anonymous_told() : surveys.every(({ anonymous }) => !anonymous) && m.survey_named_told()] };
	});
}

/** That organisers changed what somebody is registered as. */
export function reclassifiedLetter(to: Recipient, event: LetterEvent, { category, country }: { category: Category; country: string }, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const name = nameFor(event.names, locale);
		return { subject: m.registration_mail_reclassified_subject({ event: name }), parts: [m.registration_mail_reclassified({ event: name, category: CATEGORY_WORDS[category](), country: countryName(country, locale) }), link(`/events/${event.id}/register`)] };
	});
}

/** Where somebody lets people in whom organisers let help at the doors. */
export function helperLetter(to: Recipient, event: LetterEvent, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), from: formatDay(event.startsOn, locale), until: formatDay(event.endsOn, locale) };
		return { subject: m.registration_mail_helper_subject(about), parts: [m.registration_mail_helper(about), link(`/desk/events/${event.id}/check-in`)] };
	});
}

/** An invitation with its code, for somebody who may have no account yet. */
export function invitationLetter(to: Recipient, event: LetterEvent, { code, shownCode, note }: { code: string; shownCode: string; note: string }, baseUrl: string): NewMail {
	return letter(to, baseUrl, (locale, link) => {
		const about = { event: nameFor(event.names, locale), from: event.startsOn, until: event.endsOn };
		return { subject: m.registration_mail_invitation_subject(about), parts: [m.registration_mail_invitation(about), note !== '' && note, m.registration_mail_code({ code: shownCode }), link(`/events/${event.id}/register?code=${code}`)] };
	});
}
