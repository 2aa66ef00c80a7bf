import { fail, redirect } from '@sveltejs/kit';
import { askingOf } from '#lib/server/accounts/acting-person.ts';
import { localPath, parseOrganisation, parsePerson, type OrganisationInput } from '#lib/server/accounts/input.ts';
import { register } from '#lib/server/accounts/register.ts';
import { findOrganisations } from '#lib/server/membership/find-organisations.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	const next = localPath(url.searchParams.get('next'), '');
	if (locals.actor.kind === 'member') redirect(303, next || href('/account'));
	return { language: locals.language, alone: url.searchParams.has('alone'), next };
};

/** Organisations that are registered and very likely the one that is typed: who belongs there joins it instead. */
async function registeredAlready(db: Database, { name, country, place }: OrganisationInput) {
	const { registered } = await findOrganisations(db, { name, country, place });
	return registered.filter(({ likeness, organisation: { state } }) => likeness.sure && state === 'admitted').map(({ organisation: each }) => ({ id: each.id, names: each.names, country: each.country, place: each.place }));
}

export const actions: Actions = {
	default: async (event) => {
		const form = await event.request.formData();
		const { person, errors: personErrors } = parsePerson(form);
		// Who joins an organisation that is here makes only the own account.
		const alone = form.get('alone') === 'yes';
		const { organisation, errors: organisationErrors } = parseOrganisation(form);
		const { password: _password, ...typed } = person;
		const values = { ...typed, organisationName: organisation.name, nameLanguage: organisation.nameLanguage, kind: String(form.get('organisationKind') ?? ''), country: organisation.country, place: organisation.place };
		const errors = [...personErrors, ...(alone ? [] : organisationErrors)];
		if (errors.length > 0) return fail(422, { values, errors, tooMany: false });
		const { accounts, configuration, db } = event.locals.mitra;
		const similar = alone || form.get('another') === 'yes' ? [] : await registeredAlready(db, organisation);
		if (similar.length > 0) return fail(409, { values, errors, tooMany: false, similar });
		const result = await register(accounts, { ...askingOf(event), person, organisation: alone ? null : organisation, next: String(form.get('next') ?? '') });
		if ('errors' in result) return fail(422, { values, errors: result.errors, tooMany: false });
		if ('refused' in result) return fail(429, { values, errors, tooMany: true });
		return { asked: person.email, outbox: !configuration.smtpUrl };
	},
};
