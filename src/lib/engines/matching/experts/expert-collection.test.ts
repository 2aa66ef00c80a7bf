import { describe, expect, test } from 'vitest';
import { fixtureReader } from '../matching-fixture.ts';
import { ExpertCollection } from './expert-collection.ts';

const reader = fixtureReader();
const year = 2026;
const text = (title: string, more = '', when?: number) => ({ title, text: more, ...(when ? { year: when } : {}) });

describe('experts for a request', () => {
	test('one who writes about the matter in another language comes before one who writes about something else', () => {
		const experts = new ExpertCollection(reader);
		experts.put({ id: 'soil', texts: [{ language: 'zh', title: '盐碱土改良', text: '研究滨海盐碱土的排水洗盐与耐盐作物。' }] });
		experts.put({ id: 'vaccine', texts: [{ language: 'zh', title: '疫苗冷链', text: '疫苗储存与冷链监测设备。' }] });
		const [first] = experts.rank({ language: 'lo', title: 'ດິນເຄັມ', text: '' }, { year });
		expect(first).toMatchObject({ expert: 'soil' });
		expect(experts.rank({ language: 'en', title: 'Cold chain for vaccines', text: '' }, { year })[0]?.expert).toBe('vaccine');
	});

	test('several texts on the matter say more than one among many others, and younger ones more than old ones', () => {
		const experts = new ExpertCollection(reader);
		const other = ['Wind turbine blades', 'Bridge inspection by drones', 'Tariffs of power grids'];
		experts.put({ id: 'once', texts: [text('Membranes for desalination'), ...other.map((title) => text(title))] });
		experts.put({ id: 'often', texts: [text('Membranes for desalination'), text('Fouling of desalination membranes'), text('Desalination of brackish water')] });
		expect(experts.rank(text('desalination membranes'), { year }).map(({ expert }) => expert)).toEqual(['often', 'once']);
		const ages = new ExpertCollection(reader);
		for (const when of [1990, 2024]) ages.put({ id: String(when), texts: [text('Biochar from rice husk', '', when)] });
		ages.putOther(text('Wind turbine blades'));
		expect(ages.rank(text('rice husk biochar'), { year }).map(({ expert }) => expert)).toEqual(['2024', '1990']);
	});

	test('who is replaced or removed is found by nothing that was said before', () => {
		const experts = new ExpertCollection(reader);
		experts.put({ id: 'a', texts: [text('Shrimp hatchery water quality')] });
		experts.put({ id: 'b', texts: [text('Landslide early warning')] });
		experts.put({ id: 'a', texts: [text('Solar drying of fruit')] });
		experts.remove('b');
		expect(experts.size).toBe(1);
		expect(experts.rank(text('landslide warning'), { year })).toEqual([]);
		expect(experts.rank(text('shrimp hatchery'), { year })).toEqual([]);
	});

	test('a text left out by the caller does not speak for its expert', () => {
		const experts = new ExpertCollection(reader);
		experts.put({ id: 'a', texts: [text('Shrimp hatchery water quality'), text('Solar drying of fruit')] });
		experts.putOther(text('Wind turbine blades'));
		expect(experts.rank(text('shrimp hatchery'), { year, without: (_, position) => position === 0 })).toEqual([]);
	});
});
