import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asc, eq } from 'drizzle-orm';
import type { Answer } from '#lib/registration/questions.ts';
import { instantOf } from '#lib/rooms/zoned-time.ts';
import { event, eventDay, eventPick, eventSession } from '#lib/server/events/tables.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { FileStore } from '#lib/server/platform/files.ts';
import { drawSigns } from '#lib/server/registration/codes.ts';
import { eventAnswer, eventInvitation, eventQuota, eventRegistration, eventRegistrationFrame, eventRegistrationWishes, eventScan } from '#lib/server/registration/tables.ts';
import { insertSampleHeldMeetings, type SampleHeldMeetings } from './sample-held-meetings.ts';
import { insertSampleParticipants, type ParticipantRows } from './sample-participants.ts';
import { samplePage } from './sample-page.ts';
import { insertSampleQuestions, named, type SampleQuestion } from './sample-questions.ts';
import { insertSampleSurveys, type SampleSurvey } from './sample-surveys.ts';

type Insert<Table extends { $inferInsert: object }> = Table['$inferInsert'];

/** A file that is made of lines of text. */
interface SampleFile {
	file: string;
	lines: string[];
}

interface SampleRegistration extends Pick<Insert<typeof eventRegistration>, 'state' | 'category' | 'reason' | 'listed' | 'standContact'> {
	who: string;
	/** By its key. */
	invitation?: string;
	wishes?: Omit<Insert<typeof eventRegistrationWishes>, 'registrationId' | 'eventId'>;
	answers?: Record<string, Answer | SampleFile>;
	/** When the person was let in, on each day from the first on. */
	checkedIn?: string[];
	/** First titles of the sessions with a door of their own to which the person was let in. */
	attended?: string[];
	/** First titles of the sessions with so many places that the person signed up for. */
	signedUp?: string[];
}

/** Registration to a sample event: what is asked, who asked to come and what became of it, and who came. */
interface SampleRegistrations {
	event: string;
	frame: Omit<Insert<typeof eventRegistrationFrame>, 'eventId'>;
	questions: SampleQuestion[];
	quotas: Pick<Insert<typeof eventQuota>, 'kind' | 'key' | 'places'>[];
	/** `to`: whose alone it is. */
	invitations: (Pick<Insert<typeof eventInvitation>, 'category' | 'uses' | 'note' | 'approved' | 'expiresOn'> & { key: string; to?: string; withdrawn?: boolean })[];
	surveys: SampleSurvey[];
	meetings?: SampleHeldMeetings;
	people: SampleRegistration[];
}

/** An event as its registrations need it. */
export interface RegisteredEvent {
	id: string;
	timeZone: string;
	publishedAt: Date;
	days: readonly string[];
	sessions: readonly (typeof eventSession.$inferSelect)[];
	now: Date;
}

const HOUR = 3_600_000;
const DOORS = ['North door', 'River door'];

/**
 * The registrations of data/sample/registrations, of people of participants.json. Without a place for files no answer has one. Throws an
 * Error that names what a file refers to in vain.
 */
export async function insertSampleRegistrations(tx: Transaction, folder: string, now: Date, files?: FileStore): Promise<void> {
	await asActor(tx, operator('sample'), async () => {
		const participants = await insertSampleParticipants(tx, folder);
		const registrations = join(folder, 'registrations');
		for (const name of (await readdir(registrations)).sort()) {
			const sample = JSON.parse(await readFile(join(registrations, name), 'utf8')) as SampleRegistrations;
			await insertRegistrations(tx, sample, { at: await eventOf(tx, sample.event, now), participants, files });
		}
	});
}

async function eventOf(tx: Transaction, id: string, now: Date): Promise<RegisteredEvent> {
	const [row] = await tx.select({ timeZone: event.timeZone, publishedAt: event.publishedAt }).from(event).where(eq(event.id, id));
	if (!row?.publishedAt) throw new Error(`There is no sample event "${id}" to register to.`);
	const days = await tx.select({ day: eventDay.day }).from(eventDay).where(eq(eventDay.eventId, id)).orderBy(asc(eventDay.day));
	return { id, timeZone: row.timeZone, publishedAt: row.publishedAt, days: days.map(({ day }) => day), sessions: await tx.select().from(eventSession).where(eq(eventSession.eventId, id)), now };
}

