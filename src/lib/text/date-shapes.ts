/**
 * The ways in which dates and times are written for readers: each set of Intl's options, besides the time zone. A way that is not
 * among them is not known for the languages that browsers lack (own-formats/README.md), so the types admit no other.
 */
export const DATE_SHAPES = [
	{ dateStyle: 'medium' },
	{ dateStyle: 'long' },
	{ dateStyle: 'medium', timeStyle: 'short' },
	{ weekday: 'short' },
	{ weekday: 'short', month: 'short', day: 'numeric' },
	{ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
	{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
	{ year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false },
	{ weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false },
	{ weekday: 'short', year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false, timeZoneName: 'short' },
	{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
	{ hour: 'numeric', minute: '2-digit' },
	{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
	{ timeZoneName: 'shortOffset' },
	{ timeZoneName: 'longGeneric' },
	{ timeZoneName: 'long' },
] as const satisfies readonly Intl.DateTimeFormatOptions[];

export type DateShape = (typeof DATE_SHAPES)[number];

/** A name of a shape, whatever the order of its options; the time zone is no part of it. */
export function shapeKey(options: Intl.DateTimeFormatOptions): string {
	const shape = Object.entries(options).filter(([option]) => option !== 'timeZone');
	return shape.map(([option, value]) => `${option}:${value}`).sort().join(' ');
}
