import { describe, expect, it } from 'vitest';
import { evenFixtureEngine, fixtureEngine, listing } from './matching-fixture.ts';
import type { MatchableListing } from './types.ts';

const LAO_NEED = listing('lao', 'need', {
	language: 'lo',
	texts: {
		title: 'ຕ້ອງການລະບົບນ້ຳຢອດ ສຳລັບດິນເຄັມ',
		summary: 'ສະຫະກອນປູກຜັກ ຕ້ອງການລະບົບນ້ຳຢອດ ທີ່ໃຊ້ໄດ້ກັບດິນເຄັມ ແລະ ໃຊ້ນ້ຳໜ້ອຍ',
		sought: 'ຫົວນ້ຳຢອດ ທີ່ບໍ່ອຸດຕັນ, ໃຊ້ປໍ້ານ້ຳພະລັງງານແສງຕາເວັນ',
	},
	trl: 7,
});

const OFFERS: MatchableListing[] = [
	listing('drip', 'offer', {
		language: 'zh',
		texts: {
			title: '盐碱地蔬菜膜下滴灌系统',
			summary: '用于盐碱地的滴灌系统，配太阳能水泵，抗堵塞滴头，节水百分之四十。',
			advantages: '滴头不堵塞，节水，适合盐碱土壤。',
		},
		trl: 8,
	}),
	listing('sprinkler', 'offer', {
		language: 'zh',
		texts: { title: '草坪喷灌机器人', summary: '城市公园草坪自动喷灌，电池供电。', advantages: '无人值守。' },
		trl: 8,
	}),
	listing('concrete', 'offer', {
		language: 'lo',
		texts: { title: 'ລະບົບກວດສອບຄອນກຣີດຂົວ', summary: 'ລະບົບໃຊ້ສຳລັບກວດສອບຄອນກຣີດ ແລະ ເຫຼັກຂອງຂົວ ດ້ວຍຄື້ນສຽງ', advantages: 'ໃຊ້ງ່າຍ ລາຄາຖືກ' },
		trl: 8,
	}),
	listing('vaccine', 'offer', {
		language: 'en',
		texts: { title: 'Vaccine cold box', summary: 'A system that keeps vaccines cold in high temperature.', advantages: 'Low cost, easy to use.' },
		trl: 8,
	}),
];

describe('counterparts', () => {
	it('finds the Chinese drip-irrigation offer for a Lao need, and quotes why', () => {
		const engine = fixtureEngine(LAO_NEED, ...OFFERS);
		const [first] = engine.counterparts(LAO_NEED, 5);
		expect(first?.id).toBe('drip');
		const topic = first!.criteria[0]!;
		expect(topic.verdict).toBe('match');
		expect(topic.evidence.map(({ offer }) => offer.text)).toContain('滴灌');
		expect(topic.evidence.map(({ link }) => link.kind)).toContain('concept');
	});

	it('drops what shares only general words, even in the same language', () => {
		const engine = fixtureEngine(LAO_NEED, ...OFFERS);
		const ids = engine.counterparts(LAO_NEED, 5).map(({ id }) => id);
		expect(ids).not.toContain('concrete');
		expect(ids).not.toContain('vaccine');
	});

	it('finds the need from the offer too', () => {
		const engine = fixtureEngine(LAO_NEED, ...OFFERS);
		expect(engine.counterparts(OFFERS[0]!, 5).map(({ id }) => id)).toEqual(['lao']);
	});

	it('answers a listing that is not stored, one that has changed, and none for an empty one', () => {
		const engine = fixtureEngine(LAO_NEED, ...OFFERS);
		expect(engine.counterparts({ ...LAO_NEED, id: 'draft' }, 5)[0]?.id).toBe('drip');
		const changed = { ...LAO_NEED, texts: { title: 'ຕູ້ເຢັນເກັບວັກຊີນ' } };
		expect(engine.counterparts(changed, 5).map(({ id }) => id)).not.toContain('drip');
		expect(engine.counterparts(listing('empty', 'need'), 5)).toEqual([]);
	});

	it('finds one of some, however many others fit better', () => {
		const [drip, ...rest] = OFFERS as [MatchableListing, ...MatchableListing[]];
		const modest = listing('modest', 'offer', { ...drip, id: 'modest', texts: { title: drip.texts.title!, summary: '用于盐碱地的滴灌系统。' }, trl: 3 });
		const strangers = Array.from({ length: 100 }, (_none, index) => ({ ...drip, id: `stranger-${index}` }));
		const engine = evenFixtureEngine(LAO_NEED, modest, ...rest, ...strangers);
		expect(engine.counterparts(LAO_NEED, 5).map(({ id }) => id)).not.toContain('modest');
		expect(engine.counterparts(LAO_NEED, 5, undefined, new Set(['modest', 'vaccine'])).map(({ id }) => id)).toEqual(['modest']);
		expect(engine.counterparts(LAO_NEED, 5, undefined, new Set())).toEqual([]);
	});

	it('forgets what is removed', () => {
		const engine = fixtureEngine(LAO_NEED, ...OFFERS);
		expect(engine.readAhead(100)).toBe(5);
		expect(engine.readAhead(100)).toBe(0);
		engine.remove('drip');
		expect(engine.counterparts(LAO_NEED, 5).map(({ id }) => id)).not.toContain('drip');
	});

	it('goes on with what another engine has read, of listings that it holds, and keeps no word of one that went', () => {
		const earlier = fixtureEngine(LAO_NEED, ...OFFERS);
		earlier.readAhead(100);
		const before = earlier.readings();
		expect(before.keys).toContain('p:vaccin');
		earlier.remove('vaccine');
		const kept = earlier.readings();
		expect(kept.keys).not.toContain('p:vaccin');
		expect(kept.readings.map(({ id }) => id)).not.toContain('vaccine');
		for (const { meaningKeys } of kept.readings) expect([...meaningKeys]).toEqual([...meaningKeys].sort((a, b) => a - b));

		const later = fixtureEngine(LAO_NEED, ...OFFERS.filter(({ id }) => id !== 'sprinkler'));
		later.restoreReadings(kept);
		expect(later.readAhead(100)).toBe(1);
		const anew = fixtureEngine(LAO_NEED, ...OFFERS.filter(({ id }) => id !== 'sprinkler'));
		expect(later.suggestions(LAO_NEED, 5)).toEqual(anew.suggestions(LAO_NEED, 5));
		expect(later.judgePair('lao', 'concrete')).toEqual(anew.judgePair('lao', 'concrete'));
	});
});
