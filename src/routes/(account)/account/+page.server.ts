import { fail } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import { parseOrganisation } from '#lib/server/accounts/input.ts';
import { passCookies } from '#lib/server/accounts/pass-cookies.ts';
import { ownsApplication, updateLanguage } from '#lib/server/accounts/queries.ts';
import { changePassword } from '#lib/server/accounts/reset-password.ts';
import { allCentres, organisationsById } from '#lib/server/network/queries.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { account: null };
	const person = pageMember(event);
	const { db } = event.locals.mitra;
	const organisations = await organisationsById(db, [...person.organisations.keys()]);
	const centres = (await allCentres(db)).filter(({ id }) => person.centres.has(id));
	return {
		account: {
			name: person.name,
			email: person.email,
			language: person.language,
			organisations: organisations.map(({ id, slug, names, state }) => ({ slug, names, state, role: person.organisations.get(id) ?? 'reader' })),
			centres: centres.map(({ id, names }) => ({ id, names, role: person.centres.get(id) ?? 'officer' })),
			mayFound: !(await ownsApplication(db, person.userId)),
		},
	};
};

export const actions: Actions = {
	language: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const chosen = form.get('language');
		const language = LANGUAGES.find((each) => each === chosen);
		if (!language) return fail(422, { languageErrors: [{ field: 'language', code: 'not_allowed' }] });
		await updateLanguage(event.locals.mitra.db, who.member.userId, language);
		return { languageSaved: language };
	},
	/** Passwords are never carried by a page: whose session has ended signs in and types them again. */
	password: async (event) => {
		pageMember(event);
		const { request, locals, cookies } = event;
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
	found: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { organisation, errors } = parseOrganisation(form);
		if (errors.length > 0) return fail(422, { organisation, foundErrors: errors });
		try {
			await foundOrganisation(event.locals.mitra.db, who.member, organisation);
		} catch (error) {
			if (!isExpectedError(error, 'conflict')) throw error;
			return fail(409, { organisation, foundWaits: true });
		}
		return { founded: organisation.name };
	},
};
