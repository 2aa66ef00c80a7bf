import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({
	done: url.searchParams.get('done'),
	of: /^\d{1,9}$/.exec(url.searchParams.get('of') ?? '')?.[0] ?? '',
});
