import type { LocalText } from '#lib/text/local-text.ts';
import { folded } from '../participants/people-filters.ts';

/** So many people and tables are shown of those found. */
const MOST = 12;

interface Board<Meeting> {
	people: readonly { id: string; names: readonly LocalText[]; worksAt: readonly LocalText[] }[];
	tables: readonly { id: string; label: string }[];
	/** In order of time, each with all who sit in it. */
	meetings: readonly (Meeting & { tableId: string | null; people: readonly string[] })[];
}

/** People and tables found by words, each with its meetings; `more`: how many others the words fit too. */
interface FoundOnBoard<Meeting> {
	people: { id: string; meetings: Meeting[] }[];
	tables: { id: string; meetings: Meeting[] }[];
	more: number;
}

/**
 * Finds people by parts of their names or of whom they come for, in any script, and tables by their labels: the one that is called so,
 * else those that have it in their label.
 */
export function findOnBoard<Meeting>(words: string, { people, tables, meetings }: Board<Meeting>): FoundOnBoard<Meeting> {
	const wanted = folded(words).split(/\s+/).filter(Boolean);
	const fits = (text: string) => {
		const plain = folded(text);
		return wanted.every((word) => plain.includes(word));
	};
	const persons = people.filter(({ names, worksAt }) => fits([...names, ...worksAt].map(({ text }) => text).join('\n')));
	const called = tables.filter(({ label }) => folded(label) === wanted.join(' '));
	const labelled = called.length > 0 ? called : tables.filter(({ label }) => fits(label));
	return {
		people: persons.slice(0, MOST).map(({ id }) => ({ id, meetings: meetings.filter((meeting) => meeting.people.includes(id)) })),
		tables: labelled.slice(0, MOST).map(({ id }) => ({ id, meetings: meetings.filter(({ tableId }) => tableId === id) })),
		more: Math.max(0, persons.length - MOST) + Math.max(0, labelled.length - MOST),
	};
}
