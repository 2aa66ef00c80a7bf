import { dayAfter, dayIn } from '#lib/rooms/zoned-time.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { surveysOf, updateSurvey, type SurveyRow } from './queries.ts';
import { endOfDay, lastDay } from './survey.ts';

const DAY = 86_400_000;

/** The surveys of an event before it changes, and on whose clocks it was held. */
export interface SurveysBefore {
	surveys: readonly SurveyRow[];
	timeZone: string;
}

/**
 * After an event, a day or a session moved: each survey stays open for as many days after what it is of as before. What was sealed
 * stays so, and what people are asked already closes no earlier than they were told.
 */
export async function followEnds(tx: Transaction, event: { id: string; timeZone: string }, before: SurveysBefore, now: Date): Promise<void> {
	const ends = new Map((await surveysOf(tx, event.id)).map(({ id, endsAt }) => [id, endsAt]));
	for (const { id, endsAt: was, closesAt, sealedAt } of before.surveys) {
		const is = ends.get(id);
		if (!was || !is || sealedAt) continue;
		const days = (Date.parse(dayIn(event.timeZone, is)) - Date.parse(dayIn(before.timeZone, was))) / DAY;
		if (days < 0 && was <= now) continue;
		const closes = endOfDay(dayAfter(lastDay(closesAt, before.timeZone), days), event.timeZone);
		if (closes.getTime() !== closesAt.getTime()) await updateSurvey(tx, id, { closesAt: closes });
	}
}
