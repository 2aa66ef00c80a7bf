import { redirect } from '@sveltejs/kit';
import { AGREEMENT_KINDS, AGREEMENT_TITLE_LIMIT, DOCUMENT_LANGUAGES, PARTIES_MOST } from '#lib/agreements/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { organisationsWrittenFor } from '#lib/server/accounts/actor.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { beginFromScratch } from '#lib/server/agreements/begin-agreement.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { allCentres, organisationBySlug, organisationsById } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { db } = event.locals.mitra;
	const centres = (await allCentres(db)).map(({ id, names }) => ({ id, names }));
	if (asksToSignIn(event)) return { centres, own: '', ownCentre: '' };
	const member = pageMember(event);
	const [own] = await organisationsById(db, organisationsWrittenFor(member).slice(0, 1));
	return { centres, own: own?.slug ?? '', ownCentre: own ? '' : ([...member.centres.keys()][0] ?? '') };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const parties: ({ organisationId: string } | { centreId: string })[] = [];
			const errors: { field: string; code: 'not_allowed' | 'required' | 'too_long'; limit?: number }[] = [];
			for (let row = 0; row < PARTIES_MOST; row++) {
				const slug = cleanLine(form.get(`party_${row}`)).replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
				const centreId = cleanLine(form.get(`centre_${row}`));
				if (slug !== '') {
					const organisation = await organisationBySlug(mitra.db, slug);
					if (organisation) parties.push({ organisationId: organisation.id });
					else errors.push({ field: `party_${row}`, code: 'not_allowed' });
				} else if (centreId !== '') parties.push({ centreId });
			}
			const kind = AGREEMENT_KINDS.find((each) => each === form.get('kind')) ?? null;
			const languages = DOCUMENT_LANGUAGES.filter((language) => form.getAll('languages').includes(language));
			const titles = Object.fromEntries(DOCUMENT_LANGUAGES.flatMap((language) => {
				const title = cleanLine(form.get(`title_${language}`));
				if ([...title].length > AGREEMENT_TITLE_LIMIT) errors.push({ field: `title_${language}`, code: 'too_long', limit: AGREEMENT_TITLE_LIMIT });
				return title === '' ? [] : [[language, title]];
			}));
			if (Object.keys(titles).length === 0) errors.push({ field: 'title_en', code: 'required' });
			if (errors.length > 0) return wrongFields(form, errors);
			const reference = await beginFromScratch(dockingContext(mitra), member, { kind, titles, languages: languages.length > 0 ? languages : [...DOCUMENT_LANGUAGES], area: null, parties });
			redirect(303, href(`/agreements/${reference}/edit`));
		}),
};
