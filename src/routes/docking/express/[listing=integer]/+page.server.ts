import { fail, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { parseInterest } from '#lib/server/docking/input.ts';
import { expressInterest } from '#lib/server/docking/interests/express-interest.ts';
import { interestForm } from '#lib/server/docking/interests/interest-form.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	return { view: await interestForm(event.locals.mitra.db, member, Number(event.params.listing)) };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra, language } = event.locals;
			const listingReference = Number(event.params.listing);
			const view = await interestForm(mitra.db, member, listingReference);
			const { input, errors } = parseInterest(form, { questionIds: view.questions.map(({ id }) => id), language, joins: view.joins });
			if (errors.length > 0) return wrongFields(form, errors as Parameters<typeof wrongFields>[1]);
			const result = await expressInterest(dockingContext(mitra), member, { ...input, listingReference });
			if (result.outcome === 'docked') return fail(409, { failed: 'conflict' as const, about: result.reference });
			redirect(303, href(`/docking/interest/${result.id}?${result.outcome}`));
		}),
};
