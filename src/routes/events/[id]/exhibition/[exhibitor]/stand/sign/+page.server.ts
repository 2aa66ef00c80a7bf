import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { qrCode } from '#lib/server/accounts/second-factor/qr-code.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { viewExhibitor } from '#lib/server/exhibition/view-exhibition.ts';
import { viewStand } from '#lib/server/exhibition/visits/contacts.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { mitra } = event.locals;
	const stand = { eventId: event.params.id, id: idOfAddress(event.params.exhibitor) };
	const view = await viewStand(mitra, pageMember(event), stand);
	const { stand: place } = await viewExhibitor(mitra, event.locals.actor, stand, () => undefined);
	// Without a language: each visitor's phone opens it in the visitor's own.
	const address = `${mitra.configuration.baseUrl}/events/${view.event.id}/exhibition/${view.exhibitor.id}/visit`;
	return { view, label: place?.label ?? null, address, qr: qrCode(address) };
};
