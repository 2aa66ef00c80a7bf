import type { Language } from '#lib/engines/text/language.ts';
import { idTyped, type Named } from '#lib/meetings/labels-to-type.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { SeveralErrors } from '#lib/server/platform/errors.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { organisationsOf } from './places-to-choose.ts';

/** Who or what the fields of a form name. Errors: invalid_input, at each field that is wrong. */
export interface NamedInForm {
	required<Fields extends string[]>(...fields: Fields): { [Index in keyof Fields]: string };
	/** The first is required; of the others, null where a field is empty. */
	firstRequired(first: string, ...others: string[]): [string, ...(string | null)[]];
}
type Form = { form: FormData; reader: Language };

/** Reads fields of a form in which somebody who comes to the event is named by typing. Errors: invalid_input, at the field. */
export const namedPeople = async (tx: Transaction, eventId: string, { form, reader }: Form): Promise<NamedInForm> => namedIn(form, reader, await participantsOf(tx, eventId), 'unknown_person');

/** The same of organisations that people come for. Errors: invalid_input, at the field. */
export const namedOrganisations = async (tx: Transaction, eventId: string, { form, reader }: Form): Promise<NamedInForm> => namedIn(form, reader, await organisationsOf(tx, eventId), 'unknown_organisation');

function namedIn(form: FormData, reader: Language, all: readonly Named[], unknown: 'unknown_person' | 'unknown_organisation'): NamedInForm {
	const read = (fields: readonly string[], isNeeded: (index: number) => boolean) => {
		const typed = fields.map((field) => cleanLine(form.get(field)));
		const ids = typed.map((words) => idTyped(all, reader, words) ?? null);
		const problems = fields.flatMap((field, index) => (ids[index] !== null || (typed[index] === '' && !isNeeded(index)) ? [] : [{ field, code: typed[index] === '' ? ('required' as const) : unknown }]));
		if (problems.length > 1) throw new SeveralErrors('invalid_input', problems);
		for (const { field, code } of problems) throw wrong(field, code);
		return ids;
	};
	return {
		required: <Fields extends string[]>(...fields: Fields) => read(fields, () => true) as { [Index in keyof Fields]: string },
		firstRequired: (...fields) => read(fields, (index) => index === 0) as [string, ...(string | null)[]],
	};
}
