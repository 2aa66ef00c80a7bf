import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { membershipContext } from '#lib/server/membership/context.ts';
import { decideNomination, reviewCore, viewCoreProgramme, viewCoreWork } from '#lib/server/membership/core/core-members.ts';
import { endReasonInput, wordsInput } from '#lib/server/membership/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { work: null, target: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const work = await viewCoreWork(mitra, member);
	return { work, target: (await viewCoreProgramme(mitra.db)).target };
};

export const actions: Actions = {
	decide: (event) =>
		memberForm(event, async (member, form) => {
			await decideNomination(membershipContext(event.locals.mitra), member, { nominationId: listingId(String(form.get('nomination') ?? '')), accept: form.get('decision') === 'accept', words: wordsInput(form.get('words'), { field: 'words', required: false }) });
			return { done: 'decide' };
		}),
	review: (event) =>
		memberForm(event, async (member, form) => {
			const keep = form.get('decision') === 'keep';
			await reviewCore(membershipContext(event.locals.mitra), member, {
				membershipId: listingId(String(form.get('membership') ?? '')),
				year: event.locals.mitra.clock().getUTCFullYear(),
				outcome: keep ? { keep: true } : { keep: false, reason: endReasonInput(form.get('reason')) },
				words: wordsInput(form.get('words'), { field: 'words', required: false }),
			});
			return { done: 'review' };
		}),
};
