import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { knownOrganisations } from '#lib/server/membership/known-organisations.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { countryName } from '#lib/ui/language-names.ts';
import { termsOfNames } from './name-terms.ts';
import { putTerms, withoutTerms } from './queries.ts';

const AT_ONCE = 200;

/**
 * Computes the words of organisations that were admitted, renamed or recognised since the last time: their own names, those
 * that the directory of organisations has for them, the place and the country. Answers whether there are more.
 */
export async function completeTerms(db: Database, reader: TextReader, most: number, signal?: AbortSignal): Promise<boolean> {
	for (let done = 0; done < most; ) {
		signal?.throwIfAborted();
		const rows = await withoutTerms(db, Math.min(AT_ONCE, most - done));
		if (rows.length === 0) return false;
		const known = rows.some(({ directoryId }) => directoryId) ? (await knownOrganisations()).byId : undefined;
		await putTerms(
			db,
			rows.map(({ id, names, place, country, directoryId }) => {
				const aliases = (directoryId && known?.get(directoryId)?.names) || [];
				const where = [...(place ? [{ text: place, language: null }] : []), { text: countryName(country, 'en'), language: 'en' }];
				return { id, names, terms: termsOfNames([...names, ...aliases, ...where], reader) };
			}),
		);
		done += rows.length;
		if (rows.length < AT_ONCE) return false;
	}
	return true;
}
