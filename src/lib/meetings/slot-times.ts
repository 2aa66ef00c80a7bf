/** How a stretch of a day is cut into slots for meetings. Clocks are those of the event's zone, as minutes since midnight. */
export interface SlotPlan {
	from: number;
	until: number;
	/** Of a meeting. */
	minutes: number;
	/** Between two meetings, to walk to the next table. */
	pause: number;
	/** In which nobody meets: lunch. */
	breaks: readonly { from: number; until: number }[];
}

/**
 * When the meetings of a day begin, in minutes since midnight: one after the other with the pause between, and again with the end
 * of a break that a meeting would reach into. A slot that would not be over in time is left out.
 */
export function slotStarts({ from, until, minutes, pause, breaks }: SlotPlan): number[] {
	if (minutes <= 0 || pause < 0) throw new RangeError('A slot takes a minute or more, and a pause none or more.');
	const starts: number[] = [];
	for (let at = from; at + minutes <= until; ) {
		const inTheWay = breaks.filter((each) => each.from < at + minutes && at < each.until);
		if (inTheWay.length > 0) {
			at = Math.max(...inTheWay.map((each) => each.until));
			continue;
		}
		starts.push(at);
		at += minutes + pause;
	}
	return starts;
}

/** `09:30` as minutes since midnight. */
export const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5));
export const clockAt = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
