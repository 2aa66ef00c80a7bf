import { EVENT_KINDS } from '#lib/events/vocabulary.ts';
import { isTimeZone, zoneOffset } from '#lib/rooms/zoned-time.ts';
import { isUuid } from './input.ts';
import type { EventFilters } from './view-event.ts';

/** The filters that an address asks for; what is none is left out. */
export function eventFilters(parameters: URLSearchParams): EventFilters {
	const fitting = (name: string, form: RegExp) => [parameters.get(name) ?? ''].find((value) => form.test(value));
	return { kind: EVENT_KINDS.find((each) => each === parameters.get('kind')), area: fitting('area', /^[a-z0-9-]{2,80}$/), country: fitting('country', /^[A-Z]{2}$/), year: fitting('year', /^\d{4}$/) };
}

/** The zone whose times are shown beside those of an event: the one that was asked for, unless its clocks show the same. */
export function ownZone(asked: string | null, eventZone: string, at: Date): string | null {
	if (!asked || !isTimeZone(asked)) return null;
	return zoneOffset(asked, at) === zoneOffset(eventZone, at) ? null : asked;
}

/** The id that a part of an address is; null where it is none. */
export const idOfAddress = (part: string): string | null => (isUuid(part) ? part : null);
