import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { KeyNumbers } from './key-numbers.ts';
import { fixtureReader, listing } from './matching-fixture.ts';
import { readListing } from './read-listing.ts';
import { CRITERIA, type Criterion, type CriterionResult, type MatchableListing } from './types.ts';

const reader = fixtureReader();

const TEXTS = {
	need: { title: 'Drip irrigation for saline soil', sought: 'Emitters that do not clog, 30 % less water' },
	offer: { title: 'Drip irrigation line for saline soil', advantages: 'Emitters that do not clog; 40 % less water' },
};

function judged(criterion: Criterion, need: Partial<MatchableListing>, offer: Partial<MatchableListing>): CriterionResult {
	const keys = new KeyNumbers();
	const read = (kind: 'need' | 'offer', facts: Partial<MatchableListing>) =>
		readListing(listing(kind, kind, { texts: TEXTS[kind], ...facts }), reader, keys);
	return judge(read('need', need), read('offer', offer)).criteria.find((result) => result.criterion === criterion)!;
}

const verdict = (...args: Parameters<typeof judged>) => judged(...args).verdict;

describe('maturity', () => {
	it('matches from the least acceptable level up, and is a gap two levels below', () => {
		expect(verdict('maturity', { trl: 6 }, { trl: 6 })).toBe('match');
		expect(verdict('maturity', { trl: 6 }, { trl: 9 })).toBe('match');
		expect(verdict('maturity', { trl: 6 }, { trl: 4 })).toBe('gap');
		expect(judged('maturity', { trl: 6 }, { trl: 8 }).facts).toEqual({ need: ['6'], offer: ['8'] });
	});
	it('is unknown where one side states no level', () => {
		expect(verdict('maturity', { trl: null }, { trl: 9 })).toBe('unknown');
		expect(verdict('maturity', { trl: 6 }, {})).toBe('unknown');
	});
});

describe('co-operation', () => {
	it('matches on a common type, is a gap without one, unknown where one names none', () => {
		expect(verdict('cooperation', { cooperation: ['licence', 'training'] }, { cooperation: ['licence'] })).toBe('match');
		expect(verdict('cooperation', { cooperation: ['training'] }, { cooperation: ['investment'] })).toBe('gap');
		expect(verdict('cooperation', { cooperation: [] }, { cooperation: ['investment'] })).toBe('unknown');
	});
});

describe('intellectual property', () => {
	it('matches where there are rights for a licence, is a gap where there are none to give', () => {
		expect(verdict('ip', { cooperation: ['licence'] }, { ipStatus: 'granted' })).toBe('match');
		expect(verdict('ip', { cooperation: ['assignment'] }, { ipStatus: 'secret-know-how' })).toBe('match');
		expect(verdict('ip', { cooperation: ['licence'] }, { ipStatus: 'none' })).toBe('gap');
		expect(verdict('ip', { cooperation: ['training'] }, { ipStatus: 'none' })).toBe('match');
		expect(verdict('ip', { cooperation: ['licence'] }, { ipStatus: null })).toBe('unknown');
	});
});

describe('geography', () => {
	it('wants each country among the other side\'s, and takes none named for anywhere', () => {
		expect(verdict('geography', { country: 'LA', countries: ['CN'] }, { country: 'CN', countries: [] })).toBe('match');
		expect(verdict('geography', { country: 'LA', countries: ['TH'] }, { country: 'CN', countries: ['LA'] })).toBe('gap');
		expect(verdict('geography', { country: 'LA', countries: [] }, { country: 'CN', countries: ['VN'] })).toBe('gap');
		expect(verdict('geography', { country: null, countries: [] }, { country: 'CN', countries: ['VN'] })).toBe('unknown');
	});
});

describe('partner', () => {
	const company = { organisationKind: 'company', organisationSize: '11-49' };
	it('wants each to be the kind that the other seeks, whatever its size', () => {
		expect(verdict('partner', { ...company, partnerKinds: ['institute'] }, { organisationKind: 'institute', partnerKinds: ['company-250'] })).toBe('match');
		expect(verdict('partner', { ...company, partnerKinds: ['university'] }, { organisationKind: 'institute', partnerKinds: ['government'] })).toBe('gap');
		expect(verdict('partner', { partnerKinds: ['university'] }, { partnerKinds: [] })).toBe('unknown');
		expect(verdict('partner', company, { organisationKind: 'institute' })).toBe('unknown');
	});
});

