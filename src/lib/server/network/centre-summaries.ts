import { localTextFor } from '#lib/text/local-text.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { placeOnMap } from '#lib/server/site/region-map.ts';
import { allCentres, type CentreRow } from './queries.ts';

/** A centre as lists and the map show it. */
export interface CentreSummary {
	id: string;
	kind: CentreRow['kind'];
	country: string;
	name: string;
	nameLanguage: Language;
	memorandum: CentreRow['memorandum'];
	point: { x: number; y: number } | null;
}

export async function centreSummaries(db: Executor, reader: Language): Promise<CentreSummary[]> {
	// A closed centre has its page still, but no place on the map of those who serve.
	return (await allCentres(db)).filter(({ closedOn }) => closedOn === null).map((centre) => {
		const name = localTextFor(centre.names, reader);
		return {
			id: centre.id,
			kind: centre.kind,
			country: centre.country,
			name: name?.text ?? centre.id,
			nameLanguage: name?.language ?? 'en',
			memorandum: centre.memorandum,
			point: centre.latitude !== null && centre.longitude !== null ? placeOnMap(centre.latitude, centre.longitude) : null,
		};
	});
}
