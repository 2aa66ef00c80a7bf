import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { requestInput } from '#lib/server/meetings/input.ts';
import { inviteOwner, viewInvitee } from '#lib/server/meetings/invitations/invite-owner.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, cards: [], own: null };
	const { locals, params, url } = event;
	const view = await viewInvitee(meetingsContext(locals.mitra), pageMember(event), { eventId: params.id, reference: params.listing });
	const cards = view.own.flatMap((id) => locals.mitra.search.card(id) ?? []);
	// Where a page has said that the two fit, the form is filled in.
	return { view, cards, own: cards.find(({ reference }) => String(reference) === url.searchParams.get('own')) ?? null };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { locals, params } = event;
			const { mitra } = locals;
			await inviteOwner({ ...meetingsContext(mitra), search: mitra.search, secret: await ensureSecret(mitra.configuration.dataFolder) }, member, { eventId: params.id, reference: params.listing, invitation: requestInput(form) });
			redirect(303, href(`/events/${params.id}/meetings/requests?invited`));
		}),
};
