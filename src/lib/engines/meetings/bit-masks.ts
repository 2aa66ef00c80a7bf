/** Sets of slots as rows of 32-bit words; see MeetingsProblem. */

export function setBit(masks: Uint32Array, row: number, words: number, slot: number): void {
	masks[row * words + (slot >>> 5)]! |= 1 << (slot & 31);
}

export function clearBit(masks: Uint32Array, row: number, words: number, slot: number): void {
	masks[row * words + (slot >>> 5)]! &= ~(1 << (slot & 31));
}

export function hasBit(masks: Uint32Array, row: number, words: number, slot: number): boolean {
	return ((masks[row * words + (slot >>> 5)]! >>> (slot & 31)) & 1) === 1;
}

/** The number of ones in a word. */
export function ones(word: number): number {
	let v = word - ((word >>> 1) & 0x55555555);
	v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
	return (((v + (v >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

export function countBits(masks: Uint32Array, row: number, words: number): number {
	let count = 0;
	for (let w = row * words; w < (row + 1) * words; w++) count += ones(masks[w]!);
	return count;
}

/** The slots of a row, in order. */
export function slotsOf(masks: Uint32Array, row: number, words: number): number[] {
	const slots: number[] = [];
	for (let w = 0; w < words; w++) {
		for (let rest = masks[row * words + w]!; rest !== 0; rest &= rest - 1) slots.push(w * 32 + 31 - Math.clz32(rest & -rest));
	}
	return slots;
}

/** Rows of masks in which every slot is set. */
export function fullMasks(rows: number, words: number, slots: number): Uint32Array {
	const masks = new Uint32Array(rows * words);
	for (let row = 0; row < rows; row++) fillRow(masks, row, words, slots);
	return masks;
}

export function fillRow(masks: Uint32Array, row: number, words: number, slots: number): void {
	for (let w = 0; w < words; w++) {
		const left = slots - w * 32;
		masks[row * words + w] = left >= 32 ? 0xffffffff : left <= 0 ? 0 : (1 << left) - 1;
	}
}
