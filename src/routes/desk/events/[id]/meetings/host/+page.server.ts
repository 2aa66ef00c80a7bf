import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { allowPair, forbidPair } from '#lib/server/meetings/host/forbidden-pairs.ts';
import { addPriority, removePriority, saveRequestPriorities } from '#lib/server/meetings/host/priorities.ts';
import { saveWeights } from '#lib/server/meetings/host/save-weights.ts';
import { addSoftWish, removeSoftWish } from '#lib/server/meetings/host/soft-wishes.ts';
import { viewHost } from '#lib/server/meetings/host/view-host.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const words = (event.url.searchParams.get('q') ?? '').slice(0, 100);
	return { view: await viewHost(event.locals.mitra, pageMember(event), { eventId: event.params.id, words, reader: reader() }), words };
};

/** A form of this page, on behalf of whoever is signed in; the use cases ask who organises the event. */
const action = (work: (context: ReturnType<typeof meetingsContext>, member: Parameters<typeof addPriority>[1], input: Parameters<typeof addPriority>[2]) => Promise<void>, done = 'saved') => (event: RequestEvent) =>
	memberForm(event, async (member, form) => {
		await work(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, form, reader: reader() });
		return { done };
	});

export const actions: Actions = {
	weights: action(saveWeights),
	priority: action(addPriority),
	dropPriority: action(removePriority, 'removed'),
	requests: action(saveRequestPriorities),
	forbid: action(forbidPair),
	allow: action(allowPair, 'removed'),
	wish: action(addSoftWish),
	dropWish: action(removeSoftWish, 'removed'),
};
