import { describe, expect, it } from 'vitest';
import { fixtureReader } from './matching-fixture.ts';
import { RANK_WEIGHTS } from './rank-weights.ts';
import { Ranker, type RankText } from './rank.ts';

function rankerOver(...documents: RankText[]): Ranker {
	const ranker = new Ranker(fixtureReader());
	for (const document of documents) ranker.add(document);
	return ranker;
}

const MIXED: RankText[] = [
	{ id: 'zh', text: '面向沿海盐碱地的滴灌系统' },
	{ id: 'vi', text: 'Thiết bị khử asen trong nước giếng khoan' },
	{ id: 'en', title: 'Cold chain', text: 'Vaccine cold box for rural clinics' },
	{ id: 'th', text: 'เครื่องอบแห้งข้าวเปลือกพลังงานแสงอาทิตย์' },
];

describe('ranking', () => {
	it('finds the translation in a collection of several languages', () => {
		const ranker = rankerOver(...MIXED);
		const first = (text: string) => ranker.rank({ id: 'q', text }, 4)[0]?.document;
		expect(first('ລະບົບນ້ຳຢອດ ດິນເຄັມ')).toBe('zh');
		expect(first('removing arsenic from well water')).toBe('vi');
		expect(first('kotak dingin vaksin untuk klinik')).toBe('en');
		expect(first('solar paddy dryer')).toBe('th');
	});

	it('scores fall, and stay the same whatever `top` is', () => {
		const ranker = rankerOver(...MIXED);
		const query = { id: 'q', text: 'solar paddy dryer for rural cold water system' };
		const all = ranker.rank(query, 100);
		expect(all.length).toBeGreaterThan(1);
		expect(all.map(({ score }) => score)).toEqual(all.map(({ score }) => score).sort((a, b) => b - a));
		expect(all.every(({ score }) => score > 0)).toBe(true);
		expect(ranker.rank(query, 1)).toEqual(all.slice(0, 1));
	});

	it('answers nothing for nothing: no documents, no words, function words only, nothing shared', () => {
		expect(rankerOver().rank({ id: 'q', text: 'anything' }, 10)).toEqual([]);
		const ranker = rankerOver({ id: 'blank', text: '' }, ...MIXED);
		expect(ranker.rank({ id: 'q', text: '' }, 10)).toEqual([]);
		expect(ranker.rank({ id: 'q', text: '!!! … 。' }, 10)).toEqual([]);
		expect(ranker.rank({ id: 'q', language: 'en', text: 'the of and' }, 10)).toEqual([]);
		expect(ranker.rank({ id: 'q', language: 'en', text: 'xylophonist' }, 10)).toEqual([]);
		expect(ranker.size).toBe(5);
	});

	it('takes huge texts, broken surrogates, and languages mixed in one text', () => {
		const ranker = rankerOver(...MIXED, { id: 'huge', text: 'membrane 滴灌 ระบบ '.repeat(20_000) }, { id: 'broken', text: '\uD83D 盐\uDC00' });
		const found = ranker.rank({ id: 'q', text: '盐碱地 drip irrigation ดินเค็ม '.repeat(2_000) }, 10);
		expect(found.map(({ document }) => document)).toContain('zh');
		expect(found.every(({ score }) => Number.isFinite(score))).toBe(true);
	});

	it('finds traditional characters by simplified ones, and words that dictionaries cut differently', () => {
		const ranker = rankerOver({ id: 'right', text: '鋰電池隔膜塗覆' }, { id: 'other', text: '锂矿石浮选' });
		expect(ranker.rank({ id: 'q', text: '锂电池隔膜涂覆' }, 2)[0]?.document).toBe('right');
	});

	it('tells the subject of a need from what every company says, by single characters', () => {
		const ranker = rankerOver({ id: 'park', text: '公园' }, { id: 'foil', text: '铜箔' });
		expect(ranker.rank({ id: 'q', text: '本公司铜矿' }, 2).map(({ document }) => document)).toEqual(['foil', 'park']);
	});

	it('supports documents of some length by their neighbours, but no titles', () => {
		const words = ['pump', 'valve', 'seal', 'pipe'];
		const best = (length: number, share: number) => {
			const ranker = new Ranker(fixtureReader(), { ...RANK_WEIGHTS, support: { ...RANK_WEIGHTS.support, share } });
			for (const [i, last] of ['turbine', ...words].entries())
				ranker.add({ id: String(i), language: 'en', text: [...Array.from({ length: length - 1 }, (_, k) => words[(i + k) % 4]!), last].join(' ') });
			return ranker.rank({ id: 'q', language: 'en', text: 'turbine' }, 5)[0]!.score;
		};
		expect(best(4, 0.4)).toBe(best(4, 0));
		expect(best(40, 0.4)).toBeCloseTo(0.6 * best(40, 0), 9);
	});

	it('replaces a document added twice', () => {
		const ranker = rankerOver({ id: 'd', text: 'drip irrigation' }, { id: 'd', text: 'vaccine' });
		expect(ranker.size).toBe(1);
		expect(ranker.rank({ id: 'q', language: 'en', text: 'irrigation' }, 5)).toEqual([]);
	});
});
