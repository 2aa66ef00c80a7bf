import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { addInterpreter, removeInterpreter } from '#lib/server/meetings/frame/interpreters.ts';
import { makeSlots, saveSlotKind } from '#lib/server/meetings/frame/make-slots.ts';
import { returnTable } from '#lib/server/meetings/frame/return-table.ts';
import { saveFrame } from '#lib/server/meetings/frame/save-frame.ts';
import { viewFrame } from '#lib/server/meetings/frame/view-frame.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { wallClock } from '#lib/rooms/zoned-time.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const view = await viewFrame(event.locals.mitra, pageMember(event), event.params.id);
	return { view: { ...view, deadline: view.frame?.requestDeadline ? wallClock(view.event.timeZone, view.frame.requestDeadline) : '' } };
};

/** A form of this page, on behalf of whoever is signed in; the use cases ask who organises the event. */
const action = (work: (context: ReturnType<typeof meetingsContext>, member: Parameters<typeof saveFrame>[1], input: { eventId: string; form: FormData }) => Promise<{ about?: string } | void>, done = 'saved') => (event: RequestEvent) =>
	memberForm(event, async (member, form) => ({ done, ...(await work(meetingsContext(event.locals.mitra), member, { eventId: event.params.id, form })) }));

export const actions: Actions = {
	frame: action(saveFrame),
	slots: action(async (...job) => ({ about: String((await makeSlots(...job)).added) }), 'slots'),
	kind: action(saveSlotKind),
	interpreter: action(addInterpreter),
	returnTable: action(returnTable),
	dropInterpreter: action(removeInterpreter, 'removed'),
};
