import { describe, expect, test } from 'vitest';
import { CHECK_CODES, checksBeforeSigning, mayBeSigned, type Check, type ConsentForCheck } from './checks.ts';
import { emptyContent, type AgreementContent, type AgreementFacts, type AgreementParty } from './content.ts';

const party = (position: number, change: Partial<AgreementParty> = {}): AgreementParty => ({
	position, organisationId: null, centreId: null, names: [{ language: 'en', text: `Party ${position}` }], country: position === 0 ? 'CN' : 'VN', side: null, shareBp: null,
	signatory: position === 0 ? 'Li Wei' : 'Tran Thi Mai', signatoryTitle: 'Director', authority: 'legal-representative', authorityWords: '', ...change,
});
const both = (text: string) => ({ en: text, zh: `中文${text}` });

/** A joint development agreement in two languages to which nothing is wanting. */
function sound(change: Partial<AgreementFacts> = {}, content: Partial<AgreementContent> = {}): AgreementFacts {
	return {
		kind: 'joint-rd', titles: both('Joint rice research'), languages: ['en', 'zh'], prevailing: 'en', startsOn: '2027-01-01', endsOn: '2029-12-31', value: { minor: '100', currency: 'CNY' }, area: 'agriculture',
		content: {
			...emptyContent('joint-rd'), texts: { purpose: both('Purpose'), scope: both('Scope') }, background: 'kept', results: 'joint', publicationDays: 30, confidentialityMonths: 36,
			law: 'SG', dispute: 'arbitration', disputePlace: 'SIAC, Singapore', exportControl: 'none-needed', ...content,
		},
		parties: [party(0), party(1)],
		...change,
	};
}
const codes = (facts: AgreementFacts, consents: ConsentForCheck[] = []) => checksBeforeSigning(facts, consents, '2026-11-21').map(({ code }) => code);

describe('before signing', () => {
	test('nothing is said of an agreement to which nothing is wanting', () => {
		expect(codes(sound())).toEqual([]);
	});

	test.each<[string, AgreementFacts]>([
		['parties', sound({ parties: [party(0)] })],
		['title', sound({ titles: { en: 'Only English' } })],
		['text_missing', sound({}, { texts: { purpose: both('Purpose'), scope: { en: 'Scope' } } })],
		['text_missing', sound({}, { texts: { purpose: both('Purpose'), scope: both('Scope'), warranties: { vi: 'Bảo hành' } } })],
		['text_missing', sound({}, { milestones: [{ what: { en: 'Pilot' }, amount: { minor: '1', currency: 'CNY' }, dueOn: null }] })],
		['prevailing', sound({ prevailing: null })],
		['signatory', sound({ parties: [party(0), party(1, { signatory: ' ' })] })],
		['authority', sound({ parties: [party(0), party(1, { authority: 'none' })] })],
		['authority', sound({ parties: [party(0), party(1, { authority: 'power-of-attorney' })] })],
		['dates', sound({ startsOn: '2030-01-01' })],
		['ip_joint', sound({}, { results: null })],
		['ip_joint', sound({}, { results: 'none' })],
		['ip_shares', sound({ parties: [party(0, { shareBp: 6000 }), party(1, { shareBp: 3999 })] })],
		['ip_shares', sound({ parties: [party(0, { shareBp: 6000 }), party(1)] })],
		['ip_results', sound({ kind: 'service' }, { results: null })],
		['ip_background', sound({}, { background: null })],
		['rights', sound({ kind: 'licence' }, { exclusivity: 'sole', worldwide: true })],
		['price', sound({ kind: 'training', value: null })],
		['export', sound({}, { exportControl: 'unchecked' })],
		['export_licence', sound({}, { exportControl: 'licence-needed' })],
		['law', sound({}, { law: null })],
		['dispute', sound({}, { dispute: null })],
		['dispute_place', sound({}, { disputePlace: '' })],
		['confidentiality', sound({}, { confidentialityMonths: null })],
		['publication', sound({}, { publicationDays: null })],
		['exclusivity', sound({ kind: 'licence' }, { rights: ['patent'], worldwide: true })],
		['territory', sound({ kind: 'licence' }, { rights: ['patent'], exclusivity: 'exclusive' })],
		['duration', sound({ endsOn: null })],
		['duration', sound({ endsOn: null }, { duration: 'months', months: null })],
		['same_signatory', sound({ parties: [party(0, { signatory: 'Li Wei' }), party(1, { signatory: 'li wei ' })] })],
	])('%s', (code, facts) => {
		expect(codes(facts)).toEqual([code]);
	});

	test('every code is looked at above, but that of marks, which is below', () => {
		expect(CHECK_CODES).toHaveLength(25);
	});

	test('a consent that is refused, withdrawn or past is none', () => {
		const uses = sound({}, { usesMarks: true });
		const consent = (ownerPosition: number, change: Partial<ConsentForCheck> = {}): ConsentForCheck => ({ ownerPosition, state: 'granted', expiresOn: '2027-01-01', ...change });
		expect(codes(uses)).toEqual(['marks', 'marks']);
		expect(codes(uses, [consent(0), consent(1)])).toEqual([]);
		expect(codes(uses, [consent(0), consent(1, { expiresOn: '2026-11-20' })])).toEqual(['marks']);
		expect(codes(uses, [consent(0, { state: 'withdrawn' }), consent(1)])).toEqual(['marks']);
	});

	test('shares that add up, a single language, and a memorandum without law are in order', () => {
		expect(codes(sound({ parties: [party(0, { shareBp: 6000 }), party(1, { shareBp: 4000 })] }))).toEqual([]);
		expect(codes(sound({ languages: ['zh'], prevailing: null }))).toEqual([]);
		expect(codes(sound({ kind: 'memorandum' }, { law: null, dispute: null }))).toEqual([]);
	});

	test('a check leads to the field that mends it, in the language that is missing', () => {
		const fieldOf = (facts: AgreementFacts) => checksBeforeSigning(facts, [], '2026-11-21').map(({ field }) => field);
		expect([fieldOf(sound({ titles: { en: 'Only English' } })), fieldOf(sound({}, { texts: { purpose: both('Purpose'), scope: { zh: '范围' } } }))]).toEqual([['title_zh'], ['scope_en']]);
	});

	test('what forbids the signature comes first, and only that forbids it', () => {
		const checks = checksBeforeSigning(sound({ prevailing: null }, { confidentialityMonths: null }), [], '2026-11-21');
		expect(checks.map(({ weight }) => weight)).toEqual(['must', 'should']);
		expect(mayBeSigned(checks)).toBe(false);
		expect(mayBeSigned(checks.filter(({ weight }: Check) => weight === 'should'))).toBe(true);
	});
});
