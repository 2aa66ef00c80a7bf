import { dayIn } from '../rooms/zoned-time.ts';
import type { EventPhase, EventState } from './vocabulary.ts';

export interface EventLife {
	state: EventState;
	startsOn: string;
	endsOn: string;
	timeZone: string;
}

/** Where an event is in its life at a moment. A day ends at midnight where the event is held. */
export function phaseOf({ state, startsOn, endsOn, timeZone }: EventLife, now: Date): EventPhase {
	if (state !== 'published') return state;
	const today = dayIn(timeZone, now);
	return today > endsOn ? 'over' : today >= startsOn ? 'running' : 'announced';
}

/** Whether an event is ahead or goes on: people count on it. */
export const isLive = ({ phase }: { phase: EventPhase }): boolean => phase === 'announced' || phase === 'running';
