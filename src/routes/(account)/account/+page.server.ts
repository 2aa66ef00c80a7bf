import { fail } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { actingMember, askingOf, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import { changeName } from '#lib/server/accounts/change-name.ts';
import { cleanEmail, cleanLine, isEmail, parseOrganisation } from '#lib/server/accounts/input.ts';
import { hasPassword } from '#lib/server/accounts/joining/queries.ts';
import { confirmPerson } from '#lib/server/accounts/present-password.ts';
import { changeAddress } from '#lib/server/accounts/prove-address.ts';
import { refuseInSupport } from '#lib/server/accounts/support/refuse-in-support.ts';
import { ownsApplication, updateLanguage } from '#lib/server/accounts/queries.ts';
import { isExpert } from '#lib/server/experts/profiles/view-experts.ts';
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
			isExpert: await isExpert(db, person),
			asksPassword: await hasPassword(db, person.userId),
			proven: event.url.searchParams.has('proven'),
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
		refuseInSupport(who.member);
		await updateLanguage(event.locals.mitra.db, who.member.userId, language);
		event.locals.actor = { ...who.member, language };
		return { languageSaved: language };
	},
	name: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const name = cleanLine(form.get('name'));
		const result = await changeName(event.locals.mitra, who.member, { name, now: event.locals.mitra.clock() });
		if ('errors' in result) return fail(422, { name, nameErrors: result.errors });
		event.locals.actor = { ...who.member, name };
		return { nameSaved: true as const };
	},
	/** Asks for the password, which no page carries: whose session has ended signs in and types it again. */
	address: async (event) => {
		const member = pageMember(event);
		const form = await event.request.formData();
		const email = cleanEmail(form.get('email'));
		if (!isEmail(email)) return fail(422, { email, addressErrors: [{ field: 'email', code: email === '' ? 'required' : 'email' }] });
		const { accounts } = event.locals.mitra;
		const asking = askingOf(event);
		const confirmed = await confirmPerson(accounts, member, { ...asking, password: String(form.get('currentPassword') ?? '') });
		if (!('confirmed' in confirmed)) return fail('errors' in confirmed ? 422 : 403, { email, addressRefused: confirmed });
		const asked = await changeAddress(accounts, member, { ...asking, email });
		if (asked === 'too_many') return fail(429, { email, addressRefused: { refused: 'too_many' as const } });
		return { addressAsked: email };
	},
	found: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { organisation, errors } = parseOrganisation(form);
		if (errors.length > 0) return fail(422, { organisation, foundErrors: errors });
		try {
			await foundOrganisation(event.locals.mitra.accounts, who.member, organisation);
		} catch (error) {
			if (!isExpectedError(error, 'conflict')) throw error;
			return fail(409, { organisation, foundWaits: true });
		}
		return { founded: organisation.name };
	},
};
