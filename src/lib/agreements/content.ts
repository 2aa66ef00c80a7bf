import type { Language } from '../engines/text/language.ts';
import type { IpRightType } from '../listings/vocabulary.ts';
import type { MoneyText } from '../money/money.ts';
import type { LocalText } from '../text/local-text.ts';
import { fixedPrice, type Royalty, type Terms } from '../terms/terms.ts';
import type { Duration, Exclusivity } from '../terms/vocabulary.ts';
import { JOINT_KINDS, type AgreementKind, type AgreementText, type Attribution, type Authority, type BackgroundRule, type Dispute, type DocumentLanguage, type ExportControl, type Prevailing, type Results } from './vocabulary.ts';

/** One text in the languages it has been written in. */
export type Texts = Partial<Record<Language, string>>;

export interface AgreementMilestone {
	what: Texts;
	amount: MoneyText;
	dueOn: string | null;
}

/** What an agreement says, beside its parties and dates. */
export interface AgreementContent {
	texts: Partial<Record<AgreementText, Texts>>;
	exclusivity: Exclusivity | null;
	sublicence: boolean;
	territory: string[];
	worldwide: boolean;
	currency: string;
	lumpSum: MoneyText | null;
	milestones: AgreementMilestone[];
	royalty: Royalty | null;
	trainingDays: number | null;
	duration: Duration | null;
	months: number | null;
	/** What each brought along, and what comes of the work. */
	background: BackgroundRule | null;
	results: Results | null;
	rights: IpRightType[];
	/** Each guarantees the rights of the others by the same or other legal means (case study, 18.4). */
	guarantee: boolean;
	/** Whether names, logos or badges of the parties are to be used; each use needs a consent of its own. */
	usesMarks: boolean;
	attribution: Attribution | null;
	/** Days before a publication in which the others may object; null where it is not settled. */
	publicationDays: number | null;
	confidentialityMonths: number | null;
	/** A country's code, or null. */
	law: string | null;
	dispute: Dispute | null;
	/** The institution and its seat, or the court. */
	disputePlace: string;
	exportControl: ExportControl;
}

export interface AgreementParty {
	position: number;
	organisationId: string | null;
	centreId: string | null;
	names: LocalText[];
	country: string;
	/** The side of the docking that it came from. */
	side: 'offering' | 'seeking' | null;
	/** Share in joint results, in basis points; null where shares are not settled. */
	shareBp: number | null;
	signatory: string;
	signatoryTitle: string;
	authority: Authority | null;
	/** By which document the signatory may sign. */
	authorityWords: string;
}

/** What checks, documents and figures need to know of an agreement. */
export interface AgreementFacts {
	kind: AgreementKind;
	titles: Texts;
	languages: DocumentLanguage[];
	prevailing: Prevailing | null;
	startsOn: string | null;
	endsOn: string | null;
	value: MoneyText | null;
	area: string | null;
	content: AgreementContent;
	parties: AgreementParty[];
}

export function emptyContent(kind: AgreementKind, currency = 'CNY'): AgreementContent {
	return {
		texts: {}, exclusivity: null, sublicence: false, territory: [], worldwide: false, currency, lumpSum: null, milestones: [], royalty: null, trainingDays: null,
		duration: null, months: null, background: null, results: JOINT_KINDS.has(kind) ? 'joint' : null, rights: [], guarantee: true, usesMarks: false,
		// Unless the author says otherwise, a published work names its author (case study, 18).
		attribution: 'named', publicationDays: null, confidentialityMonths: null, law: null, dispute: null, disputePlace: '', exportControl: 'unchecked',
	};
}

/** Which kind of agreement accepted terms lead to. */
export function kindOfTransfer(transfer: Terms['transfer']): AgreementKind {
	const kinds: Record<Terms['transfer'], AgreementKind> = {
		licence: 'licence', assignment: 'assignment', 'know-how': 'licence', 'joint-rd': 'joint-rd', 'joint-venture': 'joint-venture', 'technical-service': 'service', training: 'training', other: 'co-operation',
	};
	return kinds[transfer];
}

/** The content that accepted terms fill; their free texts stand in the language of who wrote them. */
export function contentFromTerms(kind: AgreementKind, terms: Terms): AgreementContent {
	const written = (text: string): Texts => (text === '' ? {} : { [terms.language]: text });
	const { exclusivity, sublicence, territory, worldwide, currency, lumpSum, royalty, trainingDays, duration, months } = terms;
	return {
		...emptyContent(kind, currency),
		...{ exclusivity, sublicence, territory, worldwide, lumpSum, royalty, trainingDays, duration, months },
		texts: {
			scope: written(terms.scope), territoryWords: written(terms.territoryWords), fieldOfUse: written(terms.fieldOfUse),
			support: written(terms.support), warranties: written(terms.warranties), other: written(terms.other),
		},
		milestones: terms.milestones.map(({ what, amount, dueOn }) => ({ what: written(what), amount, dueOn })),
	};
}

/** The value that figures count: what was stated, else what is paid whatever is sold. */
export function valueOf(stated: MoneyText | null, content: Pick<AgreementContent, 'currency' | 'lumpSum' | 'milestones'>): MoneyText | null {
	if (stated) return stated;
	const fixed = fixedPrice({ currency: content.currency, lumpSum: content.lumpSum, milestones: content.milestones.map(({ amount, dueOn }) => ({ what: '', amount, dueOn })) });
	return fixed.minor > 0n ? { minor: String(fixed.minor), currency: fixed.currency } : null;
}
