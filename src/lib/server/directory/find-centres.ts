import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import type { CentreRow } from '#lib/server/network/queries.ts';
import { termsOfNames, wordsAsked } from './name-terms.ts';

const termsOf = new Map<string, Set<string>>();

/** The centres whose names or places answer every word; all of them where nothing is asked. There are so few that each is looked at. */
export function findCentres(centres: readonly CentreRow[], text: string, reader: TextReader): CentreRow[] {
	if (text === '') return [...centres];
	const words = wordsAsked(text, reader);
	const answering = (alike: boolean) =>
		centres.filter((centre) => {
			const key = JSON.stringify([centre.id, centre.names, centre.place]);
			const terms = termsOf.get(key) ?? new Set(termsOfNames([...centre.names, ...centre.place], reader));
			termsOf.set(key, terms);
			return words.every(({ exact, beginning, meaning, seldom, repeated, alike: similar }) => [...exact, ...beginning, ...meaning, ...seldom, ...repeated, ...(alike ? similar : [])].some((term) => terms.has(term)));
		});
	const found = answering(false);
	return found.length > 0 ? found : answering(true);
}
