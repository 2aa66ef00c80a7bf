import { foldDiacritics } from '#lib/engines/text/diacritics.ts';
import type { Guest } from './check-in.ts';

/** Without case and accents, so that Dang finds Đặng. Vowel signs of other scripts are no accents, and stay. */
const folded = (text: string): string => foldDiacritics(text.normalize('NFKC')).toLowerCase();

/** Those in whose names, in any script, or organisation each typed word stands; whose name begins so comes first. At most `most`. */
export function findGuests(guests: readonly Guest[], typed: string, most: number): Guest[] {
	const words = folded(typed).split(/\s+/).filter((word) => word !== '');
	if (words.length === 0) return [];
	const found = guests.flatMap((guest) => {
		const names = folded(guest.names.map(({ text }) => text).join(' '));
		const all = `${names} ${folded(guest.organisation)}`;
		return words.every((word) => all.includes(word)) ? [{ guest, begins: ` ${names}`.includes(` ${words[0]}`) }] : [];
	});
	return found.sort((a, b) => Number(b.begins) - Number(a.begins)).slice(0, most).map(({ guest }) => guest);
}
