import type { SearchModel } from './search-model.ts';

/**
 * The same problem with only those cells of each request in which prices see nearly as much gain as anywhere (`within`, in units of weight);
 * one that gains nothing anywhere is best not held. What a schedule of the greatest weight does besides
 * costs more than `within` against the bound, each time. `gains` are of requests x slots; what is held in `cells` may stay.
 */
export function narrowed(model: SearchModel, gains: Float32Array, within: number, cells: Int32Array): SearchModel {
	const { requests, words, cellOfSlot, pinned } = model;
	const slots = cellOfSlot.length;
	const allowed = model.allowed.slice();
	for (let request = 0; request < requests; request++) {
		if (pinned[request]! >= 0) continue;
		const row = request * slots;
		const isAllowed = (cell: number) => (allowed[request * words + (cell >>> 5)]! >>> (cell & 31)) & 1;
		let most = 0;
		for (let slot = 0; slot < slots; slot++) if (isAllowed(cellOfSlot[slot]!)) most = Math.max(most, gains[row + slot]!);
		for (let slot = 0; slot < slots; slot++) {
			const cell = cellOfSlot[slot]!;
			if (cells[request]! !== cell && most - gains[row + slot]! > within) allowed[request * words + (cell >>> 5)]! &= ~(1 << (cell & 31));
		}
	}
	return { ...model, allowed };
}
