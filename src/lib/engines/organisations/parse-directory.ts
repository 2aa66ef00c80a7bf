import type { DirectoryEntry } from './name-index.ts';

/** An entry of the directory that comes with Mitra, with what helps to fill in a registration. */
export interface KnownOrganisation extends DirectoryEntry {
	kind: 'company' | 'university' | 'institute' | 'association' | 'government' | 'other';
	/** Host name of the website, without "www."; null where it is not known. */
	host: string | null;
	latitude: number | null;
	longitude: number | null;
}

const KINDS: Readonly<Record<string, KnownOrganisation['kind']>> = { c: 'company', u: 'university', i: 'institute', a: 'association', g: 'government', o: 'other' };

/**
 * Reads the directory: a line an organisation, cells between tabs: id, kind (first letter), country, place, latitude,
 * longitude, host, then the names, each `language:text`, or `*:text` for an acronym. Throws with the number of a bad line.
 */
export function parseDirectory(text: string): KnownOrganisation[] {
	return text.split('\n').flatMap((line, number) => {
		if (line === '') return [];
		const [id, kind, country, place, latitude, longitude, host, ...names] = line.split('\t');
		const known = KINDS[kind ?? ''];
		if (!id || !known || !/^[A-Z]{2}$/.test(country ?? '') || names.length === 0)
			throw new Error(`Line ${number + 1} of the directory: expected id, kind, country, place, latitude, longitude, host and at least one name.`);
		return [
			{
				id,
				kind: known,
				country: country!,
				place: place || null,
				latitude: latitude ? Number(latitude) : null,
				longitude: longitude ? Number(longitude) : null,
				host: host || null,
				names: names.map((name) => {
					const colon = name.indexOf(':');
					const language = name.slice(0, colon);
					return { text: name.slice(colon + 1), language: language === '' || language === '*' ? null : language, acronym: language === '*' };
				}),
			},
		];
	});
}
