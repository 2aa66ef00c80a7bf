import type { HeldMeeting, RequestInput } from '#lib/engines/meetings/types.ts';
import type { DayHalf } from '#lib/meetings/vocabulary.ts';

/** What the host would rather see. It never costs anything else: of schedules that are as good, the one that follows it is taken. */
export type SoftWish =
	| { id: string; kind: 'time'; personId: string; dayId: string | null; half: DayHalf | null }
	| { id: string; kind: 'place'; personId: string; at: { table: string } | { zone: string } }
	| { id: string; kind: 'together'; organisations: readonly [string, string] };

/** What wishes are laid over. Slots in order of time. */
interface WishGround {
	slots: readonly { id: string; dayId: string; half: DayHalf }[];
	tables: readonly { id: string; zone: string }[];
	people: readonly { id: string; organisationId: string | null }[];
	requests: readonly { id: string; parties: readonly string[] }[];
}

type Preferred = NonNullable<RequestInput['preferred']>;

/** The slots of a wish for a time. */
const wishedSlots = ({ dayId, half }: Extract<SoftWish, { kind: 'time' }>, slots: WishGround['slots']): string[] => slots.filter((slot) => (dayId === null || slot.dayId === dayId) && (half === null || slot.half === half)).map(({ id }) => id);

/** The requests between people of two organisations. */
function requestsBetween({ people, requests }: WishGround, [one, other]: readonly [string, string]): WishGround['requests'] {
	const of = new Map(people.map(({ id, organisationId }) => [id, organisationId]));
	return requests.filter(({ parties }) => [one, other].every((organisation) => parties.some((id) => of.get(id) === organisation)));
}

/**
 * The stretch of consecutive slots of one day in which meetings are best held one after another: as long as they are many, where most
 * of their people are there most of the time; the earliest of several. Empty where fewer than two meetings are asked for.
 */
function bestStretch(slots: WishGround['slots'], requests: WishGround['requests'], isThere: (personId: string, slotId: string) => boolean): string[] {
	if (requests.length < 2) return [];
	let best: { ids: string[]; there: number } = { ids: [], there: -1 };
	for (const day of Map.groupBy(slots, ({ dayId }) => dayId).values()) {
		const length = Math.min(requests.length, day.length);
		for (let first = 0; first + length <= day.length; first++) {
			const ids = day.slice(first, first + length).map(({ id }) => id);
			const there = ids.reduce((sum, slot) => sum + requests.filter(({ parties }) => parties.every((who) => isThere(who, slot))).length, 0);
			if (there > best.there) best = { ids, there };
		}
	}
	return best.ids;
}

/**
 * For each request with any, in which slots and in which zone the host would rather see it. Wishes of one person for several times are
 * each as good; those of the two sides narrow each other as long as a slot is left, and so do those of their organisations. `isOpen`
 * says which slots are ahead; stretches are looked for among these.
 */
export function preferencesOf(ground: WishGround, wishes: readonly SoftWish[], isThere: (personId: string, slotId: string) => boolean, isOpen: (slotId: string) => boolean): Map<string, Preferred> {
	const times = new Map<string, Set<string>>();
	const zones = new Map<string, string>();
	const known = new Set(ground.tables.map(({ zone }) => zone));
	for (const wish of wishes) {
		if (wish.kind === 'time') times.set(wish.personId, new Set([...(times.get(wish.personId) ?? []), ...wishedSlots(wish, ground.slots)]));
		if (wish.kind === 'place' && 'zone' in wish.at && known.has(wish.at.zone) && !zones.has(wish.personId)) zones.set(wish.personId, wish.at.zone);
	}
	const stretches = new Map<string, Set<string>[]>();
	for (const wish of wishes) {
		if (wish.kind !== 'together') continue;
		const requests = requestsBetween(ground, wish.organisations);
		const stretch = new Set(bestStretch(ground.slots.filter(({ id }) => isOpen(id)), requests, isThere));
		if (stretch.size > 0) for (const { id } of requests) stretches.set(id, [...(stretches.get(id) ?? []), stretch]);
	}
	const preferred = new Map<string, Preferred>();
	for (const { id, parties } of ground.requests) {
		const sets = [...parties.flatMap((who) => times.get(who) ?? []), ...(stretches.get(id) ?? [])].filter(({ size }) => size > 0);
		const slots = sets.reduce<ReadonlySet<string> | null>((left, set) => narrowed(left, set), null);
		const zone = parties.map((who) => zones.get(who)).find((each) => each !== undefined);
		if (slots || zone) preferred.set(id, { ...(slots ? { slots: [...slots] } : {}), ...(zone ? { zone } : {}) });
	}
	return preferred;
}

