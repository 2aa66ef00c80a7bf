import { redirect } from '@sveltejs/kit';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { ownsApplication } from '#lib/server/accounts/queries.ts';
import { applyForAdmission } from '#lib/server/membership/apply-for-admission.ts';
import { membershipContext } from '#lib/server/membership/context.ts';
import { parseProfile } from '#lib/server/membership/input.ts';
import { knownOrganisations } from '#lib/server/membership/known-organisations.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { organisationById } from '#lib/server/network/queries.ts';
import { areaChoices } from '#lib/server/thesaurus/area-choices.ts';
import { href } from '#lib/ui/reader.ts';
import type { KnownOrganisation } from '#lib/engines/organisations/parse-directory.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { start: null, areas: [], waits: false };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const { searchParams } = event.url;
	const known = (await knownOrganisations()).byId.get(searchParams.get('directory') ?? '');
	const name = [...cleanLine(searchParams.get('name'))].slice(0, 200).join('');
	return {
		start: {
			directory: known ? { id: known.id, name: known.names[0]!.text } : null,
			names: known ? namesOf(known) : name === '' ? [] : [{ language: detectLanguage(name).language, text: name }],
			about: [],
			kind: known?.kind ?? '',
			size: null,
			country: known?.country ?? cleanLine(searchParams.get('country')),
			place: known?.place ?? cleanLine(searchParams.get('place')),
			countries: [],
			areas: [],
			website: known?.host ?? null,
		},
		areas: areaChoices(mitra.thesaurus, language),
		waits: await ownsApplication(mitra.db, member.userId),
	};
};

/** The directory's names, one a language; one without a language counts as English where it is written in Latin letters. */
function namesOf(known: KnownOrganisation): LocalText[] {
	const names = new Map<string, LocalText>();
	for (const { text, language, acronym } of known.names) {
		if (acronym) continue;
		const tag = LANGUAGES.find((each) => each === (language === 'tl' ? 'fil' : language)) ?? (language === null ? detectLanguage(text).language : undefined);
		if (tag && !names.has(tag)) names.set(tag, { language: tag, text });
	}
	return [...names.values()];
}

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const { profile, errors } = parseProfile(form, new Set([...mitra.thesaurus.all()].map(({ id }) => id)));
			if (errors.length > 0) return wrongFields(form, errors);
			const directory = cleanLine(form.get('directory'));
			const id = await applyForAdmission(membershipContext(mitra), member, { profile, directoryId: directory === '' ? null : directory });
			const organisation = await organisationById(mitra.db, id);
			redirect(303, href(`/desk/organisation/${organisation!.slug}?applied`));
		}),
};
