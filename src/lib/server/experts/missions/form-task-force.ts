import type { ForceRole } from '#lib/experts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import type { ExpertsContext } from '../context.ts';
import type { Written } from '../letters.ts';
import { expertBySlug } from '../queries.ts';
import { changeRequest, type Change } from './change-request.ts';
import { insertPlace, peopleOf, updatePlace, type PlaceRow } from './queries.ts';
import { nextPlaceState, type PlaceStep } from './service-request.ts';

/**
 * Asks an expert whose profile is public to come. `replaces` is the place of one who left. Errors: not_found, forbidden,
 * conflict (the expert is asked already, or nobody can be reached: a sample).
 */
export async function inviteToMission(
	context: ExpertsContext,
	actor: Actor,
	input: { number: number; slug: string; role: ForceRole; written: Written; replaces: string | null },
): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'form', action: 'invite-expert' }, async (change) => {
		const expert = await expertBySlug(change.tx, input.slug);
		if (expert?.state !== 'public') throw new ExpectedError('not_found', 'No such expert.');
		if (!expert.userId) throw new ExpectedError('conflict', 'Nobody stands behind this sample profile.');
		if (change.places.some((place) => place.expertId === expert.id && (place.state === 'invited' || place.state === 'accepted'))) throw new ExpectedError('conflict', 'The expert is asked already.');
		const replaces = change.places.find(({ id, state }) => id === input.replaces && state === 'withdrawn')?.id ?? null;
		const called = localTextFor(expert.names, 'en')?.text ?? expert.slug;
		await insertPlace(change.tx, { requestId: change.row.id, expertId: expert.id, called, role: input.role, state: 'invited', invitedBy: actor.kind === 'member' ? actor.userId : null, invitedAt: change.now, words: input.written.words, replaces });
		await change.record('invite', { words: '', language: input.written.language }, called);
		const { startsOn, days, place } = change.row;
		const planned = change.mission;
		const to = await peopleOf(change.tx, [expert.userId]);
		await change.tell(to, { kind: 'invited', role: input.role, written: input.written, startsOn: planned?.startsOn ?? startsOn, days, place: planned?.place ?? place });
	});
}

function stepOf(change: Change, placeId: string, step: PlaceStep): PlaceRow & { next: PlaceRow['state'] } {
	const place = change.places.find(({ id }) => id === placeId);
	if (!place) throw new ExpectedError('not_found', 'No such place in the task force.');
	const next = nextPlaceState(place.state, step);
	if (!next) throw new ExpectedError('conflict', 'The place is in another state by now.');
	return { ...place, next };
}

/** The officer lets an expert go, invited or accepted. Errors: not_found, forbidden, conflict. */
export async function releaseExpert(context: ExpertsContext, actor: Actor, input: { number: number; placeId: string }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'form', action: 'release-expert' }, async (change) => {
		const place = stepOf(change, input.placeId, 'release');
		await updatePlace(change.tx, place.id, { state: place.next, leftAt: change.now });
		await change.record('release', { words: '', language: change.row.language }, place.called);
		if (place.userId) await change.tell(await peopleOf(change.tx, [place.userId]), { kind: 'released' });
	});
}

/**
 * An expert answers an invitation to a mission, or leaves one. What was planned and done stays; the officers are told, and may
 * ask another. Errors: not_found (also for another's place), forbidden, conflict (also: the task force has a leader already).
 */
export async function answerPlace(context: ExpertsContext, actor: Actor, input: { number: number; placeId: string; step: 'accept' | 'decline' | 'withdraw'; written: Written }): Promise<void> {
	await changeRequest(context, actor, { number: input.number, right: 'view', action: `expert-${input.step}` }, (change) => answerIn(change, actor, input));
}

export async function answerIn(change: Change, actor: Actor, input: { placeId: string; step: 'accept' | 'decline' | 'withdraw'; written: Written }): Promise<void> {
	const { step, written } = input;
	const place = stepOf(change, input.placeId, step);
	if (actor.kind !== 'member' || place.userId !== actor.userId) throw new ExpectedError('not_found', 'No such place in the task force.');
	const over = !['matching', 'planned', 'under-way'].includes(change.row.state);
	if (over) throw new ExpectedError('conflict', 'The request is in another state by now.');
	try {
		await updatePlace(change.tx, place.id, { state: place.next, answer: written.words, ...(step === 'withdraw' ? { leftAt: change.now } : { answeredAt: change.now }) });
	} catch (error) {
		if (violatedConstraint(error) === 'task_force_one_leader') throw new ExpectedError('conflict', 'The task force has a leader already.', { cause: error });
		throw error;
	}
	await change.record(`expert-${step}`, written, place.called);
	const told = { accept: 'expert-accepted', decline: 'expert-declined', withdraw: 'expert-withdrew' } as const;
	await change.tell(await change.officers(), { kind: told[step], expert: place.called, written });
	// Who waits for the mission learns that it may change; the centre says how it goes on.
	if (step === 'withdraw') await change.tell(await change.askers(), { kind: 'expert-withdrew', expert: place.called, written: { words: '', language: written.language } });
}
