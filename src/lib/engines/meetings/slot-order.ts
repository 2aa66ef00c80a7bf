import type { SlotInput } from './types.ts';

/** Slots in order of time, those of a day together. */
export interface SlotOrder {
	slots: SlotInput[];
	dayStart: Int32Array;
	dayOf: Int32Array;
}

/** By `start` where every slot has one, else as they stand; days by their first slot. */
export function orderSlots(given: readonly SlotInput[]): SlotOrder {
	const timed = given.every(({ start }) => typeof start === 'string');
	const at = (slot: SlotInput, position: number) => (timed ? Date.parse(slot.start!) : position);
	const placed = given.map((slot, position) => ({ slot, at: at(slot, position), position, day: slot.day ?? '' }));
	const firstOfDay = new Map<string, number>();
	for (const { day, at } of placed) firstOfDay.set(day, Math.min(firstOfDay.get(day) ?? Infinity, at));
	placed.sort((a, b) => firstOfDay.get(a.day)! - firstOfDay.get(b.day)! || (a.day < b.day ? -1 : a.day > b.day ? 1 : 0) || a.at - b.at || a.position - b.position);
	const dayStart: number[] = [];
	const dayOf = new Int32Array(placed.length);
	placed.forEach(({ day }, index) => {
		if (index === 0 || placed[index - 1]!.day !== day) dayStart.push(index);
		dayOf[index] = dayStart.length - 1;
	});
	return { slots: placed.map(({ slot }) => slot), dayStart: Int32Array.from([...dayStart, placed.length]), dayOf };
}
