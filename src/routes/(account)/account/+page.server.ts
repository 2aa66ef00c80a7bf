import { fail, redirect } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import { parseOrganisation } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { ownsApplication, updateLanguage } from '#lib/server/accounts/queries.ts';
import { changePassword } from '#lib/server/accounts/reset-password.ts';
import { allCentres, organisationsById } from '#lib/server/network/queries.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

function signedIn(actor: Actor): Extract<Actor, { kind: 'member' }> {
	if (actor.kind !== 'member') redirect(303, href(`/sign-in?next=${encodeURIComponent(href('/account'))}`));
	return actor;
}

export const load: PageServerLoad = async ({ locals }) => {
	const person = signedIn(locals.actor);
	const { db } = locals.mitra;
	const organisations = await organisationsById(db, [...person.organisations.keys()]);
	const centres = (await allCentres(db)).filter(({ id }) => person.centres.has(id));
	return {
		name: person.name,
		email: person.email,
		language: person.language,
		organisations: organisations.map(({ id, slug, names, state }) => ({ slug, names, state, role: person.organisations.get(id) ?? 'reader' })),
		centres: centres.map(({ id, names }) => ({ id, names, role: person.centres.get(id) ?? 'officer' })),
		mayFound: !(await ownsApplication(db, person.userId)),
	};
};

export const actions: Actions = {
	language: async ({ request, locals }) => {
		const person = signedIn(locals.actor);
		const chosen = (await request.formData()).get('language');
		const language = LANGUAGES.find((each) => each === chosen);
		if (!language) return fail(422, { languageErrors: [{ field: 'language', code: 'not_allowed' }] });
		await updateLanguage(locals.mitra.db, person.userId, language);
		return { languageSaved: language };
	},
	password: async ({ request, locals, cookies }) => {
		signedIn(locals.actor);
		const form = await request.formData();
		const result = await changePassword(locals.mitra.auth, {
			current: String(form.get('currentPassword') ?? ''),
			next: String(form.get('newPassword') ?? ''),
			headers: request.headers,
		});
		if ('errors' in result) return fail(422, { passwordErrors: result.errors });
		passCookies(cookies, result.cookies);
		return { passwordSaved: true };
	},
	found: async ({ request, locals }) => {
		const person = signedIn(locals.actor);
		const { organisation, errors } = parseOrganisation(await request.formData());
		if (errors.length > 0) return fail(422, { organisation, foundErrors: errors });
		try {
			await foundOrganisation(locals.mitra.db, person, organisation);
		} catch (error) {
			if (!isExpectedError(error, 'conflict')) throw error;
			return fail(409, { organisation, foundWaits: true });
		}
		return { founded: organisation.name };
	},
};
