import { cleanLine } from '#lib/server/accounts/input.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Clock } from '#lib/server/platform/clock.ts';
import { inTransaction, type Database, type Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { listingInterestRules } from '../rules.ts';
import { insertQuestion, questionsOf, updateQuestion, type QuestionRow } from './queries.ts';

/** What an owner asks everybody who shows interest; for any member, who will have to answer. */
export async function ownerQuestions(db: Executor, actor: Actor, organisationId: string): Promise<QuestionRow[]> {
	return isSignedIn(actor) ? questionsOf(db, organisationId) : [];
}

/**
 * Sets the standard questions of an organisation. One that stands already keeps its answers; one that is gone is retired, and
 * stays with the interests that answered it. Errors: forbidden.
 */
export async function setOwnerQuestions(context: { db: Database; clock: Clock }, actor: Actor, input: { organisationId: string; questions: readonly string[]; language: Language }): Promise<void> {
	if (!listingInterestRules.ask(actor, { ownerOrganisationId: input.organisationId })) throw new ExpectedError('forbidden', 'Owners and editors set the questions of their organisation.');
	await inTransaction(context.db, async (tx) => {
		const now = context.clock();
		const standing = await questionsOf(tx, input.organisationId);
		const wanted = [...new Set(input.questions.map((question) => cleanLine(question)))];
		for (const { id, question } of standing) {
			const position = wanted.indexOf(question);
			await updateQuestion(tx, id, position < 0 ? { retiredAt: now } : { position });
		}
		for (const [position, question] of wanted.entries())
			if (!standing.some((each) => each.question === question)) await insertQuestion(tx, { organisationId: input.organisationId, position, question, language: input.language, createdAt: now });
		await recordAudit(tx, { actor, action: 'organisation.set-questions', entity: 'organisation', entityId: input.organisationId, before: { questions: standing.length }, after: { questions: wanted.length } });
	});
}
