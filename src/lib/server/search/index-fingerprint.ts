import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { lexiconPath } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { keptReadings } from '#lib/engines/matching/kept-readings.ts';
import { KeyNumbers } from '#lib/engines/matching/key-numbers.ts';
import { readListing } from '#lib/engines/matching/read-listing.ts';
import type { MatchableListing } from '#lib/engines/matching/types.ts';
import { indexTerms } from '#lib/engines/reading/index-terms.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { Thesaurus, type ConceptRow } from '#lib/engines/thesaurus/thesaurus.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { unitKeys } from '#lib/engines/reading/exact-phrase.ts';
import { LISTING_INDEX } from './listing-index.ts';

/** Raised when listings are indexed, or read for matching, otherwise in a way that the sentences below do not show. */
const EDITION = 1;

/** A sentence of each language, with what the analysers treat specially: a change of theirs shows in its terms. */
export const PROBES: readonly [Language, string][] = [
	['en', 'The studies’ IoT-based drip irrigation systems, 1,200 m³ of brackish water; cities, running and re-used batteries.'],
	['zh', '鹽鹼地膜下滴灌技術，適用於廣西的水稻種植與無人機監測。'],
	['th', 'ระบบน้ำหยดสำหรับดินเค็มและการตรวจหาโรคพืช ๆ ในภาคอีสาน'],
	['lo', 'ລະບົບ ນ້ຳ ຢອດ ສຳລັບດິນເຄັມ ແລະ ພະລັງງານແສງຕາເວັນ'],
	['km', 'ប្រព័ន្ធស្រោចស្រពដោយតំណក់សម្រាប់ដីប្រៃ'],
	['my', 'ဆားငန်မြေအတွက် အစက်ချရေသွင်းစနစ်'],
	['vi', 'Hệ thống tưới nhỏ giọt cho đất nhiễm mặn và xử lý nước thải'],
	['id', 'Pengeringan hasil panen dengan tenaga surya dan pemupukan berimbang'],
	['ms', 'Sistem pengairan titisan untuk tanah masin dan rawatan air sisa'],
	['fil', 'Pagpapatubig nang patak-patak para sa maalat na lupa'],
	['ta', 'உவர் நிலத்திற்கான சொட்டு நீர்ப்பாசனத் தொழில்நுட்பங்கள்'],
	['pt', 'Sistemas de irrigação gota a gota para solos salinos e tratamento de águas'],
];

/** What the sentences name, over something broader: shows how concepts are found. All labels would take as long to cut as the rest of a start. */
export const NAMED: ConceptRow = {
	...{ area: 'agriculture', concept: 'named', broader: 'above', related: '', ipc: '', sdg: '', note_en: '', note_zh: '', reviewed: '' },
	labels: {
		en: 'drip irrigation | brackish water',
		zh: '膜下滴灌 | 无人机',
		th: 'ระบบน้ำหยด',
		lo: 'ລະບົບນ້ຳຢອດ',
		km: 'ស្រោចស្រពដោយតំណក់',
		my: 'အစက်ချရေသွင်းစနစ်',
		vi: 'tưới nhỏ giọt',
		id: 'tenaga surya',
		ms: 'pengairan titisan',
		fil: 'pagpapatubig nang patak-patak',
		ta: 'சொட்டு நீர்ப்பாசனத் தொழில்நுட்பங்கள்',
		pt: 'irrigação gota a gota',
	},
};
export const ABOVE: ConceptRow = { ...NAMED, concept: 'above', broader: '', labels: { ...NAMED.labels, en: 'irrigation' } };

/** A listing without facts, whose reading shows how listings are read for matching. */
const BARE: Omit<MatchableListing, 'language' | 'texts'> = {
	...{ id: 'probe', kind: 'offer', areas: [], trl: null, cooperation: [], ipStatus: null, country: null, countries: [], organisationKind: null },
	...{ organisationSize: null, partnerKinds: [], price: null, budget: null, date: null, organisation: null, validUntil: null, exportRestriction: null },
};

/**
 * What an index and the readings beside it depend on beside the listings: lexicon, thesaurus, fields and weights, and how texts
 * are read. An index of another fingerprint answers wrongly and is built anew.
 */
export function indexFingerprint(reader: TextReader): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify([EDITION, process.versions.icu, process.versions.unicode, LISTING_INDEX]));
	hash.update(readFileSync(lexiconPath()));
	for (const { id, broader, labels } of reader.thesaurus.all()) hash.update(JSON.stringify([id, broader, labels]));
	const probe = reader.withThesaurus(new Thesaurus([ABOVE, NAMED]));
	const keys = new KeyNumbers();
	const readings = PROBES.map(([language, text]) => readListing({ ...BARE, language, texts: { title: text, summary: text } }, probe, keys));
	hash.update(JSON.stringify(keptReadings(readings, keys, 0)));
	for (const [language, text] of PROBES) {
		hash.update(JSON.stringify([...indexTerms(probe.read(text, language), probe.thesaurus)]));
		hash.update([...unitKeys(text)].join(' '));
	}
	return hash.digest('hex');
}
