import { isAuthority } from '#lib/server/accounts/actor.ts';
import { isExpert } from '#lib/server/experts/profiles/view-experts.ts';
import { waitingNotice } from '#lib/server/my-data/view-my-data.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ locals, url }) => {
	const { actor } = locals;
	return {
		/** What of the person's waits to be erased. */
		erasure: await waitingNotice(locals.mitra.db, actor),
		origin: url.origin,
		person:
			actor.kind === 'member'
				? {
						name: actor.name,
						hasDesk: actor.organisations.size > 0,
						/** Without an organisation the way to one's own profile is here; with one it is on the desk. */
						expertDesk: actor.organisations.size === 0 && (await isExpert(locals.mitra.db, actor)),
						reviews: actor.centres.size > 0,
						oversees: isAuthority(actor),
					}
				: null,
		support: actor.kind === 'member' && actor.support ? { helperName: actor.support.helperName, until: actor.support.until } : null,
	};
};
