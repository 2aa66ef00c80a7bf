/**
 * Which of several figures that add up to a known sum may be shown, where one that fewer than `least` stand behind would tell what
 * one of them has said. `counts`: how many stand behind each. What is kept back must not follow from the sum: where fewer than
 * `least` stand behind all of it, the next smallest is kept back with it (complementary suppression).
 */
export function shownFigures(counts: readonly (readonly [key: string, count: number])[], least: number): Set<string> {
	const shown = new Set<string>();
	let keptBack = 0;
	for (const [key, count] of [...counts].sort(([, a], [, b]) => a - b)) {
		if (count < least || (keptBack > 0 && keptBack < least)) keptBack += count;
		else shown.add(key);
	}
	return shown;
}
