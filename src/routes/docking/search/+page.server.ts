import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { roomsContext } from '#lib/server/rooms/context.ts';
import { searchRooms } from '#lib/server/rooms/search/search-rooms.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const search = event.url.searchParams;
	const text = (search.get('q') ?? '').trim().slice(0, 300);
	const reference = /^D-\d{4}-\d{4,7}$/.exec(search.get('in') ?? '')?.[0] ?? null;
	const below = Number(search.get('below'));
	const found = text === '' ? null : await searchRooms(roomsContext(event.locals.mitra), member, { text, ...(reference ? { reference } : {}), ...(Number.isSafeInteger(below) && below > 0 ? { below } : {}) });
	return { text, reference, found: found ?? null };
};
