import type { ForceRole, PlaceState, RequestState } from '#lib/experts/vocabulary.ts';

/** A step of a request for technical service. */
export type RequestStep =
	/** The centre screens: takes it on, asks, or declines. */
	| 'accept'
	| 'return'
	| 'decline'
	/** Whoever asked answers the centre's question, or asks no longer. */
	| 'answer'
	| 'withdraw'
	/** The centre sets dates, place and tasks; also again while nobody has left. */
	| 'plan'
	| 'begin'
	/** The task force reports; whoever asked, or the centre, thanks. */
	| 'report'
	| 'thank';

/** Who stands in the task force, as far as a step depends on it. */
export interface TaskForce {
	places: readonly { role: ForceRole; state: PlaceState }[];
}

export const hasLeader = ({ places }: TaskForce): boolean => places.some(({ role, state }) => role === 'leader' && state === 'accepted');

/** States in which experts may be asked to come, and may leave. */
export const FORMING: ReadonlySet<RequestState> = new Set(['matching', 'planned', 'under-way']);

/**
 * The state after a step; undefined where the step cannot happen. The only place where states follow one another. An expert
 * who leaves changes no state: what was planned and done stays, and the centre finds another.
 */
export function nextRequestState(state: RequestState, step: RequestStep, force: TaskForce): RequestState | undefined {
	switch (step) {
		case 'accept':
			return state === 'asked' ? 'matching' : undefined;
		case 'return':
			return state === 'asked' ? 'returned' : undefined;
		case 'decline':
			return state === 'asked' || state === 'returned' || state === 'matching' ? 'declined' : undefined;
		case 'answer':
			return state === 'returned' ? 'asked' : undefined;
		case 'withdraw':
			return state === 'asked' || state === 'returned' || state === 'matching' || state === 'planned' ? 'withdrawn' : undefined;
		case 'plan':
			return (state === 'matching' || state === 'planned') && hasLeader(force) ? 'planned' : state === 'under-way' ? 'under-way' : undefined;
		case 'begin':
			return state === 'planned' && hasLeader(force) ? 'under-way' : undefined;
		case 'report':
			return state === 'under-way' ? 'reported' : undefined;
		case 'thank':
			return state === 'reported' ? 'thanked' : undefined;
	}
}

export type PlaceStep = 'accept' | 'decline' | 'withdraw' | 'release';

/** The state of a place in the task force after a step; undefined where the step cannot happen. */
export function nextPlaceState(state: PlaceState, step: PlaceStep): PlaceState | undefined {
	switch (step) {
		case 'accept':
			return state === 'invited' ? 'accepted' : undefined;
		case 'decline':
			return state === 'invited' ? 'declined' : undefined;
		case 'withdraw':
			return state === 'accepted' ? 'withdrawn' : undefined;
		case 'release':
			return state === 'invited' || state === 'accepted' ? 'released' : undefined;
	}
}

/** Whether the centre must find somebody: nobody leads a mission that is planned or under way, or who left is not replaced. */
export function needsReplacement(state: RequestState, places: readonly { id: string; role: ForceRole; state: PlaceState; replaces: string | null }[]): boolean {
	if (state !== 'planned' && state !== 'under-way') return false;
	const replaced = new Set(places.filter((place) => place.state === 'accepted').map(({ replaces }) => replaces));
	return !hasLeader({ places }) || places.some((place) => place.state === 'withdrawn' && !replaced.has(place.id));
}
