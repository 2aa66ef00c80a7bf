import type { Language } from '#lib/engines/text/language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';

/** A person, or an organisation: that one works at none. */
export interface Named {
	id: string;
	names: readonly LocalText[];
	worksAt?: readonly LocalText[];
}

/**
 * What people and organisations are called where they are named by typing: the name, of a person also where that one works, in the
 * reader's language; the second of two who are called alike has a 2 after it. By id, in the order given, which must be the same where
 * what was typed is read.
 */
export function labelsToType(named: readonly Named[], reader: Language): Map<string, string> {
	const used = new Map<string, number>();
	return new Map(
		named.map(({ id, names, worksAt = [] }) => {
			const label = [localTextFor(names, reader)?.text ?? '', localTextFor(worksAt, reader)?.text ?? ''].filter(Boolean).join(' · ');
			const count = (used.get(label) ?? 0) + 1;
			used.set(label, count);
			return [id, count === 1 ? label : `${label} (${count})`];
		}),
	);
}

const folded = (text: string) => text.normalize('NFKC').trim().toLocaleLowerCase();

/** Whom somebody means who typed a label, or a name that only one has; undefined where it is nobody, or more than one. */
export function idTyped(named: readonly Named[], reader: Language, typed: string): string | undefined {
	const wanted = folded(typed);
	if (wanted === '') return undefined;
	for (const [id, label] of labelsToType(named, reader)) if (folded(label) === wanted) return id;
	const alike = named.filter(({ names }) => names.some(({ text }) => folded(text) === wanted));
	return alike.length === 1 ? alike[0]!.id : undefined;
}
