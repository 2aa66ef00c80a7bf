import type { Language } from '#lib/engines/text/language.ts';
import { personTyped } from '#lib/meetings/person-labels.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';

/** Reads fields of a form in which somebody who comes to the event is named by typing. Errors: invalid_input, at the field. */
export async function namedPeople(tx: Transaction, eventId: string, form: FormData, reader: Language): Promise<{ required(field: string): string; optional(field: string): string | null }> {
	const people = await participantsOf(tx, eventId);
	const optional = (field: string) => {
		const typed = cleanLine(form.get(field));
		if (typed === '') return null;
		const id = personTyped(people, reader, typed);
		if (!id) throw wrong(field, 'unknown_person');
		return id;
	};
	return {
		optional,
		required: (field) => {
			const id = optional(field);
			if (id === null) throw wrong(field, 'required');
			return id;
		},
	};
}
