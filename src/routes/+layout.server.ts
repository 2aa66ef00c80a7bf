import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
	const { actor } = locals;
	return {
		origin: url.origin,
		person:
			actor.kind === 'member'
				? {
						name: actor.name,
						hasDesk: actor.organisations.size > 0,
						reviews: actor.centres.size > 0,
					}
				: null,
		support: actor.kind === 'member' && actor.support ? { helperName: actor.support.helperName, until: actor.support.until } : null,
	};
};
