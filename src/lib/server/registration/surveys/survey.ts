import { FEWEST_ANSWERS, type SurveyStage, type SurveyState } from '#lib/registration/vocabulary.ts';
import { dayAfter, dayIn, instantOf } from '#lib/rooms/zoned-time.ts';

/** What says where a survey is. */
interface SurveyLife {
	state: SurveyState;
	/** When the session, or the event, has ended; null: it was called off. */
	endsAt: Date | null;
	closesAt: Date;
}

export function stageOf({ state, endsAt, closesAt }: SurveyLife, now: Date): SurveyStage {
	if (now >= closesAt && state === 'open') return 'closed';
	if (state === 'draft') return 'draft';
	if (endsAt === null) return 'off';
	return now < endsAt ? 'waiting' : 'asking';
}

/** Whether it is settled that answers have names, or none: somebody may have read what is promised. */
export const namesSettled = ({ stage, asked, answered }: { stage: SurveyStage; asked: number; answered: number }): boolean => asked + answered > 0 || stage === 'asking' || stage === 'closed';

/** The days after it was sealed in which a survey can be opened again; then it is forgotten who answered. */
export const REOPEN_DAYS = 30;

/**
 * How a closed survey can be opened again: with what was answered, or anew, where so few answered that it may not even be known who
 * did; undefined: not at all, for nothing says any more who would answer twice.
 */
export function reopening({ anonymous, sealedAt, reopenUntil }: { anonymous: boolean; sealedAt: Date | null; reopenUntil: Date | null }, answered: number, now: Date): 'goes-on' | 'anew' | undefined {
	if (!anonymous || sealedAt === null) return 'goes-on';
	if (answered < FEWEST_ANSWERS) return 'anew';
	return reopenUntil !== null && now < reopenUntil ? 'goes-on' : undefined;
}

/** The days after the end that a new survey stays open. */
const OPEN_DAYS = 14;
const DAY = 86_400_000;

/** The last moment of a day on the clocks of a zone. */
export const endOfDay = (day: string, timeZone: string): Date => instantOf(timeZone, `${dayAfter(day, 1)}T00:00`) ?? new Date(Date.parse(day) + DAY);
/** The last day on which a survey can be answered, on the clocks of a zone. */
export const lastDay = (closesAt: Date, timeZone: string): string => dayIn(timeZone, new Date(closesAt.getTime() - 1));
/** When a new survey of something that ends then closes. */
export const closesAfter = (endsAt: Date, timeZone: string): Date => endOfDay(dayAfter(dayIn(timeZone, endsAt), OPEN_DAYS), timeZone);
