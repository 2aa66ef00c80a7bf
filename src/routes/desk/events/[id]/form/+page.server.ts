import type { Member } from '#lib/server/accounts/acting-person.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { invite, raiseQuestion, removeQuestion, saveFrame, saveQuestion, saveQuota, withdrawInvitation } from '#lib/server/registration/change-frame.ts';
import { registrationContext, type RegistrationContext } from '#lib/server/registration/context.ts';
import { grantDoor, withdrawDoor } from '#lib/server/registration/door/grant-door.ts';
import { viewFrame } from '#lib/server/registration/view-desk.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewFrame(event.locals.mitra, pageMember(event), event.params.id), origin: event.url.origin };
};

type Work = (context: RegistrationContext, member: Member, input: { eventId: string; form: FormData }) => Promise<void>;
const does = (work: (form: FormData) => Work, done?: string) => eventAction(({ member, form, eventId, event }) => work(form)(registrationContext(event.locals.mitra), member, { eventId, form }), done);

export const actions: Actions = {
	frame: does(() => saveFrame),
	quota: does(() => saveQuota),
	question: does((form) => (form.get('remove') ? removeQuestion : saveQuestion)),
	raise: does(() => raiseQuestion),
	invite: eventAction(async ({ member, form, eventId, event }) => ({ about: String((await invite(registrationContext(event.locals.mitra), member, { eventId, form })).made) }), 'invited'),
	helper: eventAction(async ({ context, member, form, eventId }) => ({ about: (await grantDoor(context, member, { eventId, form })).name }), 'helper'),
	withdrawHelper: eventAction(({ context, member, form, eventId }) => withdrawDoor(context, member, { eventId, form }), 'helper-withdrawn'),
	withdraw: does(() => withdrawInvitation, 'removed'),
};