describe('size', () => {
	const company = { organisationKind: 'company', organisationSize: '11-49' };
	it('matches the size sought and its neighbour, is a gap beyond', () => {
		expect(verdict('size', company, { partnerKinds: ['company-11-49'] })).toBe('match');
		expect(verdict('size', company, { partnerKinds: ['company-50-249'] })).toBe('match');
		expect(verdict('size', company, { partnerKinds: ['company-250', 'university'] })).toBe('gap');
		expect(judged('size', company, { partnerKinds: ['company-250'] }).facts).toEqual({ need: ['11-49'], offer: ['', '250+'] });
	});
	it('is unknown where no size or every size is sought, or the other is no company of a known size', () => {
		const every = { partnerKinds: ['company-1-10', 'company-11-49', 'company-50-249', 'company-250'] };
		expect(verdict('size', company, every)).toBe('unknown');
		expect(verdict('size', company, { partnerKinds: ['university'] })).toBe('unknown');
		expect(verdict('size', { organisationKind: 'company' }, { partnerKinds: ['company-250'] })).toBe('unknown');
		expect(verdict('size', { organisationKind: 'university' }, { partnerKinds: ['company-250'] })).toBe('unknown');
	});
});

describe('price', () => {
	const price = (min: number | null, currency = 'CNY') => ({ price: { min, max: null, currency } });
	const budget = { budget: { min: null, max: 500, currency: 'CNY' } };
	it('compares within one currency only', () => {
		expect(verdict('price', budget, price(400))).toBe('match');
		expect(verdict('price', budget, price(900))).toBe('gap');
		expect(verdict('price', budget, price(40, 'USD'))).toBe('unknown');
		expect(judged('price', budget, price(40, 'USD')).facts).toEqual({ need: ['', '500', 'CNY'], offer: ['40', '', 'USD'] });
		expect(verdict('price', {}, price(400))).toBe('unknown');
	});
});

describe('time', () => {
	it('wants the offer available by the day of need', () => {
		expect(verdict('time', { date: '2027-06-01' }, { date: '2027-05-01' })).toBe('match');
		expect(verdict('time', { date: '2027-06-01' }, { date: '2027-09-01' })).toBe('gap');
		expect(verdict('time', { date: '2027-06-01' }, {})).toBe('unknown');
		expect(verdict('time', { date: 'soon' }, { date: '2027-05-01' })).toBe('unknown');
	});
});

describe('topic and benefit', () => {
	const medicine = { texts: { title: 'Vaccine cold box for rural clinics', advantages: 'Keeps vials frozen for three nights' } };
	it('match where both speak of the same, are a gap where they do not', () => {
		expect(verdict('topic', {}, {})).toBe('match');
		expect(verdict('topic', {}, medicine)).toBe('gap');
		expect(verdict('benefit', {}, {})).toBe('match');
		expect(verdict('benefit', {}, medicine)).toBe('gap');
	});
	it('benefit is unknown where nothing is promised or nothing is said to be sought', () => {
		expect(verdict('benefit', {}, { texts: { title: TEXTS.offer.title } })).toBe('unknown');
		expect(verdict('benefit', { texts: { title: TEXTS.need.title, summary: 'Less water' } }, {})).toBe('unknown');
	});
	it.each([
		['zh', '用于沿海盐碱地的滴灌系统', 'lo', 'ລະບົບນ້ຳຢອດ ສຳລັບດິນເຄັມ'],
		['th', 'ระบบน้ำหยดสำหรับดินเค็ม 👩🏽‍🌾', 'zh', '滴灌，鹽鹼地專用'],
		['en', '👩🏽‍🌾 Drip irrigation — saline soil', 'th', 'ระบบน้ำหยดสำหรับดินเค็ม'],
	] as const)('quotes exactly across %s and %s', (needLanguage, needTitle, offerLanguage, offerTitle) => {
		const { evidence } = judged('topic', { language: needLanguage, texts: { title: needTitle } }, { language: offerLanguage, texts: { title: offerTitle } });
		expect(evidence.length).toBeGreaterThan(0);
		for (const { need, offer } of evidence) {
			expect(needTitle.slice(need.start, need.end)).toBe(need.text);
			expect(offerTitle.slice(offer.start, offer.end)).toBe(offer.text);
			expect(need.text.isWellFormed() && offer.text.isWellFormed()).toBe(true);
		}
	});
	it('quotes each text exactly', () => {
		const { evidence } = judged('topic', {}, {});
		expect(evidence.length).toBeGreaterThan(0);
		for (const { need, offer } of evidence) {
			expect(TEXTS.need[need.field as 'title'].slice(need.start, need.end)).toBe(need.text);
			expect(TEXTS.offer[offer.field as 'title'].slice(offer.start, offer.end)).toBe(offer.text);
		}
	});
});

