import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import type { Jobs } from '#lib/server/platform/jobs.ts';
import { sendMail } from '#lib/server/platform/mail.ts';

interface Recipient {
	email: string;
	name: string;
	language: string;
}

type In = { locale: Language };
type Letter = { subject: (values: object, options: In) => string; paragraphs: (options: In) => string[] };

async function send(tx: Transaction, jobs: Jobs, to: Recipient, letter: Letter): Promise<void> {
	const options: In = { locale: isLanguage(to.language) ? to.language : 'en' };
	await sendMail(tx, jobs, {
		to: to.email,
		language: options.locale,
		subject: letter.subject({}, options),
		text: [m.mail_greeting({ name: to.name }, options), ...letter.paragraphs(options), m.mail_closing({}, options)].join('\n\n'),
	});
}

/** What leads on, after the step that a letter is for, to where somebody wanted to go. */
const leadOn = (next: string, sign: '?' | '&') => (next === '' ? '' : `${sign}next=${encodeURIComponent(next)}`);
/** An address of the site in the language of the letter. */
const link = (baseUrl: string, path: string, { locale }: In) => baseUrl + localizeHref(path, { locale });

/** Sends the link with which a person chooses a new password, in the person's language. */
export async function mailPasswordReset(db: Database, jobs: Jobs, to: Recipient, url: string): Promise<void> {
	await inTransaction(db, (tx) =>
		send(tx, jobs, to, { subject: m.mail_reset_subject, paragraphs: (options) => [m.mail_reset_text({}, options), url] }),
	);
}

/** The link that makes the account that somebody asked for with this address. */
export async function mailRegistration(tx: Transaction, jobs: Jobs, to: Recipient, options: { baseUrl: string; token: string; next: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_register_subject,
		paragraphs: (words) => [
			m.account_mail_register_text({}, words),
			link(options.baseUrl, `/confirm?token=${options.token}${leadOn(options.next, '&')}`, words),
			m.account_mail_not_you({}, words),
		],
	});
}

/** To the owner of an account whose address somebody has registered anew. */
export async function mailAlreadyRegistered(tx: Transaction, jobs: Jobs, to: Recipient, options: { baseUrl: string; next: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_taken_subject,
		paragraphs: (words) => [
			m.account_mail_taken_text({}, words),
			link(options.baseUrl, `/sign-in${leadOn(options.next, '?')}`, words),
			m.account_mail_taken_forgot({}, words),
			link(options.baseUrl, '/forgot-password', words),
		],
	});
}

/** To the owner of an address that an account was made for at a desk, and that somebody wanted for another account. */
export async function mailRegisteredAtDesk(tx: Transaction, jobs: Jobs, to: Recipient, { baseUrl }: { baseUrl: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_at_desk_subject,
		paragraphs: (words) => [m.account_mail_at_desk_text({}, words), link(baseUrl, '/register', words), m.account_mail_not_you({}, words)],
	});
}

/** The link that proves an address of an account that there is. */
export async function mailAddressProof(tx: Transaction, jobs: Jobs, to: Recipient, options: { baseUrl: string; token: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_prove_subject,
		paragraphs: (words) => [
			m.account_mail_prove_text({}, words),
			link(options.baseUrl, `/confirm/address?token=${options.token}`, words),
			m.account_mail_not_you({}, words),
		],
	});
}

/** Tells that somebody has signed in from a device that was not known; the moment in UTC, as the server's clock has it. */
export async function mailNewDevice(tx: Transaction, jobs: Jobs, to: Recipient, facts: { device: string; place: string; at: Date; baseUrl: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_device_subject,
		paragraphs: (words) => {
			const moment = new Intl.DateTimeFormat(words.locale, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }).format(facts.at);
			return [m.account_mail_device_text({ moment: `${moment} UTC`, device: facts.device, place: facts.place }, words), m.account_mail_news_else({}, words), link(facts.baseUrl, '/account', words)];
		},
	});
}

/** Something about the safety of an account that its owner should hear of, whoever did it. */
const SAFETY_NEWS = {
	password: m.account_mail_news_password,
	'second-factor-on': m.account_mail_news_second_on,
	'second-factor-off': m.account_mail_news_second_off,
	'passkey-added': m.account_mail_news_passkey,
	'api-key': m.account_mail_news_key,
	address: m.account_mail_news_address,
	'support-began': m.account_mail_news_support,
	institution: m.account_mail_news_institution,
} as const;
export type SafetyNews = keyof typeof SAFETY_NEWS;

export async function mailSafetyNews(tx: Transaction, jobs: Jobs, to: Recipient, news: SafetyNews, options: { baseUrl: string }): Promise<void> {
	await send(tx, jobs, to, {
		subject: m.account_mail_news_subject,
		paragraphs: (words) => [SAFETY_NEWS[news]({}, words), m.account_mail_news_else({}, words), link(options.baseUrl, '/account', words)],
	});
}
