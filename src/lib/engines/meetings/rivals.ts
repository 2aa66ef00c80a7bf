import { asLists, type Lists } from './lists.ts';

/**
 * Requests that would bring the same pair together twice: those of the same participants, and one whose participants all
 * take part in the other (a pair that sits in a meeting of three has met). Two groups that merely share people, such as two
 * colleagues who see one partner after the other, are no rivals.
 */
export function rivalsOf({ start, list }: Lists, participants: number): Lists {
	const requests = start.length - 1;
	const sets = Array.from({ length: requests }, (_, r) => [...list.subarray(start[r]!, start[r + 1]!)].sort((a, b) => a - b));
	const rivals: number[][] = Array.from({ length: requests }, () => []);
	const largest: number[][] = Array.from({ length: participants }, () => []);
	const bySet = new Map<string, number[]>();
	sets.forEach((set, r) => {
		const key = set.join(' ');
		const same = bySet.get(key);
		if (same) same.push(r);
		else bySet.set(key, [r]);
		if (set.length > 2) for (const p of set) largest[p]!.push(r);
	});
	for (const same of bySet.values()) {
		for (const r of same) rivals[r]!.push(...same.filter((other) => other !== r));
	}
	sets.forEach((set, r) => {
		for (const other of largest[set[0]!]!) {
			if (sets[other]!.length <= set.length || !set.every((p) => sets[other]!.includes(p))) continue;
			rivals[r]!.push(other);
			rivals[other]!.push(r);
		}
	});
	return asLists(rivals.map((found) => found.sort((a, b) => a - b)));
}
