import { describe, expect, test } from 'vitest';
import { emptyContent, type AgreementParty } from '#lib/agreements/content.ts';
import { parseAgreement } from '../agreements/input.ts';
import { parseOffer } from './input.ts';

function form(fields: Record<string, string | string[]>): FormData {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) for (const each of [value].flat()) data.append(name, each);
	return data;
}
const offer = (fields: Record<string, string | string[]>) => parseOffer(form({ transfer: 'licence', scope: 'Seed coating', currency: 'CNY', language: 'vi', ...fields }), 'en', '2026-11-21');
const wrong = (fields: Record<string, string | string[]>) => offer(fields).errors.map(({ field, code }) => `${field}: ${code}`);

describe('an offer as it is typed', () => {
	test('is read with its money in minor units, and rows that are empty left out', () => {
		const { terms, errors } = offer({
			lumpSum: '1.250.000,50', royaltyRate: '3,5 %', royaltyBase: 'net-sales', royaltyMinimum: '１００', territory: ['VN', 'LA', 'XX'], milestone_what_1: 'Pilot', milestone_amount_1: '20,000', milestone_due_1: '2027-09-30', duration: 'months', months: '36', sublicence: 'on',
		});
		expect(errors).toEqual([]);
		expect(terms).toMatchObject({
			language: 'vi', lumpSum: { minor: '125000050', currency: 'CNY' }, royalty: { base: 'net-sales', rateBp: 350, minimum: { minor: '10000', currency: 'CNY' }, cap: null }, territory: ['LA', 'VN'],
			milestones: [{ what: 'Pilot', amount: { minor: '2000000', currency: 'CNY' }, dueOn: '2027-09-30' }], months: 36, sublicence: true,
		});
	});

	test.each<[Record<string, string | string[]>, string[]]>([
		[{ scope: ' ' }, ['scope: required']],
		[{ transfer: 'theft' }, ['transfer: not_allowed']],
		[{ transfer: '' }, ['transfer: required']],
		[{ standsUntil: '2026-02-30' }, ['standsUntil: day']],
		[{ standsUntil: '2026-11-21', lumpSum: '?' }, ['lumpSum: money', 'standsUntil: past']],
		[{ standsUntil: '2026-11-22' }, []],
		[{ milestone_what_0: 'Pilot', milestone_amount_0: 'much', milestone_due_0: 'soon' }, ['milestone_amount_0: money', 'milestone_due_0: day']],
		[{ milestone_due_0: '2027-01-01' }, ['milestone_what_0: required', 'milestone_amount_0: required']],
		[{ lumpSum: 'about 5' }, ['lumpSum: money']],
		[{ lumpSum: '-5' }, ['lumpSum: money']],
		[{ lumpSum: '0.005' }, ['lumpSum: money_fine']],
		[{ currency: 'VND', lumpSum: '1.5' }, ['lumpSum: money_fine']],
		[{ royaltyRate: '101', royaltyBase: 'profit' }, ['royaltyRate: rate']],
		[{ royaltyRate: '3.555', royaltyBase: 'profit' }, ['royaltyRate: rate']],
		[{ royaltyRate: '3' }, ['royaltyBase: required']],
		[{ royaltyMinimum: '5' }, ['royaltyRate: required']],
		[{ royaltyRate: '3', royaltyBase: 'profit', royaltyMinimum: '6', royaltyCap: '5' }, ['royaltyCap: order']],
		[{ duration: 'months' }, ['months: required']],
		[{ months: '1.5' }, ['months: number']],
		[{ milestone_what_0: 'Pilot' }, ['milestone_amount_0: required']],
		[{ milestone_amount_0: '5' }, ['milestone_what_0: required']],
		[{ milestone_what_0: 'Pilot', milestone_amount_0: '5', milestone_due_0: '2027-02-30' }, ['milestone_due_0: day']],
		[{ support: 'x'.repeat(2001) }, ['support: too_long']],
	])('%j', (fields, problems) => {
		expect(wrong(fields)).toEqual(problems);
	});

	test('a rate of nothing is no royalty, and the whole world names no country', () => {
		expect(offer({ royaltyRate: '0', worldwide: 'on', territory: ['VN'] }).terms).toMatchObject({ royalty: null, worldwide: true, territory: [] });
	});
});

describe('an agreement as it is typed', () => {
	const party: AgreementParty = { position: 0, organisationId: null, centreId: null, names: [{ language: 'vi', text: 'Công ty Mẫu' }], country: 'VN', side: null, shareBp: null, signatory: '', signatoryTitle: '', authority: null, authorityWords: '' };
	const before = { content: { ...emptyContent('licence'), texts: { scope: { vi: 'Phạm vi' } }, milestones: [{ what: { vi: 'Thử nghiệm' }, amount: { minor: '1', currency: 'CNY' }, dueOn: null }] }, parties: [party], titles: { vi: 'Giấy phép' } };
	const read = (fields: Record<string, string | string[]>) => parseAgreement(form({ kind: 'licence', languages: ['en', 'zh'], currency: 'CNY', ...fields }), before);

	test('keeps what stands in other languages than the document’s', () => {
		const { input } = read({ title_en: 'Licence', scope_en: 'Scope', milestone_what_0_en: 'Pilot', milestone_amount_0: '7', party_name_0_zh: '示例公司' });
		expect(input.titles).toEqual({ vi: 'Giấy phép', en: 'Licence' });
		expect(input.content.texts.scope).toEqual({ vi: 'Phạm vi', en: 'Scope' });
		expect(input.content.milestones).toEqual([{ what: { vi: 'Thử nghiệm', en: 'Pilot' }, amount: { minor: '700', currency: 'CNY' }, dueOn: null }]);
		expect(input.parties[0]!.names).toEqual([{ language: 'vi', text: 'Công ty Mẫu' }, { language: 'zh', text: '示例公司' }]);
	});

	test('forgets a milestone’s text that is taken out in a language of the document', () => {
		const milestones = [{ what: { vi: 'Thử nghiệm', en: 'Pilot', zh: '试点' }, amount: { minor: '1', currency: 'CNY' }, dueOn: null }];
		const read = (fields: Record<string, string>) => parseAgreement(form({ kind: 'licence', languages: ['en', 'zh'], currency: 'CNY', ...fields }), { ...before, content: { ...before.content, milestones } }).input.content.milestones;
		expect(read({ milestone_what_0_en: 'Pilot', milestone_amount_0: '7' })[0]!.what).toEqual({ vi: 'Thử nghiệm', en: 'Pilot' });
		expect(read({})).toEqual([]);
	});

	test('counts as its value what is stated, else what is paid whatever is sold', () => {
		expect(read({ lumpSum: '10', milestone_what_0_en: 'Pilot', milestone_amount_0: '5' }).input.value).toEqual({ minor: '1500', currency: 'CNY' });
		expect(read({ lumpSum: '10', value: '99' }).input.value).toEqual({ minor: '9900', currency: 'CNY' });
		expect(read({}).input.value).toBeNull();
	});

	test('needs a kind and a language, and no end before its beginning; one language has none that prevails', () => {
		expect(read({ kind: '', languages: [], startsOn: '2027-02-01', endsOn: '2027-01-01' }).errors.map(({ field, code }) => `${field}: ${code}`)).toEqual(['languages: required', 'kind: required', 'endsOn: order']);
		expect(read({ languages: ['zh'], prevailing: 'en' }).input.prevailing).toBeNull();
	});
});
