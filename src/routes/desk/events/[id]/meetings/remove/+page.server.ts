import { error, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { idOfAddress } from '#lib/server/events/event-address.ts';
import { choiceInput, idIn, wordsOf } from '#lib/server/events/input.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { previewRemoval, removePlace } from '#lib/server/meetings/frame/remove-place.ts';
import { viewFrame } from '#lib/server/meetings/frame/view-frame.ts';
import { REMOVALS, type Removal } from '#lib/server/meetings/schedules/schedule.ts';
import { beginRemoval } from '#lib/server/meetings/schedules/steer-schedule.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { href, reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

/** What the address asks to take away. */
function removalOf(url: URL): Removal {
	const [of, id] = [REMOVALS.find((each) => each === url.searchParams.get('of')), idOfAddress(url.searchParams.get('id') ?? '')];
	if (!of || !id) error(404);
	return { of, id };
}

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const [member, removal, { mitra }] = [pageMember(event), removalOf(event.url), event.locals];
	const { event: row, phase, may } = await viewFrame(mitra, member, event.params.id);
	try {
		return { view: { event: row, phase, may, removal, preview: await previewRemoval(mitra, member, { ...removal, eventId: event.params.id }) } };
	} catch (failure) {
		if (!isExpectedError(failure, 'conflict')) throw failure;
		return { view: { event: row, phase, may, removal, preview: null } };
	}
};

export const actions: Actions = {
	/** Works out, as a job, where the meetings could go; the page shows how far it is, and then asks. */
	propose: async (event) => {
		const removal = removalOf(event.url);
		const answer = await memberForm(event, async (member) => ({ made: await beginRemoval(meetingsContext(event.locals.mitra), member, { ...removal, eventId: event.params.id }) }));
		if ('made' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings/remove?of=${removal.of}&id=${removal.id}`));
		return answer;
	},
	remove: async (event) => {
		const answer = await memberForm(event, async (member, form) => {
			const text = wordsOf(form, 'words', 600);
			await removePlace(meetingsContext(event.locals.mitra), member, { ...removalOf(event.url), eventId: event.params.id, seen: form.getAll('seen').map(String), how: choiceInput(form, 'how', ['move', 'call-off'] as const), proposal: idIn(form, 'proposal'), words: text === '' ? null : { text, language: reader() } });
			return { done: 'gone' };
		});
		if ('done' in answer) redirect(303, href(`/desk/events/${event.params.id}/meetings`));
		return answer;
	},
};
