import { openLexicon } from '../lexicon/read-lexicon-file.ts';
import { indexTerms } from '../reading/index-terms.ts';
import { TextReader } from '../reading/text-reader.ts';
import { RetrievalIndex } from '../retrieval/index.ts';
import { LANGUAGES, type Language } from '../text/language.ts';
import { Thesaurus } from '../thesaurus/thesaurus.ts';
import { MatchingEngine } from './matching-engine.ts';
import { READ_FIELDS, type MatchableListing } from './types.ts';

/** Test data of the matching engine: the lexicon that ships, and a thesaurus of a few concepts. */

const CONCEPTS: readonly { concept: string; broader: string; labels: Partial<Record<Language, string>> }[] = [
	{ concept: 'agriculture', broader: '', labels: { en: 'agriculture' } },
	{ concept: 'agriculture-water', broader: 'agriculture', labels: { en: 'agricultural water' } },
	{
		concept: 'drip-irrigation',
		broader: 'agriculture-water',
		labels: { en: 'drip irrigation', zh: '滴灌', lo: 'ລະບົບນ້ຳຢອດ', th: 'ระบบน้ำหยด' },
	},
	{
		concept: 'saline-soil',
		broader: 'agriculture-water',
		labels: { en: 'saline soil', zh: '盐碱地', lo: 'ດິນເຄັມ', th: 'ดินเค็ม' },
	},
	{ concept: 'smart-transport', broader: 'agriculture', labels: { en: 'intelligent transport systems | ITS' } },
];

let reader: TextReader | undefined;

export function fixtureReader(): TextReader {
	reader ??= new TextReader(openLexicon(), fixtureThesaurus());
	return reader;
}

function fixtureThesaurus(): Thesaurus {
	return new Thesaurus(
		CONCEPTS.map(({ concept, broader, labels }) => ({
			area: 'agriculture',
			concept,
			broader,
			related: '',
			ipc: '',
			sdg: '',
			labels: Object.fromEntries(LANGUAGES.map((language) => [language, labels[language] ?? ''])) as Record<Language, string>,
			note_en: '',
			note_zh: '',
			reviewed: '',
		})),
	);
}

/** A listing without any fact, but those given. */
export function listing(id: string, kind: 'need' | 'offer', facts: Partial<MatchableListing> = {}): MatchableListing {
	return {
		id,
		kind,
		language: 'en',
		texts: {},
		areas: [],
		trl: null,
		cooperation: [],
		ipStatus: null,
		country: null,
		countries: [],
		organisationKind: null,
		organisationSize: null,
		partnerKinds: [],
		price: null,
		budget: null,
		date: null,
		organisation: null,
		validUntil: null,
		exportRestriction: null,
		...facts,
	};
}

/** A matching engine over an index of its own. */
export function fixtureEngine(...listings: MatchableListing[]): MatchingEngine {
	return engineOf(listings, { countsRarity: true });
}

/** The same where what many listings say counts no less, for a collection that says much the same. */
export function evenFixtureEngine(...listings: MatchableListing[]): MatchingEngine {
	return engineOf(listings, { countsRarity: false });
}

function engineOf(listings: readonly MatchableListing[], { countsRarity }: { countsRarity: boolean }): MatchingEngine {
	const fields = READ_FIELDS.map((name) => ({ name, weight: 1, b: 0.5 }));
	const index = new RetrievalIndex({ fields, facets: ['kind'] });
	const engine = new MatchingEngine(
		fixtureReader(),
		(groups, kind, limit, exclude, among) => index.search({ groups, filters: { kind: [kind] }, limit, exclude: { ids: [exclude] }, ...(among ? { within: [...among] } : {}) }).hits,
		countsRarity ? { documents: () => index.size, of: (key) => index.termDocumentFrequency(key) } : undefined,
	);
	for (const each of listings) {
		const read = READ_FIELDS.flatMap((field) => {
			const reading = fixtureReader().read(each.texts[field] ?? '', each.language);
			return [{ field, terms: [...indexTerms(reading, fixtureReader().thesaurus)], length: reading.length }];
		});
		index.add({ id: each.id, fields: read, facets: { kind: [each.kind] } });
		engine.put(each);
	}
	return engine;
}
