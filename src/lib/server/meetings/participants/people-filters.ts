import { foldDiacritics } from '#lib/engines/text/diacritics.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** What the catalogue of participants is narrowed by. */
export interface PeopleFilters {
	words: string;
	country: string | null;
	area: string | null;
	/** Who offers, or who needs. */
	kind: 'offer' | 'need' | null;
}

/** What of somebody is looked at. */
interface Described {
	country: string;
	names: readonly LocalText[];
	headline: readonly LocalText[];
	worksAt: readonly LocalText[];
	organisation: { names: readonly LocalText[] } | null;
	seeks: string;
	cards: readonly ListingCard[];
}

/** Without case and accents; vowel signs stay. */
export const folded = (text: string) => foldDiacritics(text.normalize('NFKC')).toLowerCase();

export function matchesPerson(person: Described, { words, country, area, kind }: PeopleFilters): boolean {
	const texts = [...person.names, ...person.headline, ...person.worksAt, ...(person.organisation?.names ?? [])].map(({ text }) => text);
	const all = folded([...texts, person.seeks, ...person.cards.flatMap(({ title, summary }) => [title, summary])].join('\n'));
	return (
		(country === null || person.country === country) &&
		(area === null || person.cards.some(({ areas }) => areas.includes(area))) &&
		(kind === null || person.cards.some((card) => card.kind === kind)) &&
		folded(words).split(/\s+/).every((word) => all.includes(word))
	);
}

/** Whether the owner of a listing would be found by it, were somebody there. */
export const matchesListing = (card: ListingCard, filters: PeopleFilters): boolean => matchesPerson({ country: card.country, names: [], headline: [], worksAt: [], organisation: card.organisation, seeks: '', cards: [card] }, filters);
