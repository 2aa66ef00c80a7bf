import { redirect } from '@sveltejs/kit';
import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { parseAgreement } from '#lib/server/agreements/input.ts';
import { saveAgreement } from '#lib/server/agreements/save-agreement.ts';
import { viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { mitra, language } = event.locals;
	const labels = conceptLabels(mitra.thesaurus, [...PRIORITY_AREAS], language);
	const areas = PRIORITY_AREAS.map((value) => ({ value: value as string, label: labels[value] ?? value }));
	if (asksToSignIn(event)) return { reference: event.params.reference, version: 0, facts: null, areas };
	const { reference, version, facts, may } = await viewAgreement(mitra.db, pageMember(event), event.params.reference, mitra.clock());
	if (!may.edit) throw new ExpectedError('forbidden', 'The text stands; take it back to the draft first.');
	return { reference, version, facts, areas };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra } = event.locals;
			const { reference } = event.params;
			const { facts } = await viewAgreement(mitra.db, member, reference, mitra.clock());
			const { input, errors } = parseAgreement(form, facts);
			if (errors.length > 0) return wrongFields(form, errors);
			await saveAgreement(dockingContext(mitra), member, { reference, expected: Number(form.get('version')) || 0, agreement: input });
			redirect(303, href(`/agreements/${reference}?done=saved`));
		}),
};
