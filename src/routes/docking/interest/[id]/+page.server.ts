import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import { refusalInput, versionOf } from '#lib/server/docking/input.ts';
import { acceptInterest, passInterest, refuseInterest, withdrawInterest } from '#lib/server/docking/interests/decide-interest.ts';
import { viewInterest, type InterestView } from '#lib/server/docking/interests/view-interest.ts';
import { uuidOf } from '#lib/server/platform/uuid.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const search = event.url.searchParams;
	const said = (['sent', 'joined', 'done'] as const).find((each) => search.has(each)) ?? null;
	if (asksToSignIn(event)) return { view: null as InterestView | null, said };
	const member = pageMember(event);
	return { view: (await viewInterest(event.locals.mitra.db, member, uuidOf(event.params.id))) as InterestView | null, said };
};

interface Job {
	context: DockingContext;
	member: Member;
	form: FormData;
	id: string;
	expected: number;
	language: App.Locals['language'];
}

const act = (work: (job: Job) => Promise<string | void>) => (event: RequestEvent<{ id: string }>) =>
	memberForm(event, async (member, form) => {
		const id = uuidOf(event.params.id);
		const docking = await work({ context: dockingContext(event.locals.mitra), member, form, id, expected: versionOf(form), language: event.locals.language });
		redirect(303, href(docking ? `/docking/${docking}` : `/docking/interest/${id}?done`));
	});
const refuse = (by: 'centre' | 'owner') => act(({ context, member, form, id, expected, language }) => refuseInterest(context, member, { id, expected, by, language, ...refusalInput(form) }));

export const actions: Actions = {
	accept: act(({ context, member, id, expected }) => acceptInterest(context, member, { id, expected })),
	pass: act(({ context, member, id, expected }) => passInterest(context, member, { id, expected })),
	screenOut: refuse('centre'),
	refuse: refuse('owner'),
	withdraw: act(({ context, member, id, expected }) => withdrawInterest(context, member, { id, expected })),
};
