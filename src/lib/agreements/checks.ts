import type { Language } from '../engines/text/language.ts';
import type { AgreementFacts, Texts } from './content.ts';
import { AGREEMENT_TEXTS, JOINT_KINDS, PARTIES_LEAST, type DocumentLanguage } from './vocabulary.ts';

/** What is looked at before an agreement may be signed; each code has its sentence in plain words. */
export const CHECK_CODES = [
	'parties', 'title', 'text_missing', 'prevailing', 'signatory', 'authority', 'dates', 'ip_joint', 'ip_shares', 'ip_results', 'ip_background', 'rights',
	'price', 'export', 'export_licence', 'law', 'dispute', 'dispute_place', 'confidentiality', 'publication', 'marks', 'exclusivity', 'territory', 'duration', 'same_signatory',
] as const;
export type CheckCode = (typeof CHECK_CODES)[number];

export interface Check {
	code: CheckCode;
	/** `must`: it cannot be signed so. `should`: it can, and somebody ought to have thought of it. */
	weight: 'must' | 'should';
	/** Where on the form it is mended. */
	field: string;
	/** The position of the party, or the languages, that it is about. */
	party?: number;
	languages?: DocumentLanguage[];
}

export interface ConsentForCheck {
	ownerPosition: number;
	state: string;
	expiresOn: string;
}

const empty = (text: string | undefined) => (text ?? '').trim() === '';
const lacking = (texts: Texts | undefined, languages: readonly DocumentLanguage[]) => languages.filter((language) => empty(texts?.[language]));
const written = (texts: Texts | undefined) => Object.values(texts ?? {}).some((text) => !empty(text));

/**
 * What is wrong or missing before an agreement is signed, the grave first. `today` is an ISO day. Each function below asks one
 * question; none of them looks at another's answer.
 */
export function checksBeforeSigning(facts: AgreementFacts, consents: readonly ConsentForCheck[], today: string): Check[] {
	const checks = [...partyChecks(facts), ...languageChecks(facts), ...rightsChecks(facts), ...priceChecks(facts), ...legalChecks(facts), ...markChecks(facts, consents, today)];
	return checks.sort((one, other) => Number(one.weight === 'should') - Number(other.weight === 'should'));
}

export const mayBeSigned = (checks: readonly Check[]): boolean => checks.every(({ weight }) => weight === 'should');

function* partyChecks({ parties }: AgreementFacts): Generator<Check> {
	if (parties.length < PARTIES_LEAST) yield { code: 'parties', weight: 'must', field: 'parties' };
	for (const { position, signatory, authority, authorityWords } of parties) {
		if (empty(signatory)) yield { code: 'signatory', weight: 'must', field: `signatory_${position}`, party: position };
		else if (authority === null || authority === 'none' || (authority === 'power-of-attorney' && empty(authorityWords)))
			yield { code: 'authority', weight: 'must', field: `authority_${position}`, party: position };
	}
	const names = parties.map(({ signatory }) => signatory.trim().toLowerCase()).filter((name) => name !== '');
	if (new Set(names).size < names.length) yield { code: 'same_signatory', weight: 'should', field: 'parties' };
}

function* languageChecks({ titles, languages, prevailing, content }: AgreementFacts): Generator<Check> {
	if (lacking(titles, languages).length > 0) yield { code: 'title', weight: 'must', field: `title_${lacking(titles, languages)[0]!}`, languages: lacking(titles, languages) };
	for (const text of AGREEMENT_TEXTS) {
		const needed = text === 'purpose' || text === 'scope';
		const missing = lacking(content.texts[text], languages);
		if (missing.length > 0 && (needed || written(content.texts[text]))) yield { code: 'text_missing', weight: 'must', field: `${text}_${missing[0]!}`, languages: missing };
	}
	for (const [row, { what }] of content.milestones.entries())
		if (lacking(what, languages).length > 0) yield { code: 'text_missing', weight: 'must', field: `milestone_what_${row}_${lacking(what, languages)[0]!}`, languages: lacking(what, languages) };
	if (languages.length > 1 && prevailing === null) yield { code: 'prevailing', weight: 'must', field: 'prevailing' };
}

