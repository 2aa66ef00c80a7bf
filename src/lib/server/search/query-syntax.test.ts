import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openLexicon } from '#lib/engines/lexicon/read-lexicon-file.ts';
import { TextReader } from '#lib/engines/reading/text-reader.ts';
import { emptyContent, type ListingContent } from '#lib/server/listings/listing.ts';
import { readThesaurus } from '#lib/server/thesaurus/read-thesaurus.ts';
import type { ListingSearchRequest } from '#lib/search/types.ts';
import { ListingCatalogue } from './listing-catalogue.ts';
import type { PublicListing } from './public-listing.ts';

let catalogue: ListingCatalogue;

function listing(id: string, content: Partial<ListingContent>, change: Partial<Omit<PublicListing, 'organisation'>> & { organisation?: Partial<PublicListing['organisation']> } = {}): PublicListing {
	return {
		id,
		reference: Number(id.replace(/\D/g, '')) || id.length,
		kind: 'offer',
		changeNumber: 1,
		publishedAt: '2026-01-01T00:00:00Z',
		validUntil: '2027-01-01',
		centreId: 'laos',
		...change,
		content: { ...emptyContent(content.language ?? 'en'), ...content },
		organisation: { slug: 'soil-institute', names: [{ language: 'en', text: 'Soil Institute' }], kind: 'institute', size: null, country: 'LA', place: null, isSample: false, ...change.organisation },
	};
}

beforeAll(async () => {
	const folder = join(import.meta.dirname, '..', '..', '..', '..', 'data');
	const reader = new TextReader(openLexicon(), await readThesaurus(join(folder, 'thesaurus')));
	catalogue = new ListingCatalogue(reader, [{ id: 'laos', names: [{ language: 'en', text: 'Lao centre' }] }, { id: 'thailand', names: [{ language: 'en', text: 'Thai centre' }] }]);
	catalogue.put(listing('drip', { title: 'Drip irrigation for saline soil', summary: 'Keeps salt from the roots.', areas: ['agriculture'], trl: 8 }));
	catalogue.put(listing('apart', { title: 'Irrigation without drip lines', summary: 'Sprinklers for saline soil with solar pumps.', trl: 4 }));
	catalogue.put(listing('chinese', { language: 'zh', title: '盐碱地膜下滴灌技术', summary: '适用于盐碱地。', trl: 6 }, { organisation: { slug: 'cn-uni', country: 'CN', names: [{ language: 'zh', text: '广西大学' }] }, centreId: 'thailand' }));
	catalogue.put(listing('thai', { language: 'th', title: 'ระบบน้ำหยดสำหรับดินเค็ม', summary: 'ลดการใช้น้ำ' }, { kind: 'need', organisation: { slug: 'thai-farm', country: 'TH', names: [{ language: 'th', text: 'ฟาร์มไทย' }] } }));
	catalogue.put(listing('hidden', { title: 'Saline soil sensor', display: 'hidden' }, { organisation: { slug: 'secret-firm', names: [{ language: 'en', text: 'Secret Firm' }] } }));
});

const search = (text: string, change: Partial<ListingSearchRequest> = {}) => catalogue.search({ text, filters: {}, page: 1, pageSize: 20, sort: 'relevance', ...change });
const ids = async (text: string, change: Partial<ListingSearchRequest> = {}) => (await search(text, change)).hits.map(({ card }) => card.id).sort();

describe('phrases', () => {
	test.each([
		['"drip irrigation"', ['drip']],
		['„Drip Irrigation“', ['drip']],
		['“膜下滴灌”', ['chinese']],
		['"膜下滴灌" 土壤', ['chinese']],
		['「滴灌」', ['chinese']],
		['"น้ำหยด"', ['thai']],
		['"saline soil"', ['apart', 'drip', 'hidden']],
		['"soil saline"', []],
		['"drip irrigation" "saline soil"', ['drip']],
	])('%s', async (text, expected) => expect(await ids(text)).toEqual(expected));

	test('one that nobody wrote is said', async () => {
		expect((await search('"soil saline"')).notes).toEqual([{ kind: 'no-phrase', phrase: 'soil saline' }]);
	});
});

describe('minus', () => {
	test.each([
		['saline soil -sensor', ['apart', 'chinese', 'drip', 'thai']],
		['saline -pump', ['chinese', 'drip', 'hidden', 'thai']],
		['saline soil -"drip irrigation"', ['apart', 'chinese', 'hidden', 'thai']],
		['盐碱地 -滴灌', ['apart', 'drip', 'hidden', 'thai']],
		// Saline soil is a concept: who leaves it out leaves it out in every language.
		['-saline', []],
	])('%s', async (text, expected) => {
		for (const id of await ids(text)) expect(expected).toContain(id);
	});

	test('with nothing else lists whatever is left, and what is left out is never there', async () => {
		expect(await ids('-sprinklers')).toEqual(['chinese', 'drip', 'hidden', 'thai']);
		expect(await ids('-sprinkler')).toEqual(['chinese', 'drip', 'hidden', 'thai']);
		expect(await ids('-"saline soil"')).toEqual(['chinese', 'thai']);
	});
});

