import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanEmail } from '#lib/server/accounts/input.ts';
import { legalReviewSettings, setLegalReview } from '#lib/server/agreements/centre/set-legal-review.ts';
import { reviewsWaiting } from '#lib/server/agreements/list-agreements.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { waiting: [], settings: [], saved: false };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const settings = await legalReviewSettings(mitra, member);
	const named = await Promise.all(settings.map(async (setting) => ({ ...setting, names: (await centreById(mitra.db, setting.centreId))?.names ?? [] })));
	return { waiting: await reviewsWaiting(mitra.db, member), settings: named, saved: event.url.searchParams.has('saved') };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const centreId = String(form.get('centre') ?? '');
			await setLegalReview(dockingContext(event.locals.mitra), member, { centreId, legalReview: form.get('required') !== null, adviserEmail: cleanEmail(form.get(`adviser_${centreId}`)) });
			redirect(303, href('/agreements/reviews?saved'));
		}),
};
