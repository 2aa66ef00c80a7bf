import * as m from '#lib/paraglide/messages.js';
import { languagesOf } from '#lib/agreements/checks.ts';
import type { AgreementFacts, Texts } from '#lib/agreements/content.ts';
import type { DocumentClause, DocumentModel, DocumentParty, FrozenDocument, Paragraph } from '#lib/agreements/document.ts';
import { AGREEMENT_TEXTS, type DocumentLanguage } from '#lib/agreements/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { fromMoneyText, type MoneyText } from '#lib/money/money.ts';
import { writeMoney, writeRate } from '#lib/money/write-money.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { agreementKindWords, partyWords, royaltyBaseWords } from '#lib/ui/agreements/agreement-words.ts';
import { countryName } from '#lib/ui/language-names.ts';
import { term } from '#lib/ui/vocabulary.ts';
import type { ClauseRow } from './clauses.ts';
import { CONDITIONS } from './conditions.ts';

/**
 * The text of an agreement in one of its languages, put together from the templates. Every language has the same clauses and
 * paragraphs in the same order, so that two can stand side by side. `reference` names it.
 */
export function composeDocument(facts: AgreementFacts, reference: string, rows: readonly ClauseRow[], language: DocumentLanguage): DocumentModel {
	return inLanguage(language, () => {
		const title = textIn(facts.titles, language);
		return {
			language,
			kind: agreementKindWords(facts.kind),
			title: title.text,
			titleLanguage: title.language,
			reference,
			between: m.agreements_document_between(),
			parties: facts.parties.map((party, index): DocumentParty => {
				const name = localTextFor(party.names, language);
				const { signatory, signatoryTitle } = party;
				const represented = signatory === '' ? '' : signatoryTitle === '' ? m.agreements_document_represented({ name: signatory }) : m.agreements_document_represented_as({ name: signatory, title: signatoryTitle });
				return { label: partyWords(index), name: name?.text ?? '', nameLanguage: name?.language ?? language, country: countryName(party.country, language), represented, signatory, signatoryTitle };
			}),
			agreed: m.agreements_document_agreed(),
			clauses: clausesOf(facts, rows, language),
			signatures: m.agreements_document_signatures(),
			lines: { signature: m.agreements_document_signature(), name: m.agreements_document_name(), position: m.agreements_document_position(), place: m.agreements_document_place() },
		};
	});
}

/** The documents in every language of the agreement, as they are kept when it is put up for signature. */
export function composeAll(facts: AgreementFacts, reference: string, rows: readonly ClauseRow[]): FrozenDocument {
	const documents = Object.fromEntries(facts.languages.map((language) => [language, composeDocument(facts, reference, rows, language)]));
	return { documents, prevailing: facts.languages.length > 1 ? facts.prevailing : null, unreviewed: unreviewedClauses(facts, rows) };
}

/** The clauses of an agreement that no lawyer has read. */
export const unreviewedClauses = (facts: AgreementFacts, rows: readonly ClauseRow[]): string[] => [...new Set(rowsFor(facts, rows).filter(({ reviewed }) => !reviewed).map(({ clause }) => clause))];

const rowsFor = (facts: AgreementFacts, rows: readonly ClauseRow[]) => rows.filter(({ kinds, when }) => kinds.has(facts.kind) && CONDITIONS[when](facts));

/** A text in the document's language, else in whatever language it is written. */
function textIn(texts: Texts | undefined, language: DocumentLanguage): Paragraph {
	const written = languagesOf(texts);
	const found: Language = written.includes(language) ? language : (written.find((each) => each === 'en') ?? written[0] ?? language);
	return { text: texts?.[found]?.trim() ?? '', language: found };
}

