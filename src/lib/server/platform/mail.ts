import { sql } from 'drizzle-orm';
import { createTransport, type Transporter } from 'nodemailer';
import type { Clock } from './clock.ts';
import type { Database, Executor, Transaction } from './database.ts';
import { ExpectedError } from './errors.ts';
import { task, taskKey, type Jobs, type Task } from './jobs.ts';

export type NewMail = {
	to: string;
	language: string;
	subject: string;
	text: string;
	html?: string;
	/** Where one POST ends letters of this kind; for letters that come by themselves. */
	unsubscribeUrl?: string;
	/** An entry for the reader's calendar, or that it goes (RFC 6047). */
	calendar?: CalendarPart;
	/** Several entries, a file each: one object may not hold two meetings that are asked for or called off (RFC 5546, 3.2.2). */
	calendars?: CalendarPart[];
};

export type CalendarPart = { method: 'REQUEST' | 'CANCEL'; content: string };

export type StoredMail = {
	id: string;
	createdAt: Date;
	language: string;
	to: string;
	subject: string;
	text: string;
	html: string | null;
	unsubscribeUrl: string | null;
	calendar: CalendarPart | null;
	calendars: CalendarPart[];
	sentAt: Date | null;
	failedAt: Date | null;
	failure: string | null;
	attempts: number;
};

/** Hands a mail to a server; rejects when the server did not take it. */
export type Postman = (mail: StoredMail) => Promise<void>;

export const deliverMail = taskKey<{ mailId: string }>('mail.deliver');
const mostAttempts = 8;

/** The end of addresses that stand for none: no mail server has it, now or ever (RFC 2606, 2). */
export const NO_ADDRESS = '@no-address.invalid';
export const isReachable = (address: string): boolean => !address.endsWith(NO_ADDRESS);

/** Stores a mail and its delivery in the caller's transaction: it leaves if and when that commits. To whom has no address there is none. */
export async function sendMail(transaction: Transaction, jobs: Jobs, mail: NewMail): Promise<string | undefined> {
	const to = mail.to.trim();
	if (!isReachable(to)) return undefined;
	if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(to)) {
		throw new ExpectedError('invalid_input', 'This is no mail address.', { field: 'to' });
	}
	// A line break in a subject would begin another header.
	const subject = mail.subject.replace(/[\r\n\t]+/g, ' ').trim();
	const result = await transaction.execute<{ id: string }>(sql`
		insert into mail (language, to_address, subject, body_text, body_html, unsubscribe_url, calendar_method, calendar, calendars)
		values (${mail.language}, ${to}, ${subject}, ${mail.text}, ${mail.html ?? null}, ${mail.unsubscribeUrl ?? null},
			${mail.calendar?.method ?? null}, ${mail.calendar?.content ?? null}, ${JSON.stringify(mail.calendars ?? [])}::jsonb)
		returning id`);
	const id = result.rows[0]!.id;
	await jobs.enqueue(deliverMail, { mailId: id }, { transaction });
	return id;
}

/** The newest mails, for the local outbox page of an installation without a mail server. */
export async function listMails(db: Executor, options: { limit: number; offset?: number }): Promise<StoredMail[]> {
	const result = await db.execute<MailRow>(
		sql`select * from mail order by created_at desc, id limit ${options.limit} offset ${options.offset ?? 0}`,
	);
	return result.rows.map(mailOf);
}

export async function findMail(db: Executor, id: string): Promise<StoredMail | undefined> {
	const result = await db.execute<MailRow>(sql`select * from mail where id = ${id}`);
	return result.rows[0] && mailOf(result.rows[0]);
}

/** The task that delivers. Without a postman mails stay in the outbox, and nothing is counted as tried. */
export function mailTask(db: Database, postman: Postman | undefined, clock: Clock): Task<{ mailId: string }> {
	return task(
		deliverMail,
		async ({ mailId }) => {
			if (!postman) return;
			const mail = await findMail(db, mailId);
			if (!mail || mail.sentAt || mail.failedAt) return;
			await deliver(db, mail, postman, clock);
		},
		{ retries: mostAttempts - 1, retryDelaySeconds: 30, concurrency: 2, timeoutSeconds: 120 },
	);
}

