import { organisationsCalled, type OrganisationRow } from '#lib/server/network/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';

/**
 * Finds, for each of some words, the member organisations that they name: the one of this address name, else all that have this whole
 * name in some language.
 */
export async function organisationFinder(tx: Transaction, words: readonly string[]): Promise<(words: string) => OrganisationRow[]> {
	const all = await organisationsCalled(tx, words);
	return (words) => {
		const asked = words.toLowerCase();
		const ofAddress = all.filter(({ slug }) => slug === asked);
		return ofAddress.length > 0 ? ofAddress : all.filter(({ names }) => names.some(({ text }) => text.toLowerCase() === asked));
	};
}
