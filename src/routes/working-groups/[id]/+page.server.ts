import { redirect } from '@sveltejs/kit';
import { centreAction } from '#lib/server/centres/centre-form.ts';
import { saveMeeting } from '#lib/server/centres/groups/edit-meeting.ts';
import { startPlan } from '#lib/server/centres/groups/keep-plan.ts';
import { viewGroup } from '#lib/server/centres/groups/view-group.ts';
import { yearInput } from '#lib/server/centres/groups/input.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => viewGroup(locals.mitra.db, locals.actor, params.id, locals.mitra.clock());

export const actions: Actions = {
	meeting: centreAction(async ({ context, member, form, centreId }) => {
		const year = yearInput(form.get('year'));
		await saveMeeting(context, member, { centreId, year, expected: null, meeting: { heldOn: null, place: [], country: null, mode: 'in-person', state: 'planned' } });
		redirect(303, href(`/working-groups/${centreId}/${year}/edit`));
	}, 'saved', 'group'),
	plan: centreAction(async ({ context, member, form, centreId }) => {
		const year = yearInput(form.get('year'));
		await startPlan(context, member, { centreId, year });
		redirect(303, href(`/working-groups/${centreId}/${year}/edit`));
	}, 'saved', 'group'),
};
