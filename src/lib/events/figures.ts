import type { LocalText } from '../text/local-text.ts';

/** What is counted here of an event: places given, people let in, meetings held, agreements signed at its ceremonies. */
export const COUNTED = ['approved', 'checked-in', 'meetings', 'signed'] as const;
export type Counted = (typeof COUNTED)[number];

/** A figure of an event as a document or its organisers state it, or as it was counted here on a day of the event's zone. */
export interface EventFigure {
	label: LocalText[];
	/** As it is stated: `1000+`. */
	value: string;
	/** Where it is from, where the event has no document or another one. */
	source?: string;
	counted?: { what: Counted; on: string };
}

/** The figures with what is counted now: in place of what was counted before, under the words it has; else behind the others. */
export function withCounted(figures: readonly EventFigure[], counts: readonly { what: Counted; value: string; label: LocalText[] }[], on: string): EventFigure[] {
	const now = new Map(counts.map((each) => [each.what, each]));
	const renewed = figures.map((figure): EventFigure => {
		const count = figure.counted && now.get(figure.counted.what);
		return count ? { ...figure, value: count.value, counted: { what: count.what, on } } : figure;
	});
	const added = counts.filter(({ what }) => !figures.some(({ counted }) => counted?.what === what));
	return [...renewed, ...added.map(({ what, value, label }): EventFigure => ({ label, value, counted: { what, on } }))];
}
