import { error, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { projectInput } from '#lib/server/outcomes/input.ts';
import { openProject } from '#lib/server/outcomes/projects/open-project.ts';
import { viewRecord } from '#lib/server/outcomes/view-record.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { reference } = event.params;
	if (asksToSignIn(event)) return { reference };
	const { may } = await viewRecord(event.locals.mitra.db, pageMember(event), reference, event.locals.mitra.clock());
	if (!may.beginProject) error(403);
	return { reference };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { reference } = event.params;
			const { input, errors } = projectInput(form, event.locals.language);
			if (errors.length > 0) return wrongFields(form, errors);
			const number = await openProject(dockingContext(event.locals.mitra), member, { reference, ...input });
			redirect(303, href(`/outcomes/${reference}/projects/${number}`));
		}),
};
