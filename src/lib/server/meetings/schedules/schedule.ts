import { cleanLine } from '#lib/server/accounts/input.ts';
import { choiceInput, countOf, isUuid, wrong } from '#lib/server/events/input.ts';
import type { SchedulePart } from './part-of-run.ts';

/**
 * What a run may change: everything that is not locked; as little as possible of what stands (a repair, or new wishes); or nothing
 * of it, so that only what has no place yet finds one.
 */
export const SCHEDULE_SCOPES = ['all', 'few-moves', 'fill'] as const;
type ScheduleScope = (typeof SCHEDULE_SCOPES)[number];

/** What can be taken away: a slot, that slot with all after it on its day, all slots of a day, or a table. */
export const REMOVALS = ['slot', 'rest', 'day', 'table'] as const;
export interface Removal {
	of: (typeof REMOVALS)[number];
	/** Of the slot, the day or the table. */
	id: string;
}

/** One move on the board, as it was before: what undo puts back. */
export interface MovedStep {
	requestId: string;
	/** Null: it had no place. */
	before: { slotId: string; tableId: string | null; interpreterId: string | null; locked: boolean } | null;
}

/**
 * A run of the solver, as a step on the board that it made: undo puts the meetings back that it went on from (`meeting_before`), so
 * many, with what was known of them.
 */
export interface RunStep {
	run: { meetings: number; bound: number | null; boundBy?: string; part?: SchedulePart };
}
/** Two that changed places: undo puts both back. */
interface SwappedStep {
	swapped: [MovedStep, MovedStep];
}
export type BoardStep = MovedStep | SwappedStep | RunStep;
export const isRun = (step: BoardStep | undefined): step is RunStep => step !== undefined && 'run' in step;

/** What a schedule was made with, and what is kept beside it. */
export interface ScheduleOptions {
	seconds: number;
	scope: ScheduleScope;
	/** The schedule that it goes on from; null: the meetings that stand. */
	from: string | null;
	/** Meetings that begin within so many minutes stay as they are. */
	frozenMinutes: number;
	/** Only this is planned anew; absent: all. */
	part?: SchedulePart;
	/** Where the meetings at a place that is to go could be held instead: no schedule to be worked on, but an answer to that. */
	without?: Removal;
	/** Somebody wants what there is. */
	stop?: boolean;
	/** How the bound is proven. */
	boundBy?: string;
	/** What the search is about just now. */
	phase?: string;
	/** The last first. */
	history?: BoardStep[];
	/** How many meetings its publication changed, and which schedule people knew before. */
	publication?: { meetings: number; previous: string | null };
}

export const MOST_SECONDS = 300;
export const MOST_STEPS_BACK = 50;

/** What an organiser asks of a run. */
export function scheduleInput(form: FormData): Pick<ScheduleOptions, 'seconds' | 'scope' | 'frozenMinutes' | 'part'> & { seed: number } {
	const seconds = countOf(form, 'seconds', MOST_SECONDS);
	if (seconds === null) throw wrong('seconds', 'required');
	return { seconds, scope: choiceInput(form, 'scope', SCHEDULE_SCOPES), seed: countOf(form, 'seed', 1_000_000) ?? 1, frozenMinutes: minutesIn(form), ...partInput(form) };
}

/** What of it: a field says a day by its id or a zone by its room and name; people are said by their registrations, one a field. */
function partInput(form: FormData): { part?: SchedulePart } {
	const people = [...new Set(form.getAll('people').map(String).filter(isUuid))];
	if (people.length > 0) return { part: { of: 'people', people } };
	const typed = cleanLine(form.get('part'));
	if (typed === '') return {};
	const [of, value] = [typed.slice(0, typed.indexOf(':')), typed.slice(typed.indexOf(':') + 1)];
	if (of === 'day' && isUuid(value)) return { part: { of, day: value } };
	if (of === 'zone' && isUuid(value.slice(0, 36))) return { part: { of, zone: value } };
	throw wrong('part', 'not_allowed');
}

function minutesIn(form: FormData): number {
	const typed = cleanLine(form.get('frozen'));
	const minutes = typed === '' ? 0 : Number(typed);
	if (!Number.isInteger(minutes) || minutes < 0 || minutes > 1440) throw wrong('frozen', 'not_allowed');
	return minutes;
}
