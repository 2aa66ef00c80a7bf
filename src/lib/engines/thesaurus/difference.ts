import { LANGUAGES, type Language } from '../text/language.ts';
import type { Thesaurus } from './thesaurus.ts';

/** What may read differently under another thesaurus: labels that came or went, and concepts whose place is another. */
export interface ThesaurusDifference {
	labels: { language: Language; label: string }[];
	/** Concepts that came, went, or stand under others, with every concept below them before or after. */
	concepts: string[];
}

/** Compares two thesauri. Scope notes, codes and review marks change no reading and are left out. */
export function thesaurusDifference(before: Thesaurus, after: Thesaurus): ThesaurusDifference {
	const labels: ThesaurusDifference['labels'] = [];
	const moved = new Set<string>();
	const ids = new Set([...before.all(), ...after.all()].map(({ id }) => id));
	for (const id of [...ids, ...before.retiredIds(), ...after.retiredIds()]) {
		const was = before.concept(id);
		const is = after.concept(id);
		if (!was || !is || was.broader.join(' ') !== is.broader.join(' ') || was.area !== is.area) {
			if (was || is || before.resolve(id) !== after.resolve(id)) moved.add(id);
		}
		for (const language of LANGUAGES) {
			const old = was?.labels[language] ?? [];
			const now = is?.labels[language] ?? [];
			for (const label of old) if (!now.includes(label)) labels.push({ language, label });
			for (const label of now) if (!old.includes(label)) labels.push({ language, label });
		}
	}
	const concepts = new Set(moved);
	for (const id of ids)
		if ([...before.ancestors(id), ...after.ancestors(id)].some((above) => moved.has(above))) concepts.add(id);
	return { labels, concepts: [...concepts] };
}
