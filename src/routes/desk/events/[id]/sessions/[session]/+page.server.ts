import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import type { Clash } from '#lib/events/clashes.ts';
import { versionOf } from '#lib/server/centres/input.ts';
import { viewOrganised, type OrganisedEvent } from '#lib/server/events/desk-view.ts';
import { askingAction, eventAction } from '#lib/server/events/event-form.ts';
import { isUuid, letterInput } from '#lib/server/events/input.ts';
import { affectedBySession, cancelSession, previewSession, removeSession, saveSession } from '#lib/server/events/save-session.ts';
import { sessionInput } from '#lib/server/events/session-input.ts';
import { ExpectedError, SeveralErrors } from '#lib/server/platform/errors.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { spanIn } from '#lib/ui/events/event-times.ts';
import { href, reader } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const idOf = (session: string): string | null => (isUuid(session) ? session : null);

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const id = idOf(event.params.session);
	const { event: row, phase, may, days, tracks, venues, rooms, speakers, speaking, sessions } = await viewOrganised(mitra, member, event.params.id);
	const session = sessions.find((each) => each.id === id) ?? null;
	if (!may.organise || (!session && event.params.session !== 'new')) throw new ExpectedError('not_found', 'No such session.');
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages, timeZone: row.timeZone, state: row.state, startsOn: row.startsOn },
			phase,
			session,
			day: event.url.searchParams.get('day') ?? '',
			days: days.map(({ id: key, day, opens, closes, state }) => ({ id: key, day, opens, closes, state })),
			tracks,
			venues,
			rooms,
			speakers: speakers.filter(({ consent }) => consent !== 'refused').map(({ id: key, names, consent }) => ({ id: key, names, consent, role: speaking.find(({ sessionId, speakerId }) => sessionId === id && speakerId === key)?.role ?? '' })),
			affected: session ? await affectedBySession(mitra, member, { eventId: row.id, sessionId: session.id }) : null,
		},
	};
};

/** What stands against a session, with the words of what it is, at the fields of its form. */
function problemsOf(clashes: readonly Clash[], view: OrganisedEvent) {
	const titled = (id: string) => {
		const other = view.sessions.find((each) => each.id === id);
		return other ? `${localTextFor(other.titles, reader())?.text ?? ''} (${spanIn(other.startsAt, other.endsAt, view.event.timeZone, reader())})` : '';
	};
	const named = (id: string) => localTextFor(view.speakers.find((each) => each.id === id)?.names ?? [], reader())?.text ?? '';
	return clashes.map((clash) => {
		const value = clash.code === 'outside_day' ? `${clash.opens}–${clash.closes}` : clash.code === 'room_taken' ? titled(clash.session) : clash.code === 'speaker_taken' ? `${named(clash.speaker)}, ${titled(clash.session)}` : '';
		return { field: clash.field, code: clash.code, value };
	});
}

export const actions: Actions = {
	save: async (event) => {
		const sessionId = idOf(event.params.session);
		const answer = await askingAction(async ({ context, member, form, eventId, languages }) => {
			const view = await viewOrganised(context, member, eventId);
			const session = sessionInput(form, languages, view.sessions.find(({ id }) => id === sessionId));
			const { clashes, affected, displaced } = await previewSession(context, member, { eventId, sessionId, session });
			if (clashes.length > 0) throw new SeveralErrors('invalid_input', problemsOf(clashes, view));
			return {
				// A session that people wait for is moved, or has fewer places than are taken, once the organiser has seen whom that concerns.
				asked: affected || displaced > 0 ? { affected, displaced } : null,
				async work() {
					const { id, told } = await saveSession(context, member, { eventId, sessionId, expected: versionOf(form), session, words: letterInput(form, languages) });
					return { made: id, about: String(told) };
				},
			};
		}, 'told')(event);
		if ('made' in answer && !sessionId && typeof answer.made === 'string') redirect(303, href(`/desk/events/${event.params.id}/programme`));
		return answer;
	},
	cancel: (event) =>
		eventAction(async ({ context, member, form, eventId, languages }) => {
			const { told } = await cancelSession(context, member, { eventId, sessionId: idOf(event.params.session), words: letterInput(form, languages) });
			return { about: String(told) };
		}, 'told')(event),
	remove: async (event) => {
		const answer = await eventAction(async ({ context, member, form, eventId, languages }) => {
			await removeSession(context, member, { eventId, sessionId: idOf(event.params.session), words: letterInput(form, languages) });
		}, 'gone')(event);
		if ('done' in answer && answer.done === 'gone') redirect(303, href(`/desk/events/${event.params.id}/programme`));
		return answer;
	},
};
