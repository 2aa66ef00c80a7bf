import type { AgreementContent, AgreementMilestone, AgreementParty, Texts } from '#lib/agreements/content.ts';
import { valueOf } from '#lib/agreements/content.ts';
import {
	AGREEMENT_KINDS, AGREEMENT_TEXT_LIMIT, AGREEMENT_TEXTS, AGREEMENT_TITLE_LIMIT, ATTRIBUTIONS, AUTHORITIES, BACKGROUND_RULES, CONFIDENTIALITY_MONTHS_MOST, DISPUTES, DOCUMENT_LANGUAGES, EXPORT_CONTROLS, PREVAILING,
	PUBLICATION_DAYS_MOST, RESULTS, type AgreementKind, type DocumentLanguage, type Prevailing,
} from '#lib/agreements/vocabulary.ts';
import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { IP_RIGHT_TYPES, REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { CURRENCIES, type MoneyText } from '#lib/money/money.ts';
import { FormReader, type TermFieldError } from '#lib/server/terms/read-form.ts';
import { DURATIONS, EXCLUSIVITIES, MILESTONE_LIMIT, MILESTONES_MOST, MONTHS_MOST, TRAINING_DAYS_MOST } from '#lib/terms/vocabulary.ts';

/** What the form of an agreement sets. */
export interface AgreementInput {
	kind: AgreementKind;
	titles: Texts;
	languages: DocumentLanguage[];
	prevailing: Prevailing | null;
	area: string | null;
	startsOn: string | null;
	endsOn: string | null;
	value: MoneyText | null;
	content: AgreementContent;
	parties: Pick<AgreementParty, 'position' | 'names' | 'shareBp' | 'signatory' | 'signatoryTitle' | 'authority' | 'authorityWords'>[];
}

/** An agreement as it was typed; `before` is what stands, for texts in other languages than the document's, which stay. */
export function parseAgreement(form: FormData, before: { content: AgreementContent; parties: readonly AgreementParty[]; titles: Texts }): { input: AgreementInput; errors: TermFieldError[] } {
	const read = new FormReader(form);
	const languages = read.several('languages', DOCUMENT_LANGUAGES);
	if (languages.length === 0) read.wrong('languages', 'required');
	const kind = read.oneOf('kind', AGREEMENT_KINDS);
	if (!kind) read.wrong('kind', 'required');
	const currency = read.oneOf('currency', CURRENCIES) ?? before.content.currency;
	const content = contentOf(read, before.content, currency);
	const [startsOn, endsOn] = [read.day('startsOn'), read.day('endsOn')];
	if (startsOn && endsOn && endsOn < startsOn) read.wrong('endsOn', 'order');
	const prevailing = read.oneOf('prevailing', PREVAILING);
	const input: AgreementInput = {
		kind: kind ?? 'co-operation',
		titles: textsOf(read, 'title', before.titles, AGREEMENT_TITLE_LIMIT, true),
		languages: languages.length === 0 ? [...DOCUMENT_LANGUAGES] : languages,
		prevailing: languages.length > 1 ? prevailing : null,
		area: read.oneOf('area', PRIORITY_AREAS),
		startsOn,
		endsOn,
		value: valueOf(read.money('value', currency), content),
		content,
		parties: before.parties.map((party) => partyOf(read, party)),
	};
	return { input, errors: read.errors };
}

/** A text in every language of documents; what stands in others stays. */
function textsOf(read: FormReader, field: string, before: Texts | undefined, limit: number, line = false): Texts {
	const others = Object.fromEntries(LANGUAGES.filter((language) => !(DOCUMENT_LANGUAGES as readonly string[]).includes(language)).flatMap((language) => (before?.[language] ? [[language, before[language]]] : [])));
	const typed = DOCUMENT_LANGUAGES.flatMap((language) => {
		const text = line ? read.line(`${field}_${language}`, limit) : read.text(`${field}_${language}`, limit);
		return text === '' ? [] : [[language, text]];
	});
	return { ...others, ...Object.fromEntries(typed) } as Texts;
}

function contentOf(read: FormReader, before: AgreementContent, currency: string): AgreementContent {
	const duration = read.oneOf('duration', DURATIONS);
	const worldwide = read.checked('worldwide');
	const months = read.count('months', MONTHS_MOST);
	return {
		texts: Object.fromEntries(AGREEMENT_TEXTS.map((name) => [name, textsOf(read, name, before.texts[name], AGREEMENT_TEXT_LIMIT)])),
		exclusivity: read.oneOf('exclusivity', EXCLUSIVITIES),
		sublicence: read.checked('sublicence'),
		territory: worldwide ? [] : read.countries('territory'),
		worldwide,
		currency,
		lumpSum: read.money('lumpSum', currency),
		milestones: milestonesOf(read, before.milestones, currency),
		royalty: read.royalty(currency),
		trainingDays: read.count('trainingDays', TRAINING_DAYS_MOST),
		duration,
		months: duration === 'months' ? months : null,
		background: read.oneOf('background_rule', BACKGROUND_RULES),
		results: read.oneOf('results', RESULTS),
		rights: read.several('rights', IP_RIGHT_TYPES),
		guarantee: read.checked('guarantee'),
		usesMarks: read.checked('usesMarks'),
		attribution: read.oneOf('attribution', ATTRIBUTIONS),
		publicationDays: read.count('publicationDays', PUBLICATION_DAYS_MOST),
		confidentialityMonths: read.count('confidentialityMonths', CONFIDENTIALITY_MONTHS_MOST),
		law: read.oneOf('law', REGION_COUNTRIES),
		dispute: read.oneOf('dispute', DISPUTES),
		disputePlace: read.line('disputePlace', 300),
		exportControl: read.oneOf('exportControl', EXPORT_CONTROLS) ?? 'unchecked',
	};
}

function milestonesOf(read: FormReader, before: readonly AgreementMilestone[], currency: string): AgreementMilestone[] {
	const milestones: AgreementMilestone[] = [];
	for (let row = 0; row < MILESTONES_MOST; row++) {
		const what = textsOf(read, `milestone_what_${row}`, before[row]?.what, MILESTONE_LIMIT, true);
		const amount = read.money(`milestone_amount_${row}`, currency);
		const dueOn = read.day(`milestone_due_${row}`);
		if (DOCUMENT_LANGUAGES.every((language) => !what[language]) && !amount && !dueOn) continue;
		if (!amount) read.wrong(`milestone_amount_${row}`, 'required');
		milestones.push({ what, amount: amount ?? { minor: '0', currency }, dueOn });
	}
	return milestones;
}

function partyOf(read: FormReader, before: AgreementParty): AgreementInput['parties'][number] {
	const { position } = before;
	const shareBp = read.rate(`share_${position}`);
	const names = [...before.names];
	for (const language of DOCUMENT_LANGUAGES) {
		const text = read.line(`party_name_${position}_${language}`, 200);
		const at = names.findIndex((name) => name.language === language);
		if (text === '') continue;
		if (at < 0) names.push({ language, text });
		else if (names[at]!.text !== text) names[at] = { ...names[at]!, text };
	}
	return {
		position, names, shareBp, signatory: read.line(`signatory_${position}`, 120), signatoryTitle: read.line(`signatory_title_${position}`, 120),
		authority: read.oneOf(`authority_${position}`, AUTHORITIES), authorityWords: read.line(`authority_words_${position}`, 300),
	};
}
