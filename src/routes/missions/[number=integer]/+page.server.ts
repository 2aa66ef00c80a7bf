import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { expertsContext } from '#lib/server/experts/context.ts';
import { expertDirectory } from '#lib/server/experts/expert-directory.ts';
import { forceRoleOf, missionInput, reportInput, wordsOf } from '#lib/server/experts/input.ts';
import { answerPlace, inviteToMission, releaseExpert } from '#lib/server/experts/missions/form-task-force.ts';
import { beginMission, planMission, reportMission, thankTaskForce } from '#lib/server/experts/missions/run-mission.ts';
import { answerScreening, screenRequest } from '#lib/server/experts/missions/screen-request.ts';
import { viewRequest } from '#lib/server/experts/missions/view-request.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const SUGGESTED = 6;

export const load: PageServerLoad = async (event) => {
	const done = { sent: event.url.searchParams.has('sent'), done: event.url.searchParams.has('done') };
	if (asksToSignIn(event)) return { view: null, suggestions: [], labels: {} as Record<string, string>, ...done };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const view = await viewRequest(mitra.db, member, Number(event.params.number));
	const { request } = view;
	const asked = new Set(view.places.filter(({ state }) => state === 'invited' || state === 'accepted').map(({ expertId }) => expertId));
	const found = view.may.form
		? await expertDirectory(mitra.search).suggest(
				mitra.db,
				{ language: request.language, title: request.title, text: request.what, concepts: request.fields },
				{ languages: request.languages, country: request.country, offers: ['task-force', 'volunteer'], startsOn: view.mission?.startsOn ?? request.startsOn, days: request.days, today: mitra.clock().toISOString().slice(0, 10) },
				SUGGESTED + asked.size,
			)
		: [];
	const suggestions = found.filter(({ expert }) => !asked.has(expert.id)).slice(0, SUGGESTED);
	const concepts = [...request.fields, ...suggestions.flatMap(({ expert, shared }) => [...expert.fields, ...shared.flatMap(({ concept }) => concept ?? [])])];
	return { view, suggestions, labels: conceptLabels(mitra.thesaurus, concepts, language), ...done };
};

type Event = RequestEvent<{ number: number }>;

/** One button of the page: done, the page is shown anew. */
const act = (work: (what: { context: ReturnType<typeof expertsContext>; member: Member; form: FormData; number: number; language: Event['locals']['language'] }) => Promise<void>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const number = Number(event.params.number);
		await work({ context: expertsContext(event.locals.mitra), member, form, number, language: event.locals.language });
		redirect(303, href(`/missions/${number}?done`));
	});

const screen = (step: 'accept' | 'return' | 'decline') =>
	act(({ context, member, form, number, language }) => screenRequest(context, member, { number, expected: Number(form.get('version')) || 0, step, written: { words: wordsOf(form, 'words', step !== 'accept'), language } }));
const asker = (step: 'answer' | 'withdraw') =>
	act(({ context, member, form, number, language }) => answerScreening(context, member, { number, step, written: { words: wordsOf(form, 'words', step === 'answer'), language } }));
const place = (step: 'accept' | 'decline' | 'withdraw') =>
	act(({ context, member, form, number, language }) => answerPlace(context, member, { number, placeId: String(form.get('place') ?? ''), step, written: { words: wordsOf(form, 'words', false), language } }));

export const actions: Actions = {
	accept: screen('accept'),
	return: screen('return'),
	decline: screen('decline'),
	answer: asker('answer'),
	withdraw: asker('withdraw'),
	invite: act(({ context, member, form, number, language }) => {
		const slug = String(form.get('expert') ?? '').trim().replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
		return inviteToMission(context, member, { number, slug, role: forceRoleOf(form), written: { words: wordsOf(form, 'words', false), language }, replaces: String(form.get('replaces') ?? '') || null });
	}),
	release: act(({ context, member, form, number }) => releaseExpert(context, member, { number, placeId: String(form.get('place') ?? '') })),
	come: place('accept'),
	cannot: place('decline'),
	leave: place('withdraw'),
	plan: act(({ context, member, form, number, language }) => planMission(context, member, { number, mission: missionInput(form), language })),
	begin: act(({ context, member, number, language }) => beginMission(context, member, { number, language })),
	report: act(({ context, member, form, number, language }) => reportMission(context, member, { number, written: { words: reportInput(form), language } })),
	thank: act(({ context, member, form, number, language }) => thankTaskForce(context, member, { number, written: { words: wordsOf(form, 'words', true), language } })),
};
