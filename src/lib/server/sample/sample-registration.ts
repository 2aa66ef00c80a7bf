import { eventQuestion, eventRegistrationFrame } from '#lib/server/registration/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';

type Frame = typeof eventRegistrationFrame.$inferInsert;
type Question = typeof eventQuestion.$inferInsert;

/** How registration to a sample event stands, and what its form asks. */
export interface SampleRegistration extends Required<Pick<Frame, 'closesOn' | 'places' | 'categories' | 'wishes' | 'welcome'>> {
	questions: Pick<Question, 'kind' | 'labels' | 'choices'>[];
}

/** Opens registration to a sample event. Nobody is registered: people of samples have accounts, and do that themselves. */
export async function insertSampleRegistration(tx: Transaction, eventId: string, { questions, ...frame }: SampleRegistration, at: Date): Promise<void> {
	await tx.insert(eventRegistrationFrame).values({ ...frame, eventId, state: 'open', updatedAt: at });
	if (questions.length > 0) await tx.insert(eventQuestion).values(questions.map((question, position) => ({ ...question, eventId, position })));
}