async function insertRegistrations(tx: Transaction, sample: SampleRegistrations, { at, participants, files }: { at: RegisteredEvent; participants: ParticipantRows; files: FileStore | undefined }): Promise<void> {
	await tx.insert(eventRegistrationFrame).values({ ...sample.frame, eventId: at.id, updatedAt: at.publishedAt });
	if (sample.quotas.length > 0) await tx.insert(eventQuota).values(sample.quotas.map((quota) => ({ ...quota, eventId: at.id })));
	const questions = await insertSampleQuestions(tx, at.id, null, sample.questions);
	const invitations = new Map(sample.invitations.map(({ key }) => [key, crypto.randomUUID()]));
	await tx.insert(eventInvitation).values(
		sample.invitations.map(({ key, to, withdrawn, ...invitation }) => ({ ...invitation, id: named(invitations, key), eventId: at.id, code: drawSigns(10), email: to === undefined ? null : `${to}@mitra.example`, madeAt: at.publishedAt, withdrawnAt: withdrawn ? at.publishedAt : null })),
	);
	const people = sample.people.filter(({ who }) => participants.has(who));
	const ids = new Map(people.map(({ who }) => [who, crypto.randomUUID()]));
	await tx.insert(eventRegistration).values(people.map((person, index) => registrationRow(person, index, { at, participants, ids, invitations })));
	await tx.insert(eventRegistrationWishes).values(people.flatMap(({ who, wishes }) => (wishes ? [{ ...wishes, registrationId: named(ids, who), eventId: at.id }] : [])));
	await insertAnswers(tx, people, { at, ids, questions, files });
	const scans = people.flatMap((person, index) => scansOf(person, index, at).map((scan) => ({ ...scan, registrationId: named(ids, person.who) })));
	if (scans.length > 0) await tx.insert(eventScan).values(scans);
	const picks = picksOf(people, at, participants);
	if (picks.length > 0) await tx.insert(eventPick).values(picks);
	if (sample.meetings) await insertSampleHeldMeetings(tx, sample.meetings, { at, participants, ids });
	await insertSampleSurveys(tx, sample.surveys, { at, ids, asked: people.filter(({ checkedIn }) => checkedIn).map(({ who }) => who) });
}

/** People ask one after another, and are decided on a day later. */
const askedAt = ({ publishedAt }: RegisteredEvent, index: number): Date => new Date(publishedAt.getTime() + (index + 1) * 6 * HOUR);

function registrationRow({ who, state, category, reason = '', listed = true, standContact = 'ask', invitation, checkedIn }: SampleRegistration, index: number, { at, participants, ids, invitations }: { at: RegisteredEvent; participants: ParticipantRows; ids: ReadonlyMap<string, string>; invitations: ReadonlyMap<string, string> }): Insert<typeof eventRegistration> {
	const createdAt = askedAt(at, index);
	const decidedAt = state === 'approved' || state === 'refused' ? new Date(createdAt.getTime() + 24 * HOUR) : null;
	return {
		...named(participants, who), id: named(ids, who), eventId: at.id, state, category, reason, listed, standContact,
		invitationId: invitation === undefined ? null : named(invitations, invitation),
		waitingSince: state === 'waiting' ? createdAt : null,
		badge: state === 'approved' ? drawSigns(8) : null,
		// Nobody reads a letter about a certificate of a sample.
		certificateToldAt: checkedIn ? at.now : null,
		decidedAt, isSample: true, createdAt, updatedAt: decidedAt ?? createdAt,
	};
}

const isFile = (answer: Answer | SampleFile): answer is SampleFile => typeof answer === 'object' && 'file' in answer;

async function insertAnswers(tx: Transaction, people: readonly SampleRegistration[], { at, ids, questions, files }: { at: RegisteredEvent; ids: ReadonlyMap<string, string>; questions: ReadonlyMap<string, string>; files: FileStore | undefined }): Promise<void> {
	const rows: Insert<typeof eventAnswer>[] = [];
	for (const { who, answers = {} } of people)
		for (const [key, answer] of Object.entries(answers)) {
			const row = { registrationId: named(ids, who), questionId: named(questions, key), eventId: at.id };
			if (!isFile(answer)) rows.push({ ...row, value: answer });
			else if (files) {
				const { mediaType, size, sha256 } = await files.put(await samplePage(answer.lines), { kinds: ['pdf'], maxBytes: 1_000_000 });
				rows.push({ ...row, value: { name: answer.file, mediaType, bytes: size }, sha256 });
			}
		}
	await tx.insert(eventAnswer).values(rows);
}

/** The scans that let somebody in: at the event's doors by day, and at those of sessions when they began. */
function scansOf({ checkedIn = [], attended = [] }: SampleRegistration, index: number, at: RegisteredEvent): Omit<Insert<typeof eventScan>, 'registrationId'>[] {
	const scan = (day: string, door: string, scannedAt: Date, sessionId: string | null = null) => ({ id: crypto.randomUUID(), eventId: at.id, sessionId, day, door, result: 'in' as const, scannedAt, receivedAt: scannedAt });
	const titles = new Map(at.sessions.map((session) => [session.titles[0]!.text, session]));
	return [
		...checkedIn.map((time, day) => scan(at.days[day]!, DOORS[index % DOORS.length]!, instantOf(at.timeZone, `${at.days[day]}T${time}`)!)),
		...attended.map((title) => {
			const { id, startsAt } = named(titles, title);
			return scan(startsAt.toISOString().slice(0, 10), title, startsAt, id);
		}),
	];
}

/** Who signed up for sessions with so many places, soon after being approved; who was late waits. */
function picksOf(people: readonly SampleRegistration[], at: RegisteredEvent, participants: ParticipantRows): Insert<typeof eventPick>[] {
	const sessions = new Map(at.sessions.map((session) => [session.titles[0]!.text, session]));
	const signedUp = people.flatMap(({ who, signedUp: titles = [] }, index) => titles.map((title) => ({ session: named(sessions, title), userId: named(participants, who).personId, pickedAt: new Date(askedAt(at, index).getTime() + 30 * HOUR) })));
	return [...Map.groupBy(signedUp, ({ session }) => session)].flatMap(([{ id, seats }, picks]) => picks.map(({ userId, pickedAt }, index) => ({ userId, sessionId: id, eventId: at.id, pickedAt, place: index < (seats ?? 0) ? ('taken' as const) : ('waiting' as const), placeSince: pickedAt })));
}
