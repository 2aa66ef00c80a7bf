import { redirect } from '@sveltejs/kit';
import { AGREEMENT_KINDS, DOCUMENT_LANGUAGES } from '#lib/agreements/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { beginInDocking } from '#lib/server/agreements/begin-agreement.ts';
import { viewDockingAgreements } from '#lib/server/agreements/list-agreements.ts';
import { readDocking } from '#lib/server/docking/read-docking.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewDockingAgreements(event.locals.mitra.db, pageMember(event), event.params.reference) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const { reference } = event.params;
			const kind = AGREEMENT_KINDS.find((each) => each === form.get('kind')) ?? null;
			const docking = await readDocking(mitra.db, member, reference);
			const agreement = await beginInDocking(dockingContext(mitra), member, { docking: reference, kind, titles: { [docking.titleLanguage]: docking.title }, languages: [...DOCUMENT_LANGUAGES], area: null });
			redirect(303, href(`/agreements/${agreement}/edit`));
		}),
};
