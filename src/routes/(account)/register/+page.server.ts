import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { parseOrganisation, parsePerson } from '#lib/server/accounts/input.ts';
import { register } from '#lib/server/accounts/register.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	if (locals.actor.kind === 'member') redirect(303, href('/account'));
	return { language: locals.language };
};

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { person, errors: personErrors } = parsePerson(form);
		const { organisation, errors: organisationErrors } = parseOrganisation(form);
		const { password: _password, ...typed } = person;
		const values = { ...typed, organisationName: organisation.name, nameLanguage: organisation.nameLanguage, kind: String(form.get('organisationKind') ?? ''), country: organisation.country, place: organisation.place };
		const errors = [...personErrors, ...organisationErrors];
		if (errors.length > 0) return fail(422, { values, errors, tooMany: false });
		const { accounts, configuration } = event.locals.mitra;
		const result = await register(accounts, { ...askingOf(event), person, organisation });
		if ('errors' in result) return fail(422, { values, errors: result.errors, tooMany: false });
		if ('refused' in result) return fail(429, { values, errors, tooMany: true });
		return { asked: person.email, outbox: !configuration.smtpUrl };
	},
};
