import { analyse } from '#lib/engines/text/analyse.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { ConceptFinder } from '#lib/engines/thesaurus/concept-finder.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { headerKey } from './header-names.ts';

/** A concept named in the title counts as often as this many times in the text. */
const TITLE_WEIGHT = 3;

export interface AreaChooser {
	/** Up to two concepts that the texts name most, of the area that they speak of most; none where they name none. */
	fromTexts(title: string, texts: readonly string[], language: Language): string[];
	/** The concept that an id, or a label in any language, means. */
	fromWord(word: string): string | undefined;
	exists(concept: string): boolean;
}

export function createAreaChooser(thesaurus: Thesaurus): AreaChooser {
	let finder: ConceptFinder | undefined;
	let labels: Map<string, string> | undefined;
	return {
		exists: (concept) => thesaurus.has(concept),
		fromWord(word) {
			const wanted = word.trim().toLowerCase();
			if (thesaurus.has(wanted)) return wanted;
			return (labels ??= conceptsByLabel(thesaurus)).get(headerKey(word));
		},
		fromTexts(title, texts, language) {
			finder ??= new ConceptFinder(thesaurus);
			const counts = new Map<string, number>();
			const count = (text: string, weight: number) => {
				for (const { concept } of finder!.find(analyse(text, language), language)) {
					if (!isOfPriorityArea(thesaurus, concept)) continue;
					counts.set(concept, (counts.get(concept) ?? 0) + weight);
				}
			};
			count(title, TITLE_WEIGHT);
			for (const text of texts) count(text, 1);
			return strongest(counts, thesaurus);
		},
	};
}

function strongest(counts: ReadonlyMap<string, number>, thesaurus: Thesaurus): string[] {
	const byArea = new Map<string, number>();
	for (const [concept, count] of counts) {
		const area = thesaurus.concept(concept)!.area;
		byArea.set(area, (byArea.get(area) ?? 0) + count);
	}
	const area = [...byArea].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
	return [...counts]
		.filter(([concept]) => thesaurus.concept(concept)!.area === area)
		.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
		.slice(0, 2)
		.map(([concept]) => concept);
}

function isOfPriorityArea(thesaurus: Thesaurus, concept: string): boolean {
	const area = thesaurus.concept(concept)?.area;
	return area !== undefined && thesaurus.areas().some(({ id }) => id === area);
}

function conceptsByLabel(thesaurus: Thesaurus): Map<string, string> {
	const found = new Map<string, string>();
	for (const concept of thesaurus.all())
		for (const labels of Object.values(concept.labels))
			for (const label of labels) if (!found.has(headerKey(label))) found.set(headerKey(label), concept.id);
	return found;
}
