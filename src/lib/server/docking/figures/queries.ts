import { sql } from 'drizzle-orm';
import type { Ageing, InterestFigures, Progress } from '#lib/docking/types.ts';
import { AGES, BALLS, DOCKING_STATES, INTEREST_STATES, INTEREST_STEPS, type Age, type Ball, type DockingState, type InterestState, type InterestStep } from '#lib/docking/vocabulary.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { DOCKING_ORDER, type DockingProgress } from '../docking.ts';

const zeros = <Key extends string>(keys: readonly Key[]): Record<Key, number> => Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;

export async function progressOf(db: Executor, centreId: string | null, since: Date): Promise<Progress> {
	const { rows } = await db.execute<{ furthest: DockingProgress; state: DockingState; n: string }>(sql`select furthest, state, n from docking_figures(${centreId}, ${since.toISOString()}::timestamptz)`);
	const progress: Progress = { reached: zeros(DOCKING_ORDER), now: zeros(DOCKING_STATES), stoppedAt: zeros(DOCKING_ORDER) };
	for (const { furthest, state, n } of rows) {
		progress.now[state] += Number(n);
		if (state === 'stopped') progress.stoppedAt[furthest] += Number(n);
		for (const stage of DOCKING_ORDER.slice(0, DOCKING_ORDER.indexOf(furthest) + 1)) progress.reached[stage] += Number(n);
	}
	// A docking without an NDA, or with an agreement from scratch, has passed the stages before: it is counted in them.
	return progress;
}

/** How long turns have lasted, by who has the ball. */
export async function ageingOf(db: Executor, centreId: string | null, now: Date): Promise<Ageing> {
	const { rows } = await db.execute<{ ball: Exclude<Ball, 'none'>; age: Age; n: string }>(sql`select ball, age, n from docking_ageing(${centreId}, ${now.toISOString()}::timestamptz)`);
	const ageing = Object.fromEntries(BALLS.filter((ball) => ball !== 'none').map((ball) => [ball, zeros(AGES)])) as Ageing;
	for (const { ball, age, n } of rows) ageing[ball][age] += Number(n);
	return ageing;
}

export async function interestFiguresOf(db: Executor, centreId: string | null, since: Date, now: Date): Promise<InterestFigures> {
	const { rows } = await db.execute<{ state: InterestState; ended_in: InterestStep | null; age: Age | null; n: string }>(
		sql`select state, ended_in, age, n from interest_figures(${centreId}, ${since.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)`,
	);
	const figures: InterestFigures = { expressed: 0, reachedOwner: 0, states: zeros(INTEREST_STATES), ageing: Object.fromEntries(INTEREST_STEPS.map((step) => [step, zeros(AGES)])) as InterestFigures['ageing'] };
	for (const { state, ended_in, age, n } of rows) {
		figures.expressed += Number(n);
		figures.states[state] += Number(n);
		if (state === 'with_owner' || ended_in === 'with_owner') figures.reachedOwner += Number(n);
		if (age && state in figures.ageing) figures.ageing[state as InterestStep][age] += Number(n);
	}
	return figures;
}
