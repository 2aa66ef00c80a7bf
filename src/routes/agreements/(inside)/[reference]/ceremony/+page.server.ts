import type { RequestEvent } from '@sveltejs/kit';
import { PUBLIC_FIELDS } from '#lib/ceremony/vocabulary.ts';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { letShowAtCeremony } from '#lib/server/ceremony/let-show.ts';
import { agreeToCeremony, putForward, takeBack } from '#lib/server/ceremony/put-forward.ts';
import { saveSignatories } from '#lib/server/ceremony/save-signatories.ts';
import { viewPuttingForward } from '#lib/server/ceremony/view-ceremony.ts';
import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import { idIn, wrong } from '#lib/server/events/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	return { view: await viewPuttingForward(event.locals.mitra, pageMember(event), event.params.reference) };
};

const act = (work: (context: DockingContext, member: Member, form: FormData, reference: string) => Promise<void>) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		await work(dockingContext(event.locals.mitra), member, form, event.params.reference);
		return { done: 'saved' };
	});

export const actions: Actions = {
	forward: act(async (context, member, form, reference) => {
		const sessionId = idIn(form, 'session');
		if (!sessionId) throw wrong('session', 'required');
		await putForward(context, member, { reference, sessionId });
	}),
	agree: act((context, member, _form, reference) => agreeToCeremony(context, member, { reference })),
	back: act((context, member, _form, reference) => takeBack(context, member, { reference })),
	show: act((context, member, form, reference) => letShowAtCeremony(context, member, { reference, fields: PUBLIC_FIELDS.filter((field) => form.getAll('show').includes(field)) })),
	signatories: act((context, member, form) => saveSignatories(context, member, { eventId: cleanLine(form.get('event')), id: idIn(form), form })),
};
