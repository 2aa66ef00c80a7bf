import { describe, expect, it } from 'vitest';
import { exclusionOf } from './exclusions.ts';
import { fixtureEngine, listing } from './matching-fixture.ts';
import type { MatchableListing } from './types.ts';

const excluded = (need: Partial<MatchableListing>, offer: Partial<MatchableListing>, today?: string) =>
	exclusionOf(listing('n', 'need', need), listing('o', 'offer', offer), today);

describe('hard conflicts', () => {
	it('keep an organisation from itself, not two whose owner is not known', () => {
		expect(excluded({ organisation: 'a' }, { organisation: 'a' })).toBe('same-organisation');
		expect(excluded({ organisation: 'a' }, { organisation: 'b' })).toBeNull();
		expect(excluded({}, {})).toBeNull();
	});

	it('end with the last day of either side', () => {
		const needed = { validUntil: '2026-11-30' };
		expect(excluded(needed, {}, '2026-11-30')).toBeNull();
		expect(excluded(needed, {}, '2026-12-01')).toBe('expired');
		expect(excluded({}, needed, '2026-12-01')).toBe('expired');
		expect(excluded(needed, {})).toBeNull();
	});

	it('stop a restricted export at the border, not within the country', () => {
		const restricted = { country: 'CN', exportRestriction: 'dual use' };
		expect(excluded({ country: 'LA' }, restricted)).toBe('export-restricted');
		expect(excluded({ country: 'CN' }, restricted)).toBeNull();
		expect(excluded({ country: 'LA', exportRestriction: 'dual use' }, { country: 'CN' })).toBeNull();
	});

	it('keep apart two who both name other countries; one alone is a gap of geography', () => {
		expect(excluded({ country: 'LA', countries: ['TH'] }, { country: 'CN', countries: ['VN'] })).toBe('countries-excluded');
		expect(excluded({ country: 'LA', countries: ['TH'] }, { country: 'CN', countries: ['LA'] })).toBeNull();
		expect(excluded({ country: 'LA', countries: ['TH'] }, { country: null, countries: ['VN'] })).toBeNull();
	});
});

const OFFER = {
	title: 'Drip irrigation line for saline soil',
	summary: 'Drip lines with emitters that do not clog in saline soil, tested on tomato and cotton.',
};
const NEED = { title: 'Drip irrigation for saline soil', sought: 'Emitters that do not clog in saline soil' };

describe('the engine', () => {
	const need = listing('need', 'need', { texts: NEED, organisation: 'farm', country: 'LA' });
	const offers = [
		listing('good', 'offer', { texts: OFFER, organisation: 'maker', country: 'CN' }),
		listing('again', 'offer', { texts: { ...OFFER, title: 'Drip irrigation line for saline soils' }, organisation: 'maker', country: 'CN' }),
		listing('own', 'offer', { texts: { title: 'Drip irrigation of saline soil by mulch', summary: 'Saline soil is leached by drip irrigation under film.' }, organisation: 'farm' }),
	];
	const engine = fixtureEngine(need, ...offers);

	it('suggests neither excluded counterparts nor the same one twice', () => {
		const found = engine.counterparts(need, 5).map(({ id }) => id);
		expect(found).toHaveLength(1);
		expect(['good', 'again']).toContain(found[0]);
	});

	it('shows both to who must see why', () => {
		const found = engine.suggestions(need, 5);
		expect(found.find(({ id }) => id === 'own')?.exclusion).toBe('same-organisation');
		const twice = found.filter(({ id }) => id === 'good' || id === 'again');
		expect(twice.map(({ duplicateOf }) => duplicateOf)).toEqual([null, twice[0]!.id]);
	});

	it('finds what was published twice, and nothing that only is about the same', () => {
		expect(engine.nearDuplicates(offers[0]!).map(({ id }) => id)).toEqual(['again']);
		expect(engine.nearDuplicates(offers[2]!)).toEqual([]);
	});

	it('finds the translation of the same owner, not the like listing of another', () => {
		const translation = { title: '用于盐碱地的滴灌系统', summary: '盐碱地滴灌管，滴头不堵塞，在番茄和棉花上试验过。' };
		const like = { title: '盐碱地滴灌', summary: '棉花膜下滴灌，冬季灌水洗盐，安装快。' };
		const zh = (id: string, organisation: string, texts: MatchableListing['texts']) => listing(id, 'offer', { language: 'zh', texts, organisation });
		const among = (other: MatchableListing) => fixtureEngine(need, ...offers, other).nearDuplicates(offers[0]!).map(({ id }) => id);
		expect(among(zh('translated', 'maker', translation))).toContain('translated');
		expect(among(zh('rival', 'rival', like))).not.toContain('rival');
	});
});
