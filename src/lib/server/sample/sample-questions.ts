import type { ShownWhen } from '#lib/registration/questions.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { eventQuestion } from '#lib/server/registration/tables.ts';

/** A question of a form or survey; conditions and answers name it by its key. */
export type SampleQuestion = Pick<typeof eventQuestion.$inferInsert, 'kind' | 'labels' | 'help' | 'choices' | 'required'> & { key: string; shownWhen?: ShownWhen };

/** What a sample names by key, or an Error that says what there is not. */
export function named<Value>(values: ReadonlyMap<string, Value>, key: string): Value {
	const value = values.get(key);
	if (value === undefined) throw new Error(`A sample of an event names "${key}", which there is not.`);
	return value;
}

/** Puts questions in their order; answers their ids by key. */
export async function insertSampleQuestions(tx: Transaction, eventId: string, surveyId: string | null, samples: readonly SampleQuestion[]): Promise<Map<string, string>> {
	const ids = new Map(samples.map(({ key }) => [key, crypto.randomUUID()]));
	await tx.insert(eventQuestion).values(samples.map(({ key, shownWhen, ...question }, position) => ({ ...question, id: named(ids, key), eventId, surveyId, position, shownWhen: shownWhen ? { ...shownWhen, question: named(ids, shownWhen.question) } : null })));
	return ids;
}
