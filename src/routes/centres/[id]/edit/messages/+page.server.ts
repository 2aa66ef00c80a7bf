import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { centreAction } from '#lib/server/centres/centre-form.ts';
import { answerMessage, readMessages } from '#lib/server/centres/send-message.ts';
import { viewCentreInside } from '#lib/server/centres/view-centre.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, messages: [] };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const { centre, rights, group } = await viewCentreInside(mitra.db, member, event.params.id, mitra.clock());
	const messages = await readMessages(mitra, member, centre.id);
	return { view: { centre, rights, group }, messages: messages.map(({ id, fromName, fromEmail, words, language, sentAt, answeredAt }) => ({ id, fromName, fromEmail, words, language, sentAt, answeredAt })) };
};

export const actions: Actions = {
	answered: centreAction(({ context, member, form, centreId }) => answerMessage(context, member, { centreId, messageId: listingId(String(form.get('message') ?? '')) }), 'answered'),
};
