/** Whether each of the lists can be given one of its members for itself: augmenting paths. */
export function canAllBeServed(lists: readonly (readonly number[])[]): boolean {
	const servedBy = new Map<number, number>();
	const serve = (i: number, seen: Set<number>): boolean =>
		lists[i]!.some((who) => {
			if (seen.has(who)) return false;
			seen.add(who);
			const other = servedBy.get(who);
			if (other !== undefined && !serve(other, seen)) return false;
			servedBy.set(who, i);
			return true;
		});
	return lists.every((_list, i) => serve(i, new Set()));
}
