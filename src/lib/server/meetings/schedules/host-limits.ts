import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { MeetingsGround } from './compile-input.ts';

/** Of the people who could meet if they took one meeting more in a day, those whom the host limits more than they do themselves. */
export function hostLimitsIn({ people, dailyLimit }: Pick<MeetingsGround, 'people' | 'dailyLimit'>, refused: readonly RefusedRequest[]): string[] {
	const limited = new Set(refused.flatMap(({ detail }) => detail.remedies.flatMap((remedy) => (remedy.remedy === 'raise-limit' && remedy.limit === 'maxPerDay' ? remedy.participant : []))));
	return people.filter(({ id, maxPerDay }) => limited.has(id) && dailyLimit !== null && (maxPerDay === null || dailyLimit < maxPerDay)).map(({ id }) => id);
}
