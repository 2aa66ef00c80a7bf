import type { FileAnswer } from '#lib/registration/questions.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { RegistrationContext } from './context.ts';
import { answerRowsOf, findFrame, registrationById } from './queries.ts';
import { registrationRules } from './rules.ts';

/** A file that somebody gave as an answer, for the person and the organisers; that an organiser opened it is on record. Errors: not_found. */
export async function readAnswerFile(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; registrationId: string | null; questionId: string }): Promise<{ name: string; mediaType: string; sha256: string }> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findFrame(tx, input.eventId, context.clock());
		const registration = found && (await registrationById(tx, input.eventId, input.registrationId));
		if (!registration || !registrationRules.view(actor, { ...found.forRules, personId: registration.personId, state: registration.state })) throw gone('file');
		const answer = (await answerRowsOf(tx, registration.id)).find(({ questionId }) => questionId === input.questionId);
		if (!answer?.sha256) throw gone('file');
		const { name, mediaType } = answer.value as FileAnswer;
		await recordAudit(tx, { actor, action: 'registration.read-guarded-file', entity: 'event_registration', entityId: registration.id, detail: { eventId: input.eventId, questionId: input.questionId }, about: { centreId: found.row.centreId } });
		return { name, mediaType, sha256: answer.sha256 };
	});
}
