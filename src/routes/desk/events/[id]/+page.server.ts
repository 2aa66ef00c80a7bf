import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { openCentres } from '#lib/server/centres/queries.ts';
import { concernedByEvent } from '#lib/server/events/concerned.ts';
import { viewOrganised } from '#lib/server/events/desk-view.ts';
import { askingAction, eventAction } from '#lib/server/events/event-form.ts';
import { saveFigure, takeCounted, viewCounted } from '#lib/server/events/figures/change-figures.ts';
import { frameInput, idIn, letterInput, organiserInput, wordsInput } from '#lib/server/events/input.ts';
import { previewMove } from '#lib/server/events/move-event.ts';
import { addOrganiser, cancelEvent, publishEvent, removeDraft, removeOrganiser, saveEvent } from '#lib/server/events/save-event.ts';
import { versionOf } from '#lib/server/centres/input.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const { event: row, phase, may, organisers, days, sessions } = await viewOrganised(mitra, member, event.params.id);
	return {
		view: { event: row, phase, may, organisers, days: days.length, sessions: sessions.length },
		counted: await viewCounted(mitra, member, row.id),
		letters: may.cancel ? (await concernedByEvent(mitra, member, row.id)).people.length : 0,
		centres: (await openCentres(mitra.db)).filter(({ id }) => !organisers.some(({ centreId }) => centreId === id)),
		areas: mitra.thesaurus.areas().map(({ id }) => ({ id, label: mitra.thesaurus.label(id, language) })),
	};
};

export const actions: Actions = {
	save: askingAction(async ({ context, member, form, eventId, languages, event }) => {
		const frame = frameInput(form);
		const { event: before } = await viewOrganised(context, member, eventId);
		const areas = new Set(event.locals.mitra.thesaurus.areas().map(({ id }) => id));
		const words = wordsInput(form, frame.languages, areas, before);
		return {
			// An event that people expect elsewhere is saved once the organiser has seen whom that concerns.
			asked: await previewMove(context, member, { eventId, frame, words }),
			async work() {
				const { told } = await saveEvent(context, member, { eventId, expected: versionOf(form), frame, words, letter: letterInput(form, languages), quietly: form.get('confirmed') === 'quietly' });
				return { about: String(told) };
			},
		};
	}, 'moved'),
	publish: eventAction(({ context, member, form, eventId }) => publishEvent(context, member, { eventId, expected: versionOf(form) }), 'published'),
	cancel: eventAction(async ({ context, member, form, eventId, languages }) => {
		const { told } = await cancelEvent(context, member, { eventId, expected: versionOf(form), words: letterInput(form, languages, true) });
		return { about: String(told) };
	}, 'told'),
	figure: eventAction(({ context, member, form, eventId }) => saveFigure(context, member, { eventId, expected: versionOf(form), form })),
	counted: eventAction(({ context, member, eventId }) => takeCounted(context, member, { eventId })),
	addOrganiser: eventAction(({ context, member, form, eventId, languages }) => addOrganiser(context, member, { eventId, organiser: organiserInput(form, languages) })),
	removeOrganiser: eventAction(({ context, member, form, eventId }) => removeOrganiser(context, member, { eventId, id: idIn(form) }), 'removed'),
	remove: async (event) => {
		const answer = await eventAction(({ context, member, eventId }) => removeDraft(context, member, { eventId }), 'gone')(event);
		if ('done' in answer && answer.done === 'gone') redirect(303, href('/desk/events'));
		return answer;
	},
};
