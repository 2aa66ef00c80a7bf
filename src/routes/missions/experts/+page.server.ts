import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { expertsContext } from '#lib/server/experts/context.ts';
import { inviteeInput } from '#lib/server/experts/input.ts';
import { inviteExpert } from '#lib/server/experts/profiles/invite-expert.ts';
import { viewCentreExperts } from '#lib/server/experts/profiles/view-experts.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: { experts: [], invitations: [] }, centres: [], sent: false };
	const member = pageMember(event);
	const { mitra } = event.locals;
	if (member.centres.size === 0) redirect(303, href('/experts'));
	const all = [...member.centres.values()].includes('secretariat');
	return {
		view: await viewCentreExperts(mitra.db, member, mitra.clock()),
		centres: (await allCentres(mitra.db)).filter(({ id }) => all || member.centres.has(id)).map(({ id, names }) => ({ id, names })),
		sent: event.url.searchParams.has('sent'),
	};
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await inviteExpert(expertsContext(event.locals.mitra), member, { ...inviteeInput(form), centreId: String(form.get('centre') ?? ''), writtenIn: event.locals.language });
			redirect(303, href('/missions/experts?sent'));
		}),
};
