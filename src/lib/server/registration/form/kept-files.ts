import type { Question } from '#lib/registration/questions.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { EVENT_DOCUMENT_KINDS } from '#lib/server/events/documents.ts';
import { ATTACHMENT_BYTES } from '#lib/server/listings/attach-file.ts';
import { fileOf } from '#lib/server/membership/member-form.ts';
import { fileName } from '#lib/server/membership/proof.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { withStoredFile } from '#lib/server/platform/kept-file.ts';
import type { RegistrationContext } from '../context.ts';
import { deleteKeptFiles, deleteKeptFilesBefore, putKeptFile } from '../queries.ts';
import { fieldOf } from './input.ts';

const HOUR = 3_600_000;
/** So long a form offers a file that was chosen before it came back. */
const KEPT_HOURS = 24;

/** Whether a form says that such a file is to be taken. */
export const takesKept = (form: FormData, question: Pick<Question, 'id'>): boolean => form.get(`kept_${fieldOf(question)}`) === 'yes';

/**
 * A form comes back because something in it is wrong: what was chosen in its file fields is kept for this person, and what it offered of
 * an earlier time and was not to be taken is kept no longer. A file that is itself refused is not kept.
 */
export async function keepChosenFiles(context: Pick<RegistrationContext, 'db' | 'clock' | 'files'>, actor: Member, { eventId, form, questions }: { eventId: string; form: FormData; questions: readonly Question[] }): Promise<void> {
	const offered = new Set(form.getAll('offered').map(String));
	for (const question of questions.filter(({ kind }) => kind === 'file')) {
		const file = fileOf(form, fieldOf(question));
		if (file) await keep(context, actor, { eventId, questionId: question.id, file });
		else if (offered.has(question.id) && !takesKept(form, question)) await asActor(context.db, actor, (tx) => deleteKeptFiles(tx, eventId, actor.userId, question.id));
	}
}

async function keep(context: Pick<RegistrationContext, 'db' | 'clock' | 'files'>, actor: Member, { eventId, questionId, file }: { eventId: string; questionId: string; file: File }): Promise<void> {
	try {
		await withStoredFile(context, file.stream(), { kinds: EVENT_DOCUMENT_KINDS, maxBytes: ATTACHMENT_BYTES }, ({ mediaType, size, sha256 }) =>
			asActor(context.db, actor, (tx) => putKeptFile(tx, { personId: actor.userId, questionId, eventId, name: fileName(file.name), mediaType, bytes: size, sha256, keptAt: context.clock() })),
		);
	} catch (error) {
		if (!isExpectedError(error)) throw error;
	}
}

/** Files that no form offers any more go; an hour later, because one may be on its way with a form. */
export async function forgetKeptFiles(context: Pick<RegistrationContext, 'db' | 'clock'>): Promise<number> {
	return asActor(context.db, operator('registration'), (tx) => deleteKeptFilesBefore(tx, new Date(context.clock().getTime() - (KEPT_HOURS + 1) * HOUR)));
}

/** Since when files are offered. */
export const keptSince = (now: Date): Date => new Date(now.getTime() - KEPT_HOURS * HOUR);
