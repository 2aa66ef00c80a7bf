/** A list of lists as two arrays: the entries of i are `list[start[i]]` to `list[start[i + 1] - 1]`. */
export interface Lists {
	start: Int32Array;
	list: Int32Array;
}

export function asLists(lists: readonly (readonly number[])[]): Lists {
	const start = new Int32Array(lists.length + 1);
	for (let i = 0; i < lists.length; i++) start[i + 1] = start[i]! + lists[i]!.length;
	const list = new Int32Array(start[lists.length]!);
	for (let i = 0; i < lists.length; i++) list.set(lists[i]!, start[i]!);
	return { start, list };
}
