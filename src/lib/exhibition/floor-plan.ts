/** A place on a floor plan, in decimetres from its corner above on the left. */
export interface Place {
	x: number;
	y: number;
	width: number;
	depth: number;
}

/** What moving and drawing on a plan snaps to. */
export const GRID = 5;
export const STAND_LEAST = 5;
export const STAND_MOST = 1000;
export const HALL_LEAST = 20;
export const HALL_MOST = 5000;
export const STANDS_MOST = 600;
export const LABEL_MOST = 12;
/** What people walk on between rows that are set out together. */
const AISLE = 30;

export const snapped = (length: number): number => Math.round(length / GRID) * GRID;

/** Whether two places cover the same floor; walls that touch do not. */
export const overlap = (one: Place, other: Place): boolean =>
	one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.depth && other.y < one.y + one.depth;

export const isInside = (place: Place, hall: { width: number; depth: number }): boolean =>
	place.x >= 0 && place.y >= 0 && place.x + place.width <= hall.width && place.y + place.depth <= hall.depth;

/** The nearest place that is wholly in the hall, and no larger than it. */
export function keptInside(place: Place, hall: { width: number; depth: number }): Place {
	const width = Math.min(Math.max(place.width, STAND_LEAST), Math.min(hall.width, STAND_MOST));
	const depth = Math.min(Math.max(place.depth, STAND_LEAST), Math.min(hall.depth, STAND_MOST));
	return { x: Math.min(Math.max(place.x, 0), hall.width - width), y: Math.min(Math.max(place.y, 0), hall.depth - depth), width, depth };
}

/**
 * Free places for stands of one size, in double rows back to back with aisles between, from above. Fewer than `count` where the
 * hall is full.
 */
export function freePlaces(hall: { width: number; depth: number }, taken: readonly Place[], size: { width: number; depth: number }, count: number): Place[] {
	const found: Place[] = [];
	for (let row = 0, y = AISLE; y + size.depth <= hall.depth && found.length < count; row++) {
		for (let x = AISLE; x + size.width <= hall.width && found.length < count; x += size.width) {
			const place = { x, y, ...size };
			if (!taken.some((each) => overlap(each, place))) found.push(place);
		}
		y += size.depth + (row % 2 === 1 ? AISLE : 0);
	}
	return found;
}

/** The next label of a series that is free: after A7 comes A8; after none, A1. */
export function nextLabel(labels: readonly string[], prefix = 'A'): string {
	const numbers = labels.flatMap((label) => (label.startsWith(prefix) && /^\d+$/.test(label.slice(prefix.length)) ? [Number(label.slice(prefix.length))] : []));
	return `${prefix}${Math.max(0, ...numbers) + 1}`;
}

/** Metres as a form shows them: 35 becomes 3.5. */
export const metres = (decimetres: number): string => String(decimetres / 10);
