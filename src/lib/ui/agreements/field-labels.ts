import * as m from '#lib/paraglide/messages.js';
import { AGREEMENT_TEXT_WORDS, TERM_LINE_WORDS } from './agreement-words.ts';

const LABELS: Record<string, () => string> = {
	...TERM_LINE_WORDS,
	...AGREEMENT_TEXT_WORDS,
	territoryWords: m.terms_territory_words,
	months: m.terms_months,
	currency: m.terms_currency,
	royaltyRate: m.terms_royalty_rate,
	royaltyBase: m.terms_royalty_base,
	royaltyMinimum: m.terms_royalty_minimum,
	royaltyCap: m.terms_royalty_cap,
	words: m.terms_words,
	standsUntil: m.terms_stands_until_field,
	kind: m.agreements_field_kind,
	languages: m.agreements_field_languages,
	prevailing: m.agreements_field_prevailing,
	area: m.agreements_field_area,
	startsOn: m.agreements_field_startsOn,
	endsOn: m.agreements_field_endsOn,
	value: m.agreements_field_value,
	title_en: m.agreements_field_title_en,
	title_zh: m.agreements_field_title_zh,
	background_rule: m.agreements_field_background,
	results: m.agreements_field_results,
	rights: m.agreements_field_rights,
	publicationDays: m.agreements_field_publicationDays,
	confidentialityMonths: m.agreements_field_confidentialityMonths,
	law: m.agreements_field_law,
	dispute: m.agreements_field_dispute,
	disputePlace: m.agreements_field_disputePlace,
	exportControl: m.agreements_field_exportControl,
	usesMarks: m.agreements_field_usesMarks,
	signedOn: m.agreements_field_signedOn,
	file: m.agreements_field_scan,
	scan: m.agreements_field_scan,
	owner: m.agreements_marks_owner,
	marks: m.agreements_marks_what,
	expiresOn: m.agreements_marks_until,
};
const ROWS: readonly (readonly [RegExp, (number: number) => string])[] = [
	[/^milestone_what_(\d+)/, (number) => m.terms_milestone_what({ number })],
	[/^milestone_amount_(\d+)/, (number) => m.terms_milestone_amount({ number })],
	[/^milestone_due_(\d+)/, (number) => m.terms_milestone_due({ number })],
	[/^signatory_title_(\d+)/, () => m.agreements_field_signatory_title()],
	[/^signatory_(\d+)/, () => m.agreements_field_signatory()],
	[/^authority_words_(\d+)/, () => m.agreements_field_authority_words()],
	[/^authority_(\d+)/, () => m.agreements_field_authority()],
	[/^share_(\d+)/, () => m.agreements_field_share()],
	[/^party_(\d+)/, (number) => m.agreements_party_number({ number })],
	[/^adviser_/, () => m.agreements_settings_adviser()],
];

/** What a field of terms and agreements is called, for the list of what is wrong. */
export function fieldLabel(field: string): string {
	const direct = LABELS[field] ?? LABELS[field.replace(/_(en|zh)$/, '')];
	if (direct) return direct();
	for (const [pattern, words] of ROWS) {
		const found = pattern.exec(field);
		if (found) return words(Number(found[1]) + 1);
	}
	return field;
}