describe('the total', () => {
	const facts = fc.record({
		trl: fc.option(fc.integer({ min: 1, max: 9 })),
		cooperation: fc.subarray(['licence', 'training', 'investment']),
		ipStatus: fc.option(fc.constantFrom('none', 'applied', 'granted')),
		country: fc.option(fc.constantFrom('CN', 'LA', 'VN')),
		countries: fc.subarray(['CN', 'LA', 'VN']),
		organisationKind: fc.option(fc.constantFrom('company', 'university')),
		organisationSize: fc.option(fc.constantFrom('1-10', '250+')),
		partnerKinds: fc.subarray(['company-1-10', 'university']),
		price: fc.option(fc.record({ min: fc.option(fc.nat()), max: fc.option(fc.nat()), currency: fc.constantFrom('CNY', 'USD') })),
		budget: fc.option(fc.record({ min: fc.option(fc.nat()), max: fc.option(fc.nat()), currency: fc.constantFrom('CNY', 'USD') })),
		date: fc.option(fc.constantFrom('2027-01-01', '2028-01-01')),
	});
	const absent: Partial<Record<Criterion, (need: MatchableListing, offer: MatchableListing) => boolean>> = {
		maturity: (need, offer) => need.trl === null || offer.trl === null,
		cooperation: (need, offer) => need.cooperation.length === 0 || offer.cooperation.length === 0,
		ip: (need, offer) => need.cooperation.length === 0 || offer.ipStatus === null,
		price: (need, offer) => need.budget === null || offer.price === null || need.budget.currency !== offer.price.currency,
		time: (need, offer) => need.date === null || offer.date === null,
	};

	it('takes absent facts for unknown, never for a gap, and is the sum of score x weight', () => {
		const keys = new KeyNumbers();
		const readNeed = readListing(listing('n', 'need', { texts: TEXTS.need }), reader, keys);
		const readOffer = readListing(listing('o', 'offer', { texts: TEXTS.offer }), reader, keys);
		fc.assert(
			fc.property(facts, facts, (forNeed, forOffer) => {
				const need = { ...readNeed.listing, ...forNeed };
				const offer = { ...readOffer.listing, ...forOffer };
				const { score, criteria } = judge({ ...readNeed, listing: need }, { ...readOffer, listing: offer });
				expect(criteria.map(({ criterion }) => criterion)).toEqual(CRITERIA);
				let sum = 0;
				for (const { criterion, verdict: given, score: each, weight } of criteria) {
					expect(each === null).toBe(given === 'unknown');
					if (absent[criterion]?.(need, offer)) expect(given).toBe('unknown');
					if (each !== null) expect(each).toBeGreaterThanOrEqual(0);
					sum += (each ?? 0) * weight;
				}
				expect(score).toBeCloseTo(sum, 10);
				expect(score).toBeLessThanOrEqual(1 + 1e-9);
			}),
		);
	});

	it('lets no fact make a pair of strangers', () => {
		const friendly = { trl: 9, cooperation: ['licence'], ipStatus: 'granted', country: 'CN' };
		const keys = new KeyNumbers();
		const need = readListing(listing('n', 'need', { ...friendly, texts: TEXTS.need }), reader, keys);
		const stranger = readListing(listing('s', 'offer', { ...friendly, texts: { title: 'Vaccine cold box for rural clinics' } }), reader, keys);
		const kin = readListing(listing('k', 'offer', { texts: TEXTS.offer }), reader, keys);
		expect(judge(need, stranger).score).toBeLessThan(0.2);
		expect(judge(need, kin).score).toBeGreaterThan(0.5);
	});
});
