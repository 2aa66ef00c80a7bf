import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { addPerson, peopleToAdd, removePerson } from '#lib/server/docking/change-people.ts';
import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import { completeDocking, giveTurn, reopenDocking, stopDocking } from '#lib/server/docking/end-docking.ts';
import { personInput, stopInput, versionOf } from '#lib/server/docking/input.ts';
import { readHistory } from '#lib/server/docking/read-docking.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { history: [] as Awaited<ReturnType<typeof readHistory>>, addable: [] as { id: string; name: string }[], done };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const { docking } = await event.parent();
	return { history: await readHistory(db, member, docking.id), addable: await peopleToAdd(db, member, docking.reference), done };
};

interface Job {
	context: DockingContext;
	member: Member;
	form: FormData;
	reference: string;
	language: App.Locals['language'];
}

/** One button of the page: done, the page is shown anew. */
const act = (work: (job: Job) => Promise<void>) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		await work({ context: dockingContext(event.locals.mitra), member, form, reference, language: event.locals.language });
		redirect(303, href(`/docking/${encodeURIComponent(reference)}?done`));
	});

export const actions: Actions = {
	stop: act(({ context, member, form, reference, language }) => stopDocking(context, member, { reference, expected: versionOf(form), language, ...stopInput(form) })),
	reopen: act(({ context, member, form, reference }) => reopenDocking(context, member, { reference, expected: versionOf(form) })),
	complete: act(({ context, member, form, reference }) => completeDocking(context, member, { reference, expected: versionOf(form) })),
	turn: act(({ context, member, form, reference }) => giveTurn(context, member, { reference, expected: versionOf(form), ball: String(form.get('ball') ?? '') })),
	add: act(({ context, member, form, reference }) => addPerson(context, member, { reference, personId: personInput(form) })),
	remove: act(({ context, member, form, reference }) => removePerson(context, member, { reference, personId: personInput(form) })),
};
