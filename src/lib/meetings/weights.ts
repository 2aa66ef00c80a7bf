/** What a wish to meet weighs, each part by its name. An organiser may set others for an event. */
export const MEETING_WEIGHTS = {
	/** Somebody asked, and the other agreed. */
	wish: 1,
	/** Both want it: more than two wishes of one side. */
	mutual: 2,
	/** Times the score, from 0 to 1, with which matching suggested the two. */
	suggestion: 1,
	/** Times the host's priority, from 0 to 3. */
	host: 1,
} as const;
export type MeetingWeights = Record<keyof typeof MEETING_WEIGHTS, number>;

/** What a host may set each of them to, at most. */
export const MOST_WEIGHT = 100;
/** The greatest share of the weight that a host may give up so that nobody goes without. */
export const MOST_FAIRNESS_ALLOWANCE = 0.05;

/** What a request brings along. */
interface WeighedRequest {
	mutual: boolean;
	suggestionScore: number | null;
	hostPriority: number;
}

/** The weight of a request in a schedule, above 0. `own`: what the host of the event weighs otherwise. */
export function requestWeight(request: WeighedRequest, own: Partial<MeetingWeights> = {}): number {
	const weights = { ...MEETING_WEIGHTS, ...own };
	return weights.wish + (request.mutual ? weights.mutual : 0) + weights.suggestion * (request.suggestionScore ?? 0) + weights.host * request.hostPriority;
}