describe('fields', () => {
	test.each([
		['country:LA', ['apart', 'drip', 'hidden']],
		['country:老挝', ['apart', 'drip', 'hidden']],
		['国家:泰国', ['thai']],
		['国家：中国,泰国', ['chinese', 'thai']],
		['ประเทศ:ไทย', ['thai']],
		['kind:need', ['thai']],
		['类型:供给 国家:中国', ['chinese']],
		['language:zh', ['chinese']],
		['lang:Thai', ['thai']],
		['trl:8', ['drip']],
		['trl:>=6', ['chinese', 'drip']],
		['trl:4-6', ['apart', 'chinese']],
		['maturity:lab', ['apart']],
		['area:agriculture', ['drip']],
		['org:广西', ['chinese']],
		['organisation:"soil institute"', ['apart', 'drip']],
		['centre:thailand', ['chinese']],
		['-country:LA', ['chinese', 'thai']],
		['title:drip', ['apart', 'drip']],
		['title:lines', ['apart']],
		['title:"drip irrigation"', ['drip']],
		['标题:滴灌', ['chinese']],
		['saline -title:irrigation country:LA', ['hidden']],
	])('%s', async (text, expected) => expect(await ids(text)).toEqual(expected));

	test('go together with the facets of the page, and facets count among them', async () => {
		const found = await search('country:LA', { filters: { stage: ['lab-tested'] } });
		expect(found.hits.map(({ card }) => card.id)).toEqual(['apart']);
		expect(found.facets.stage.map(({ value }) => value).sort()).toEqual(['demonstration', 'lab-tested']);
		expect(found.facets.centre).toEqual([{ value: 'laos', count: 1 }]);
	});

	test('never find an owner who asked to stay hidden', async () => {
		const found = await search('org:"Secret Firm"');
		expect(found.total).toBe((await search('')).total);
		expect(found.notes).toEqual([{ kind: 'unknown-value', field: 'organisation', value: 'Secret Firm' }]);
		expect(await ids('org:secret-firm sensor')).toEqual(await ids('sensor'));
	});

	test('that are unknown are words, and said', async () => {
		expect((await search('colour:red saline')).notes).toEqual([{ kind: 'unknown-field', name: 'colour' }]);
		expect((await search('country:Atlantis saline')).notes).toEqual([{ kind: 'unknown-value', field: 'country', value: 'Atlantis' }]);
	});

	test.each(['country:LA country:TH', 'country:LA -country:LA', '"drip irrigation" -"drip irrigation"', 'trl:2 trl:7'])('%s rules itself out, and says so', async (text) => {
		const found = await search(text);
		expect(found.total).toBe(0);
		expect(found.notes).toContainEqual(expect.objectContaining({ kind: 'contradiction' }));
	});
});

describe('words put right and added', () => {
	test('a typing mistake is found, and what was meant is asked', async () => {
		const found = await search('irigation ');
		expect(found.hits.map(({ card }) => card.id)).toContain('drip');
		expect(found.didYouMean).toBe('irrigation');
		expect((await search('drip irrigaton salinne soil ')).didYouMean).toBe('drip irrigation saline soil');
	});

	test('Chinese is cut, not spelled: nothing is put right there', async () => {
		expect((await search('滴观 ')).didYouMean).toBeNull();
	});

	test('the other names of a concept are said', async () => {
		const { alsoSearched } = await search('drip irrigation');
		expect(alsoSearched.map(({ query }) => query)).toContain('drip irrigation');
	});
});

describe('odd input', () => {
	test.each([
		['only stop words', 'the of and to'],
		['only emoji', '😀😀🎉'],
		['controls and directions', '\u0000\u202Esaline\u2066 soil\u0007'],
		['half a character', '\uD83D saline'],
		['mixed scripts', 'saline 盐 ດິນ ดิน မြေ உப்பு'],
		['operators of nothing', '"" - : -"" :x x: "'],
		['many operators', '-a "b" c:d '.repeat(80)],
		['many words', Array.from({ length: 300 }, (_, i) => `w${i}`).join(' ')],
		['100 kB of Khmer without a space', 'ភាសាខ្មែរ'.repeat(11_000)],
		['100 kB of one letter', 'ក'.repeat(100_000)],
		['100 kB of marks', 'a' + '\u0301'.repeat(100_000)],
	])('%s is answered', async (_what, text) => {
		const found = await search(text);
		expect(found.total).toBeGreaterThanOrEqual(0);
		for (const { highlights, card } of found.hits) for (const { start, end } of highlights.title) expect(card.title.slice(start, end).trim()).not.toBe('');
		expect(found.notes.some(({ kind }) => kind === 'too-long')).toBe(text.length > 1000);
	});

	test('what nobody can see changes nothing', async () => {
		expect(await ids('\u202Esaline\u2066 soil')).toEqual(await ids('saline soil'));
	});
});

describe('provenance', () => {
	test('what a machine has translated is found by its facts, never by words as if someone had written them', async () => {
		catalogue.put(listing('by-machine', { title: 'Quinoa dehuller of rotating stones', summary: 'Dehulls quinoa.' }, { provenance: 'machine-translation', organisation: { country: 'VN' } }));
		catalogue.put(listing('by-person', { title: 'Quinoa dehuller with water', summary: 'Dehulls quinoa.' }, { provenance: 'human-translation', organisation: { country: 'VN' } }));
		try {
			for (const text of ['quinoa dehuller', '"quinoa dehuller"', 'title:quinoa', 'rotating stones']) expect(await ids(text)).not.toContain('by-machine');
			expect(await ids('quinoa dehuller')).toContain('by-person');
			expect(await ids('country:VN')).toEqual(['by-machine', 'by-person']);
		} finally {
			catalogue.remove('by-machine');
			catalogue.remove('by-person');
		}
	});
});
