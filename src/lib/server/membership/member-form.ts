import { fail, type RequestEvent } from '@sveltejs/kit';
import { actingMember, type HeldForm, type Member } from '#lib/server/accounts/acting-person.ts';
import { isExpectedError, SeveralErrors, type ErrorCode, type Problem } from '#lib/server/platform/errors.ts';

/** What a form of these pages says back: what failed and where, with everything that was typed. */
export interface FormAnswer {
	held?: HeldForm;
	failed?: ErrorCode;
	problems?: Problem[];
	/** What was typed, by field; choices of several as a list. */
	typed?: Record<string, string[]>;
	/** Which button was pressed, where something was done. */
	done?: string;
	/** What it was done to. */
	about?: string;
}

/** What was typed into a form, to be shown again. */
export function typedIn(form: FormData): Record<string, string[]> {
	const typed: Record<string, string[]> = {};
	for (const [name, value] of form) if (typeof value === 'string' && !name.startsWith('again_')) (typed[name] ??= []).push(value);
	return typed;
}

/** Does what a form asks for, on behalf of whoever is signed in; what may go wrong comes back with what was typed. */
export async function memberForm<Result extends object>(event: RequestEvent, work: (member: Member, form: FormData) => Promise<Result>) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	try {
		return await work(who.member, form);
	} catch (error) {
		return failedForm(form, error);
	}
}

/** The answer to a form whose work failed in an expected way. Any other error goes on. */
export function failedForm(form: FormData, error: unknown) {
	if (!isExpectedError(error)) throw error;
	if (error instanceof SeveralErrors) return fail(error.status, { failed: error.code, problems: [...error.problems], typed: typedIn(form) });
	const { code, limit } = { code: error.detail?.code, limit: error.detail?.limit };
	const problems: Problem[] = error.field && typeof code === 'string' ? [{ field: error.field, code, ...(typeof limit === 'number' ? { limit } : {}) }] : [];
	return fail(error.status, { failed: error.code, problems, typed: typedIn(form) });
}

/** The answer to a form with fields that are wrong. */
export function wrongFields(form: FormData, errors: Readonly<NonNullable<FormAnswer['problems']>>) {
	return fail(422, { failed: 'invalid_input' as const, problems: [...errors], typed: typedIn(form) });
}

/** The file of a form's field; undefined where none was chosen. */
const isChosen = (file: unknown): file is File => file instanceof File && (file.size > 0 || file.name !== '');
export function fileOf(form: FormData, field: string): File | undefined {
	const file = form.get(field);
	return isChosen(file) ? file : undefined;
}
/** Those of a field that takes several. */
export const filesOf = (form: FormData, field: string): File[] => form.getAll(field).filter(isChosen);
