import type { Diet } from '#lib/registration/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { RegistrationContext } from '../context.ts';
import { insideEvent } from '../view-desk.ts';
import { wishesOfApproved } from './queries.ts';

interface OfDay {
	day: string;
	count: number;
}

/** What those who come need, as caterer, hotel and drivers ask for it: how many, and of nobody who. */
export interface Needs {
	diets: { diet: Diet; count: number }[];
	/** The night that begins on the day. */
	nights: OfDay[];
	arrivals: (OfDay & { fetched: number })[];
	departures: OfDay[];
	visas: number;
}

const DAY = 86_400_000;
const MOST_NIGHTS = 60;
/** The nights from a day until another, the last of which ends on it. */
function nightsOf(from: string, until: string): string[] {
	const count = Math.min(MOST_NIGHTS, (Date.parse(until) - Date.parse(from)) / DAY);
	return Array.from({ length: count }, (_none, night) => new Date(Date.parse(from) + night * DAY).toISOString().slice(0, 10));
}

function countedBy<Key extends string>(keys: readonly Key[]): [Key, number][] {
	const counts = new Map<Key, number>();
	for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
	return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
const byDay = (days: readonly (string | null)[]): OfDay[] => countedBy(days.filter((day) => day !== null)).map(([day, count]) => ({ day, count }));

/** The needs of those who have a place. Errors: not_found. */
export async function viewNeeds(context: Pick<RegistrationContext, 'db' | 'clock'>, actor: Actor, eventId: string): Promise<Needs> {
	const { needs } = await insideEvent(context, actor, eventId, async (tx): Promise<{ needs: Needs }> => {
		const wishes = await wishesOfApproved(tx, eventId);
		return {
			needs: {
				diets: countedBy(wishes.flatMap(({ diet }) => diet)).map(([diet, count]) => ({ diet, count })),
				nights: byDay(wishes.flatMap(({ staysFrom, staysUntil }) => (staysFrom && staysUntil ? nightsOf(staysFrom, staysUntil) : []))),
				arrivals: byDay(wishes.map(({ arrivesOn }) => arrivesOn)).map((of) => ({ ...of, fetched: wishes.filter(({ arrivesOn, fetched }) => fetched && arrivesOn === of.day).length })),
				departures: byDay(wishes.map(({ leavesOn }) => leavesOn)),
				visas: wishes.filter(({ visa }) => visa).length,
			},
		};
	});
	return needs;
}
