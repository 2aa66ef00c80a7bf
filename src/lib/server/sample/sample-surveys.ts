import { randomBytes } from 'node:crypto';
import type { Language } from '#lib/engines/text/language.ts';
import type { Answer } from '#lib/registration/questions.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { closesAfter, endOfDay } from '#lib/server/registration/surveys/survey.ts';
import { eventSurvey, eventSurveyAnswer, eventSurveyAsked, eventSurveySheet } from '#lib/server/registration/tables.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { insertSampleQuestions, named, type SampleQuestion } from './sample-questions.ts';
import type { RegisteredEvent } from './sample-registrations.ts';

/** A survey of a sample event, with what was answered where the event is over. */
export interface SampleSurvey {
	/** The first title of the session that it is of; without one it is of the event. */
	session?: string;
	/** True where nothing is said. */
	anonymous?: boolean;
	/** As long as a new one where nothing is said. */
	closesAfterDays?: number;
	intro?: LocalText[];
	questions: SampleQuestion[];
	/** `who`: only where it is not anonymous. */
	sheets?: { language: Language; who?: string; answers: Record<string, Answer> }[];
}

const DAY = 86_400_000;

/**
 * Surveys that are open as soon as what they are of has ended. Those who were there have had their letters, and one that has closed is
 * sealed: its sheets lead to nobody.
 */
export async function insertSampleSurveys(tx: Transaction, samples: readonly SampleSurvey[], { at, ids, asked }: { at: RegisteredEvent; ids: ReadonlyMap<string, string>; asked: readonly string[] }): Promise<void> {
	const sessions = new Map(at.sessions.map((session) => [session.titles[0]!.text, session]));
	const last = at.sessions.map(({ endsAt }) => endsAt).sort((a, b) => b.getTime() - a.getTime())[0]!;
	for (const { session: title, anonymous = true, closesAfterDays, intro = [], questions, sheets = [] } of samples) {
		const session = title === undefined ? undefined : named(sessions, title);
		const endsAt = session?.endsAt ?? last;
		const closesAt = closesAfterDays === undefined ? closesAfter(endsAt, at.timeZone) : endOfDay(new Date(endsAt.getTime() + closesAfterDays * DAY).toISOString().slice(0, 10), at.timeZone);
		const surveyId = crypto.randomUUID();
		await tx.insert(eventSurvey).values({ id: surveyId, eventId: at.id, sessionId: session?.id ?? null, anonymous, intro, state: 'open', closesAt, sealedAt: closesAt < at.now ? closesAt : null, madeAt: at.publishedAt });
		const keys = await insertSampleQuestions(tx, at.id, surveyId, questions);
		if (asked.length > 0) await tx.insert(eventSurveyAsked).values(asked.map((who) => ({ surveyId, registrationId: named(ids, who), eventId: at.id, askedAt: endsAt })));
		// Whose sheet it would be is not there in a network without sample accounts.
		const given = sheets.filter(({ who }) => who === undefined || ids.has(who)).map((sheet) => ({ ...sheet, id: randomBytes(32).toString('hex') }));
		if (given.length === 0) continue;
		await tx.insert(eventSurveySheet).values(given.map(({ id, language, who }) => ({ id, surveyId, eventId: at.id, anonymous, registrationId: who === undefined ? null : named(ids, who), language })));
		await tx.insert(eventSurveyAnswer).values(given.flatMap(({ id, answers }) => Object.entries(answers).map(([key, value]) => ({ sheetId: id, questionId: named(keys, key), eventId: at.id, value }))));
	}
}
