import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { centreNamesOf } from '#lib/server/docking/queries.ts';
import { storyInput, storyTextInput } from '#lib/server/outcomes/input.ts';
import { askForConsent, consentToStory, editStory, withdrawConsent, writeStoryText } from '#lib/server/outcomes/stories/change-story.ts';
import { viewStory } from '#lib/server/outcomes/view-record.ts';
import { href } from '#lib/ui/reader.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { Actions, PageServerLoad } from './$types';

type View = Awaited<ReturnType<typeof viewStory>>;

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { view: null as View | null, centres: {} as Record<string, LocalText[]>, done };
	const { db } = event.locals.mitra;
	const view: View = await viewStory(db, pageMember(event), event.params.reference);
	const centres = await centreNamesOf(db, view.agreement.parties.flatMap(({ centreId }) => centreId ?? []));
	return { view: view as View | null, centres: Object.fromEntries(centres) as Record<string, LocalText[]>, done };
};

interface Job<Input> {
	context: DockingContext;
	member: Member;
	which: { reference: string; expected: number };
	input: Input;
	form: FormData;
	language: App.Locals['language'];
}

/** One button of the page: read, checked, done, and the page shown anew. */
const act = <Input>(parse: (form: FormData) => { input: Input; errors: { field: string; code: string; limit?: number }[] }, work: (job: Job<Input>) => Promise<unknown>) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		const { input, errors } = parse(form);
		if (errors.length > 0) return wrongFields(form, errors);
		await work({ context: dockingContext(event.locals.mitra), member, which: { reference, expected: Number(form.get('version')) || 0 }, input, form, language: event.locals.language });
		redirect(303, href(`/outcomes/${reference}/story?done`));
	});
const nothing = () => ({ input: {}, errors: [] });

export const actions: Actions = {
	edit: act(storyInput, ({ context, member, which, input }) => editStory(context, member, { ...which, ...input })),
	write: act(storyTextInput, ({ context, member, which, input, form, language }) => writeStoryText(context, member, { ...which, ...input, party: Number(form.get('party')), language })),
	ask: act(nothing, ({ context, member, which }) => askForConsent(context, member, which)),
	consent: act(nothing, ({ context, member, which }) => consentToStory(context, member, which)),
	withdraw: act(nothing, ({ context, member, which }) => withdrawConsent(context, member, which)),
};
