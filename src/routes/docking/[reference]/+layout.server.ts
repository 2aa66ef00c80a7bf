import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { readDocking, type DockingView } from '#lib/server/docking/read-docking.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async (event) => {
	// A form whose sender was no longer signed in: the frame asks for that, and no page below is drawn.
	if (asksToSignIn(event)) return { docking: null as unknown as DockingView, signedOut: true };
	const member = pageMember(event);
	return { docking: await readDocking(event.locals.mitra.db, member, event.params.reference), signedOut: false };
};
