import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { centreAction } from '#lib/server/centres/centre-form.ts';
import { nameOneself, saveHours, saveProfile } from '#lib/server/centres/edit-centre.ts';
import { hoursInput, languagesOf, profileInput, textsOf, versionOf } from '#lib/server/centres/input.ts';
import { viewCentreInside } from '#lib/server/centres/view-centre.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const { centre, rights, contactEmail, me, officers, group } = await viewCentreInside(mitra.db, member, event.params.id, mitra.clock());
	if (!rights.edit) redirect(303, href(`/centres/${centre.id}/edit/close`));
	return { view: { centre, rights, contactEmail, me, officers, group } };
};

export const actions: Actions = {
	profile: centreAction(({ context, member, form, centreId }) => saveProfile(context, member, { centreId, expected: versionOf(form), profile: profileInput(form) }), 'profile'),
	hours: centreAction(({ context, member, form, centreId }) => saveHours(context, member, { centreId, expected: versionOf(form), hours: hoursInput(form) }), 'hours'),
	name: centreAction(({ context, member, form, centreId }) => nameOneself(context, member, { centreId, shown: form.get('shown') === 'yes', position: textsOf(form, 'position', { limit: 120 }), languages: languagesOf(form, 'speaks') }), 'name'),
};