function* rightsChecks({ kind, content, parties }: AgreementFacts): Generator<Check> {
	const joint = JOINT_KINDS.has(kind);
	if (joint && (content.results === null || content.results === 'none')) yield { code: 'ip_joint', weight: 'must', field: 'results' };
	else if (content.results === null && (kind === 'co-operation' || kind === 'service' || kind === 'licence')) yield { code: 'ip_results', weight: 'should', field: 'results' };
	if (content.results === 'joint') {
		const shares = parties.map(({ shareBp }) => shareBp);
		// Equal shares are what the law of most countries assumes; said in part, or not adding up, they are a quarrel to come.
		if (shares.some((share) => share !== null) && shares.reduce<number>((sum, share) => sum + (share ?? 0), 0) !== 10_000) yield { code: 'ip_shares', weight: 'must', field: 'share_0' };
	}
	if (content.background === null && (joint || kind === 'licence' || kind === 'co-operation')) yield { code: 'ip_background', weight: joint ? 'must' : 'should', field: 'background_rule' };
	if (content.rights.length === 0 && (kind === 'licence' || kind === 'assignment')) yield { code: 'rights', weight: 'must', field: 'rights' };
	if (content.publicationDays === null && joint) yield { code: 'publication', weight: 'should', field: 'publicationDays' };
}

function* priceChecks({ kind, content, value, startsOn, endsOn }: AgreementFacts): Generator<Check> {
	const pays = kind === 'licence' || kind === 'assignment' || kind === 'service' || kind === 'training';
	if (pays && !value && !content.royalty && !content.lumpSum && content.milestones.length === 0) yield { code: 'price', weight: 'should', field: 'lumpSum' };
	if (kind === 'licence' && content.exclusivity === null) yield { code: 'exclusivity', weight: 'must', field: 'exclusivity' };
	if (kind === 'licence' && !content.worldwide && content.territory.length === 0) yield { code: 'territory', weight: 'must', field: 'territory' };
	const endless = content.duration === null || (content.duration === 'months' && content.months === null);
	if (endless && endsOn === null && kind !== 'assignment') yield { code: 'duration', weight: 'should', field: 'duration' };
	if (startsOn !== null && endsOn !== null && endsOn < startsOn) yield { code: 'dates', weight: 'must', field: 'endsOn' };
}

function* legalChecks({ kind, content }: AgreementFacts): Generator<Check> {
	if (content.exportControl === 'unchecked') yield { code: 'export', weight: 'must', field: 'exportControl' };
	if (content.exportControl === 'licence-needed') yield { code: 'export_licence', weight: 'must', field: 'exportControl' };
	// A memorandum states a will; law and disputes are settled by what follows from it.
	const binding = kind !== 'memorandum';
	if (binding && content.law === null) yield { code: 'law', weight: 'must', field: 'law' };
	if (binding && content.dispute === null) yield { code: 'dispute', weight: 'must', field: 'dispute' };
	if ((content.dispute === 'arbitration' || content.dispute === 'courts') && empty(content.disputePlace)) yield { code: 'dispute_place', weight: 'must', field: 'disputePlace' };
	if (content.confidentialityMonths === null) yield { code: 'confidentiality', weight: 'should', field: 'confidentialityMonths' };
}

function* markChecks({ content, parties }: AgreementFacts, consents: readonly ConsentForCheck[], today: string): Generator<Check> {
	if (!content.usesMarks) return;
	const granted = new Set(consents.filter(({ state, expiresOn }) => state === 'granted' && expiresOn >= today).map(({ ownerPosition }) => ownerPosition));
	for (const { position } of parties) if (!granted.has(position)) yield { code: 'marks', weight: 'should', field: 'usesMarks', party: position };
}

/** In which languages of the document a text is there. */
export const languagesOf = (texts: Texts | undefined): Language[] => Object.entries(texts ?? {}).flatMap(([language, text]) => (empty(text) ? [] : [language as Language]));
