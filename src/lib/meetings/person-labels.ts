import type { Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';

interface Named {
	id: string;
	names: readonly LocalText[];
	worksAt: readonly LocalText[];
}

/**
 * What people are called where somebody is named by typing: the name and where the person works, in the reader's language; the second
 * of two who are called alike has a 2 after it. By id, in the order given, which must be the same where what was typed is read.
 */
export function personLabels(people: readonly Named[], reader: Language): Map<string, string> {
	const used = new Map<string, number>();
	return new Map(
		people.map(({ id, names, worksAt }) => {
			const label = [localTextFor(names, reader)?.text ?? '', localTextFor(worksAt, reader)?.text ?? ''].filter(Boolean).join(' · ');
			const count = (used.get(label) ?? 0) + 1;
			used.set(label, count);
			return [id, count === 1 ? label : `${label} (${count})`];
		}),
	);
}

const folded = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase();

/** Whom somebody means who typed a label, or a name that only one has; undefined where it is nobody, or more than one. */
export function personTyped(people: readonly Named[], reader: Language, typed: string): string | undefined {
	const wanted = folded(typed);
	if (wanted === '') return undefined;
	for (const [id, label] of personLabels(people, reader)) if (folded(label) === wanted) return id;
	const named = people.filter(({ names }) => names.some(({ text }) => folded(text) === wanted));
	return named.length === 1 ? named[0]!.id : undefined;
}
