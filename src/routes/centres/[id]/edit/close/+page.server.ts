import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { centreAction } from '#lib/server/centres/centre-form.ts';
import { closeCentre } from '#lib/server/centres/close-centre.ts';
import { textsOf, wrong } from '#lib/server/centres/input.ts';
import { areaServedElsewhere, countServed } from '#lib/server/centres/queries.ts';
import { reopenCentre } from '#lib/server/centres/reopen-centre.ts';
import { viewCentreInside } from '#lib/server/centres/view-centre.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, closed: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const { centre, rights, group, officers, openCentres } = await viewCentreInside(mitra.db, member, event.params.id, mitra.clock());
	if (rights.reopen) return { view: null, closed: { centre, rights, group, elsewhere: await areaServedElsewhere(mitra.db, centre.id) } };
	if (!rights.close) throw new ExpectedError('not_found', 'No such centre.');
	return { closed: null, view: { centre, rights, group, officers, openCentres, served: await countServed(mitra.db, centre.id) } };
};

export const actions: Actions = {
	close: centreAction(async ({ context, member, form, centreId }) => {
		if (form.get('sure') !== 'yes') throw wrong('sure', 'required');
		await closeCentre(context, member, { centreId, into: cleanLine(form.get('into')), note: textsOf(form, 'note', { limit: 1000, lines: true }), staffFollow: form.get('staff') === 'follow' });
		redirect(303, href(`/centres/${centreId}`));
	}),
	reopen: centreAction(async ({ context, member, form, centreId }) => {
		if (form.get('sure') !== 'yes') throw wrong('sure', 'required');
		await reopenCentre(context, member, { centreId, takeBack: form.get('members') === 'yes' });
		redirect(303, href(`/centres/${centreId}`));
	}),
};