function clausesOf(facts: AgreementFacts, rows: readonly ClauseRow[], language: DocumentLanguage): DocumentClause[] {
	const values = valuesOf(facts, language);
	const clauses: (DocumentClause & { id: string })[] = [];
	for (const row of rowsFor(facts, rows)) {
		const paragraphs = row.when === 'each-milestone' ? facts.content.milestones.map((_, index) => filled(row.text[language], { ...values, ...milestoneValues(facts, index, language) }, language)) : [filled(row.text[language], values, language)];
		const last = clauses.at(-1);
		const id = `${row.clause} ${row.heading.en}`;
		if (last?.id === id) last.paragraphs.push(...paragraphs);
		else clauses.push({ id, number: clauses.length + 1, heading: row.heading[language], paragraphs });
	}
	return clauses.map(({ number, heading, paragraphs }) => ({ number, heading, paragraphs }));
}

type Values = Record<string, Paragraph | string>;

/** A paragraph with its places filled in; one that a whole free text fills is in the language of that. */
function filled(text: string, values: Values, language: DocumentLanguage): Paragraph {
	let shownIn: Language = language;
	const result = text.replace(/\{([a-zA-Z]+)\}/g, (place, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`The templates name {${name}}, which nothing fills`);
		if (typeof value === 'string') return value;
		if (place === text) shownIn = value.language;
		return value.text;
	});
	return { text: result, language: shownIn };
}

function valuesOf(facts: AgreementFacts, language: DocumentLanguage): Values {
	const { content, parties, prevailing } = facts;
	const amount = (of: MoneyText | null | undefined) => (of ? writeMoney(fromMoneyText(of), language) : '');
	const list = (words: string[]) => new Intl.ListFormat(language, { type: 'conjunction' }).format(words);
	const texts = Object.fromEntries(AGREEMENT_TEXTS.map((name) => [name, textIn(content.texts[name], language)]));
	return {
		...texts,
		instrument: facts.kind === 'memorandum' ? m.agreements_document_memorandum() : m.agreements_document_agreement(),
		territory: content.worldwide ? m.agreements_document_worldwide() : list(content.territory.map((code) => countryName(code, language))),
		rights: list(content.rights.map((right) => term('ip_right', right))),
		trainingDays: String(content.trainingDays ?? ''),
		lumpSum: amount(content.lumpSum),
		royaltyRate: content.royalty ? writeRate(content.royalty.rateBp, language) : '',
		royaltyBase: content.royalty ? royaltyBaseWords(content.royalty.base) : '',
		royaltyMinimum: amount(content.royalty?.minimum),
		royaltyCap: amount(content.royalty?.cap),
		shares: list(parties.map(({ shareBp }, index) => m.agreements_document_share({ party: partyWords(index), share: writeRate(shareBp ?? 0, language) }))),
		publicationDays: String(content.publicationDays ?? ''),
		confidentialityMonths: String(content.confidentialityMonths ?? ''),
		startsOn: facts.startsOn ? writtenDay(facts.startsOn, language) : '',
		endsOn: facts.endsOn ? writtenDay(facts.endsOn, language) : '',
		months: String(content.months ?? ''),
		law: content.law ? countryName(content.law, language) : '',
		disputePlace: content.disputePlace,
		disputeAt: content.disputePlace === '' ? '' : m.agreements_document_at({ place: content.disputePlace }),
		prevailing: prevailing === 'en' ? m.agreements_document_english() : m.agreements_document_chinese(),
	};
}

function milestoneValues({ content }: AgreementFacts, index: number, language: DocumentLanguage): Values {
	const { what, amount, dueOn } = content.milestones[index]!;
	return {
		milestone: textIn(what, language).text,
		milestoneAmount: writeMoney(fromMoneyText(amount), language),
		milestoneDue: dueOn ? m.agreements_document_due({ day: writtenDay(dueOn, language) }) : '',
	};
}

/** A date as contracts write it: the month in words. */
function writtenDay(day: string, language: DocumentLanguage): string {
	return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { year: 'numeric', month: 'long', day: 'numeric', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
