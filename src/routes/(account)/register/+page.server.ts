import { fail, redirect } from '@sveltejs/kit';
import { AttemptLimit } from '#lib/server/accounts/attempt-limit.ts';
import { parseOrganisation, parsePerson } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { register } from '#lib/server/accounts/register.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const HOUR = 60 * 60_000;
/** Accounts that one network address may ask for in an hour; a class room behind one address still gets in. */
const byPlace = new AttemptLimit({ most: 60, windowMs: HOUR });

export const load: PageServerLoad = ({ locals }) => {
	if (locals.actor.kind === 'member') redirect(303, href('/account'));
	return { language: locals.language };
};

export const actions: Actions = {
	default: async ({ request, locals, cookies, getClientAddress }) => {
		const form = await request.formData();
		const { person, errors: personErrors } = parsePerson(form);
		const { organisation, errors: organisationErrors } = parseOrganisation(form);
		const { password: _password, ...typed } = person;
		const values = { ...typed, organisationName: organisation.name, nameLanguage: organisation.nameLanguage, kind: String(form.get('organisationKind') ?? ''), country: organisation.country, place: organisation.place };
		const errors = [...personErrors, ...organisationErrors];
		if (errors.length > 0) return fail(422, { values, errors, tooMany: false });
		const { mitra } = locals;
		if (!byPlace.allow(getClientAddress(), mitra.clock().getTime())) return fail(429, { values, errors, tooMany: true });
		const result = await register(mitra, { person, organisation, headers: request.headers });
		if ('errors' in result) return fail(422, { values, errors: result.errors, tooMany: false });
		passCookies(cookies, result.cookies);
		redirect(303, href('/desk'));
	},
};
