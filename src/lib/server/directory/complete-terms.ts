import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { knownOrganisations } from '#lib/server/membership/known-organisations.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { termsOfNames } from './name-terms.ts';
import { putTerms, withoutTerms } from './queries.ts';

const AT_ONCE = 200;

/**
 * Computes the words of organisations that were admitted, renamed or recognised since the last time: their own names, those
 * that the directory of organisations has for them, and the place. Answers whether there are more.
 */
export async function completeTerms(db: Database, reader: TextReader, most: number, signal?: AbortSignal): Promise<boolean> {
	for (let done = 0; done < most; ) {
		signal?.throwIfAborted();
		const rows = await withoutTerms(db, Math.min(AT_ONCE, most - done));
		if (rows.length === 0) return false;
		const known = rows.some(({ directoryId }) => directoryId) ? (await knownOrganisations()).byId : undefined;
		await putTerms(
			db,
			rows.map(({ id, names, place, directoryId }) => {
				const aliases = (directoryId && known?.get(directoryId)?.names) || [];
				return { id, names, terms: termsOfNames([...names, ...aliases, ...(place ? [{ text: place, language: null }] : [])], reader) };
			}),
		);
		done += rows.length;
		if (rows.length < AT_ONCE) return false;
	}
	return true;
}
