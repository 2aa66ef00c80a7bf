import type { MeasureRow } from '#lib/brokering/views.ts';
import type { Measure } from '#lib/brokering/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Thesaurus } from '#lib/engines/thesaurus/thesaurus.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { countryName } from '#lib/ui/language-names.ts';

/** The names of what pairs are counted by, for a reader, by key. */
export async function measureLabels(
	context: { db: Executor; thesaurus: Pick<Thesaurus, 'label'> },
	measure: Measure,
	rows: readonly MeasureRow[],
	reader: Language,
): Promise<Record<string, string>> {
	const keys = rows.map(({ key }) => key);
	if (measure === 'area') return Object.fromEntries(keys.map((key) => [key, context.thesaurus.label(key, reader)]));
	if (measure === 'between')
		return Object.fromEntries(keys.map((key) => [key, key.split('-').map((code) => countryName(code, reader)).join(' → ')]));
	const names = new Map((await allCentres(context.db)).map((centre) => [centre.id, localTextFor(centre.names, reader)?.text ?? centre.id]));
	return Object.fromEntries(keys.map((key) => [key, names.get(key) ?? key]));
}
