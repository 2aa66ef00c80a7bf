import type { Language } from '#lib/engines/text/language.ts';
import { idTyped, type Named } from '#lib/meetings/labels-to-type.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { participantsOf } from '#lib/server/registration/registrations.ts';
import { organisationsOf } from './places-to-choose.ts';

interface NamedInForm {
	required(field: string): string;
	optional(field: string): string | null;
}
type Form = { form: FormData; reader: Language };

/** Reads fields of a form in which somebody who comes to the event is named by typing. Errors: invalid_input, at the field. */
export const namedPeople = async (tx: Transaction, eventId: string, { form, reader }: Form): Promise<NamedInForm> => namedIn(form, reader, await participantsOf(tx, eventId), 'unknown_person');

/** The same of organisations that people come for. Errors: invalid_input, at the field. */
export const namedOrganisations = async (tx: Transaction, eventId: string, { form, reader }: Form): Promise<NamedInForm> => namedIn(form, reader, await organisationsOf(tx, eventId), 'unknown_organisation');

function namedIn(form: FormData, reader: Language, all: readonly Named[], unknown: 'unknown_person' | 'unknown_organisation'): NamedInForm {
	const optional = (field: string) => {
		const typed = cleanLine(form.get(field));
		if (typed === '') return null;
		const id = idTyped(all, reader, typed);
		if (!id) throw wrong(field, unknown);
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
