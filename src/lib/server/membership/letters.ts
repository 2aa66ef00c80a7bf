import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { StaffRole } from '#lib/membership/vocabulary.ts';
import type { OrganisationKind } from '#lib/server/network/organisation.ts';
import { letter, nameFor, type Recipient } from '#lib/server/platform/letter.ts';
import type { NewMail } from '#lib/server/platform/mail.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { refusalReasonWords } from '#lib/ui/membership-words.ts';
import { countryName, languageName } from '#lib/ui/language-names.ts';
import { term } from '#lib/ui/vocabulary.ts';
import type { AdmissionStep } from './admission.ts';

/** What a centre decided on an application, in the language of who reads it; words of the officer stay as they were written. */
export function admissionLetter(
	to: Recipient,
	facts: { names: readonly LocalText[]; slug: string; step: Exclude<AdmissionStep, { type: 'answer' }>; wordsLanguage: Language; baseUrl: string },
): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const organisation = nameFor(facts.names, locale);
		const address = link(`/desk/organisation/${facts.slug}`);
		const { step } = facts;
		const inOther = facts.wordsLanguage !== locale && m.membership_mail_words_language({ language: languageName(facts.wordsLanguage, locale) });
		switch (step.type) {
			case 'admit':
				return { subject: m.membership_mail_admitted_subject({ organisation }), parts: [m.membership_mail_admitted_text({ organisation }), address] };
			case 'return':
				return { subject: m.membership_mail_returned_subject({ organisation }), parts: [m.membership_mail_returned_text({ organisation }), inOther, step.question, m.membership_mail_answer_here(), address] };
			case 'refuse':
				return { subject: m.membership_mail_refused_subject({ organisation }), parts: [m.membership_mail_refused_text({ organisation, reason: refusalReasonWords(step.reason) }), step.words !== '' && inOther, step.words, m.membership_mail_refused_again(), address] };
		}
	});
}

export function mergeLetter(to: Recipient, facts: { source: readonly LocalText[]; target: readonly LocalText[]; slug: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.membership_mail_merged_subject({ source: nameFor(facts.source, locale) }),
		parts: [m.membership_mail_merged_text({ source: nameFor(facts.source, locale), target: nameFor(facts.target, locale) }), link(`/desk/organisation/${facts.slug}`)],
	}));
}

export function invitationLetter(to: Recipient, facts: { names: readonly LocalText[]; inviter: string; role: StaffRole; token: string; until: Date; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const organisation = nameFor(facts.names, locale);
		const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(facts.until);
		return {
			subject: m.membership_mail_invited_subject({ organisation }),
			parts: [m.membership_mail_invited_text({ organisation, inviter: facts.inviter, role: term('role', facts.role), day }), link(`/invitations/${facts.token}`), m.membership_mail_invited_ignore()],
		};
	});
}

/** Tells an owner that somebody asks to join. */
export function joinRequestLetter(to: Recipient, facts: { names: readonly LocalText[]; slug: string; who: string; email: string; words: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.membership_mail_asks_subject({ organisation: nameFor(facts.names, locale) }),
		parts: [m.membership_mail_asks_text({ who: facts.who, email: facts.email, organisation: nameFor(facts.names, locale) }), facts.words, link(`/desk/organisation/${facts.slug}/people`)],
	}));
}

/** Tells who asked what was decided. */
export function joinDecisionLetter(to: Recipient, facts: { names: readonly LocalText[]; accepted: boolean; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const organisation = nameFor(facts.names, locale);
		return facts.accepted
			? { subject: m.membership_mail_joined_subject({ organisation }), parts: [m.membership_mail_joined_text({ organisation }), link('/desk')] }
			: { subject: m.membership_mail_not_joined_subject({ organisation }), parts: [m.membership_mail_not_joined_text({ organisation })] };
	});
}

/** Tells an officer that an organisation waits for the centre. */
export function applicantLetter(to: Recipient, facts: { names: readonly LocalText[]; kind: OrganisationKind; country: string; centre: readonly LocalText[]; who: string; slug: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const organisation = nameFor(facts.names, locale);
		return {
			subject: m.membership_mail_applicant_subject({ organisation }),
			parts: [
				m.membership_mail_applicant_text({ who: facts.who, organisation, kind: term('organisation_kind', facts.kind), country: countryName(facts.country, locale), centre: nameFor(facts.centre, locale) }),
				link(`/centre-desk/members/${facts.slug}`),
			],
		};
	});
}

/** Tells an officer that somebody whose address belongs to an organisation's domain waits to be let in. */
export function domainApplicantLetter(to: Recipient, facts: { names: readonly LocalText[]; slug: string; who: string; email: string; words: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => ({
		subject: m.membership_mail_domain_subject({ organisation: nameFor(facts.names, locale) }),
		parts: [m.membership_mail_domain_text({ who: facts.who, email: facts.email, organisation: nameFor(facts.names, locale) }), facts.words, link(`/desk/organisation/${facts.slug}/people`)],
	}));
}

/** Tells the new owner of an organisation, or the owners of a decision about core membership or a network. */
export function noticeLetter(to: Recipient, facts: { names: readonly LocalText[]; kind: 'owner' | 'core' | 'core-ended' | 'network' | 'network-declined'; network?: readonly LocalText[]; path: string; baseUrl: string }): NewMail {
	return letter(to, facts.baseUrl, (locale, link) => {
		const organisation = nameFor(facts.names, locale);
		const network = nameFor(facts.network ?? [], locale);
		const address = link(facts.path);
		switch (facts.kind) {
			case 'owner':
				return { subject: m.membership_mail_owner_subject({ organisation }), parts: [m.membership_mail_owner_text({ organisation }), address] };
			case 'core':
				return { subject: m.membership_mail_core_subject({ organisation }), parts: [m.membership_mail_core_text({ organisation }), address] };
			case 'core-ended':
				return { subject: m.membership_mail_core_ended_subject({ organisation }), parts: [m.membership_mail_core_ended_text({ organisation }), address] };
			case 'network':
				return { subject: m.membership_mail_network_subject({ organisation, network }), parts: [m.membership_mail_network_text({ organisation, network }), address] };
			case 'network-declined':
				return { subject: m.membership_mail_network_declined_subject({ organisation, network }), parts: [m.membership_mail_network_declined_text({ organisation, network }), address] };
		}
	});
}
