import * as m from '#lib/paraglide/messages.js';
import type { DayHalf, HostPriority } from '#lib/meetings/vocabulary.ts';
import type { MeetingWeights } from '#lib/meetings/weights.ts';
import { listFormat } from '#lib/text/kept-formats.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { shortDay } from '../events/event-times.ts';
import { reader } from '../reader.ts';

export const PRIORITY_WORDS: Record<HostPriority, () => string> = { 0: m.meetdesk_priority_0, 1: m.meetdesk_priority_1, 2: m.meetdesk_priority_2, 3: m.meetdesk_priority_3 };
export const HALF_WORDS: Record<DayHalf, () => string> = { morning: m.meetdesk_half_morning, afternoon: m.meetdesk_half_afternoon };
export const WEIGHT_WORDS: Record<keyof MeetingWeights, { label: () => string; help: () => string }> = {
	wish: { label: m.meetdesk_weight_wish, help: m.meetdesk_weight_wish_help },
	mutual: { label: m.meetdesk_weight_mutual, help: m.meetdesk_weight_mutual_help },
	suggestion: { label: m.meetdesk_weight_suggestion, help: m.meetdesk_weight_suggestion_help },
	host: { label: m.meetdesk_weight_host, help: m.meetdesk_weight_host_help },
};
/** What a schedule is to be good at, in strict order (engines/meetings/aims.ts). */
export const AIM_WORDS = [m.meetdesk_aim_weight, m.meetdesk_aim_fairness, m.meetdesk_aim_gaps, m.meetdesk_aim_tables, m.meetdesk_aim_walks, m.meetdesk_aim_home, m.meetdesk_aim_wishes] as const;

/** What wishes and parts of schedules name. */
export interface HostPlaces {
	days: readonly { id: string; day: string }[];
	tables: readonly { id: string; label: string }[];
	zones: readonly Zone[];
	organisations: readonly { id: string; names: readonly LocalText[] }[];
}
interface Zone {
	id: string;
	room: readonly LocalText[];
	zone: string;
}

/** A zone with the room that it lies in. */
export function zoneWords({ room, zone }: Pick<Zone, 'room' | 'zone'>): string {
	const name = localTextFor(room, reader())?.text ?? '';
	return zone === '' ? name : m.meetdesk_zone_in({ zone, room: name });
}
export const organisationName = ({ names }: { names: readonly LocalText[] }): string => localTextFor(names, reader())?.text ?? '';

type Part = { of: 'day'; day: string } | { of: 'zone'; zone: string } | { of: 'people'; people: readonly string[] };

/** Of what alone a schedule was planned anew. Without names, people are counted. */
export function partWords(part: Part, places: Pick<HostPlaces, 'days' | 'zones'>, person?: (id: string) => string): string {
	switch (part.of) {
		case 'day': {
			const day = places.days.find(({ id }) => id === part.day)?.day;
			return day ? shortDay(day, reader()) : '–';
		}
		case 'zone':
			return zoneWords(places.zones.find(({ id }) => id === part.zone) ?? { room: [], zone: '–' });
		case 'people':
			return person && part.people.length <= 5 ? listFormat(reader(), { type: 'conjunction' }).format(part.people.map(person)) : m.meetdesk_part_people({ count: part.people.length });
	}
}

type Wish = { kind: 'time'; dayId: string | null; half: DayHalf | null } | { kind: 'place'; at: { table: string } | { zone: string } } | { kind: 'together'; organisations: readonly [string, string] };

/** A wish in one sentence. What it names may be gone by now. */
export function wishWords(wish: Wish, person: string, places: HostPlaces): string {
	switch (wish.kind) {
		case 'time': {
			const day = places.days.find(({ id }) => id === wish.dayId)?.day;
			const when = [day && shortDay(day, reader()), wish.half && HALF_WORDS[wish.half]()].filter(Boolean).join(', ');
			return m.meetdesk_wish_time_is({ person, when });
		}
		case 'place': {
			const { at } = wish;
			const zone = 'zone' in at ? places.zones.find(({ id }) => id === at.zone) : undefined;
			const table = 'table' in at ? places.tables.find(({ id }) => id === at.table) : undefined;
			return m.meetdesk_wish_place_is({ person, place: zone ? zoneWords(zone) : table ? m.meetdesk_print_table({ table: table.label }) : '–' });
		}
		case 'together': {
			const name = (id: string) => organisationName(places.organisations.find((each) => each.id === id) ?? { names: [] }) || '–';
			return m.meetdesk_wish_together_is({ one: name(wish.organisations[0]), other: name(wish.organisations[1]) });
		}
	}
}