async function deliver(db: Database, mail: StoredMail, postman: Postman, clock: Clock): Promise<void> {
	try {
		await postman(mail);
	} catch (error) {
		const failure = (error instanceof Error ? error.message : String(error)).slice(0, 500);
		const final = isRefused(error) || mail.attempts + 1 >= mostAttempts;
		const failedAt = final ? clock().toISOString() : null;
		await db.execute(sql`
			update mail set attempts = attempts + 1, failure = ${failure}, failed_at = ${failedAt} where id = ${mail.id}`);
		if (final) return;
		throw new Error('The mail server did not take a mail; it is tried again.', { cause: error });
	}
	await db.execute(sql`
		update mail set attempts = attempts + 1, sent_at = ${clock().toISOString()}, failure = null where id = ${mail.id}`);
}

/** A postman over SMTP. The sender is the `from` of the address, e.g. smtp://user:password@host:587?from=net@example.org */
export function smtpPostman(smtpUrl: string): { postman: Postman; close(): void } {
	const url = new URL(smtpUrl);
	const from = url.searchParams.get('from') ?? (decodeURIComponent(url.username) || `mitra@${url.hostname}`);
	url.searchParams.delete('from');
	const transport: Transporter = createTransport(url.href, { from });
	return {
		postman: async (mail) => {
			await transport.sendMail({
				from,
				to: { name: '', address: mail.to },
				subject: mail.subject,
				text: mail.text,
				...(mail.html !== null && { html: mail.html }),
				...(mail.calendar && { icalEvent: { ...mail.calendar, filename: 'meeting.ics' } }),
				...(mail.calendars.length > 0 && { attachments: mail.calendars.map(calendarFile) }),
				// The same for every attempt, so that a server which took it and lost its answer can tell.
				messageId: `<${mail.id}@mitra>`,
				headers: { 'Content-Language': mail.language, 'Auto-Submitted': 'auto-generated', ...unsubscribeHeaders(mail) },
			});
		},
		close: () => transport.close(),
	};
}

/** One of several entries: a file that calendars open by its type. */
export const calendarFile = ({ method, content }: CalendarPart, index: number) => ({ filename: `meeting-${index + 1}.ics`, contentType: `text/calendar; charset=utf-8; method=${method}`, content });

/** One click in the mail program ends such letters (RFC 2369 and RFC 8058). */
function unsubscribeHeaders({ unsubscribeUrl }: StoredMail): Record<string, string> {
	if (unsubscribeUrl === null) return {};
	return { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** A permanent refusal (5xx to this mail); trying again would only annoy. */
function isRefused(error: unknown): boolean {
	if (!(error instanceof Error) || !('responseCode' in error)) return false;
	return typeof error.responseCode === 'number' && error.responseCode >= 500 && error.responseCode !== 530;
}

type MailRow = {
	id: string;
	created_at: string;
	language: string;
	to_address: string;
	subject: string;
	body_text: string;
	body_html: string | null;
	unsubscribe_url: string | null;
	calendar_method: CalendarPart['method'] | null;
	calendar: string | null;
	calendars: CalendarPart[];
	sent_at: string | null;
	failed_at: string | null;
	failure: string | null;
	attempts: number;
};

function mailOf(row: MailRow): StoredMail {
	return {
		id: row.id,
		createdAt: new Date(row.created_at),
		language: row.language,
		to: row.to_address,
		subject: row.subject,
		text: row.body_text,
		html: row.body_html,
		unsubscribeUrl: row.unsubscribe_url,
		calendar: row.calendar_method === null || row.calendar === null ? null : { method: row.calendar_method, content: row.calendar },
		calendars: row.calendars,
		sentAt: row.sent_at === null ? null : new Date(row.sent_at),
		failedAt: row.failed_at === null ? null : new Date(row.failed_at),
		failure: row.failure,
		attempts: row.attempts,
	};
}