const narrowed = (left: ReadonlySet<string> | null, set: ReadonlySet<string>): ReadonlySet<string> => {
	const both = left?.intersection(set);
	return left === null ? set : both && both.size > 0 ? both : left;
};

/** The tables at which people would rather be received, for those of whom the host wishes one. */
export const wishedTables = (wishes: readonly SoftWish[]): Map<string, string> => new Map(wishes.flatMap((wish) => (wish.kind === 'place' && 'table' in wish.at ? [[wish.personId, wish.at.table] as const] : [])));

/** How well a table suits some people, as the host wishes: it is that of one of them, or stands in the zone of one, or neither. */
export function placeFit(wishes: readonly SoftWish[], people: readonly string[]): (table: { id: string; zone: string }) => number {
	const places = wishes.flatMap((wish) => (wish.kind === 'place' && people.includes(wish.personId) ? [wish.at] : []));
	return ({ id, zone }) => Math.max(0, ...places.map((at) => ('table' in at ? 2 * Number(at.table === id) : Number(at.zone === zone))));
}

/** How a schedule follows a wish: of so many meetings that it is about, so many. */
interface WishOutcome {
	id: string;
	of: number;
	kept: number;
	/** The requests whose meetings are otherwise. */
	against: string[];
}

/** How a schedule follows each wish, looked at meeting by meeting. */
export function wishOutcomes(ground: WishGround, wishes: readonly SoftWish[], meetings: readonly HeldMeeting[]): WishOutcome[] {
	const held = new Map(meetings.map((meeting) => [meeting.request, meeting]));
	const zoneOf = new Map(ground.tables.map(({ id, zone }) => [id, zone]));
	const own = (personId: string) => ground.requests.filter(({ parties }) => parties.includes(personId)).flatMap(({ id }) => held.get(id) ?? []);
	const outcome = (id: string, about: readonly HeldMeeting[], isKept: (meeting: HeldMeeting) => boolean): WishOutcome => {
		const against = about.filter((meeting) => !isKept(meeting)).map(({ request }) => request);
		return { id, of: about.length, kept: about.length - against.length, against };
	};
	return wishes.map((wish) => {
		if (wish.kind === 'time') {
			const slots = new Set(wishedSlots(wish, ground.slots));
			return outcome(wish.id, own(wish.personId), ({ slot }) => slots.has(slot));
		}
		if (wish.kind === 'place') {
			const { at } = wish;
			return outcome(wish.id, own(wish.personId), ({ table }) => table !== undefined && ('table' in at ? table === at.table : zoneOf.get(table) === at.zone));
		}
		const about = requestsBetween(ground, wish.organisations).flatMap(({ id }) => held.get(id) ?? []);
		const inRow = longestRow(ground.slots, about);
		return outcome(wish.id, about, ({ request }) => inRow.has(request));
	});
}

/** Of some meetings, the most that follow one another without an empty slot between. */
function longestRow(slots: WishGround['slots'], meetings: readonly HeldMeeting[]): Set<string> {
	const bySlot = Map.groupBy(meetings, ({ slot }) => slot);
	let [row, best, day] = [[] as string[], [] as string[], ''];
	for (const { id, dayId } of slots) {
		const here = bySlot.get(id) ?? [];
		row = here.length === 0 ? [] : [...(dayId === day ? row : []), ...here.map(({ request }) => request)];
		day = dayId;
		if (row.length > best.length) best = row;
	}
	return new Set(best);
}
