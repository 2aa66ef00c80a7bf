import type { Language } from '#lib/engines/text/language.ts';
import { listFormat } from '#lib/text/kept-formats.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';

interface Named {
	names: readonly LocalText[];
	worksAt?: readonly LocalText[];
}

/** A person by name, in the reader's language where there is one. */
export const personWords = (person: Named | undefined, reader: Language): string => localTextFor(person?.names ?? [], reader)?.text ?? '';

/** People who meet, in one breath. */
export const peopleWords = (people: readonly (Named | undefined)[], reader: Language): string => listFormat(reader, { type: 'conjunction' }).format(people.map((person) => personWords(person, reader)));
