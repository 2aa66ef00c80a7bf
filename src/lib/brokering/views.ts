import type { CriterionResult, EvidencePair } from '#lib/engines/matching/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Disclosure, Section } from '#lib/listings/vocabulary.ts';
import type { ListingCard } from '#lib/search/types.ts';
import type { LocalText, Provenance } from '#lib/text/local-text.ts';
import type { MarkedField } from './marked-text.ts';
import type { Exclusion, PairDecision, PairRight, PairState, QueueView, RejectReason, Reply } from './vocabulary.ts';

/** A line of the queue. */
export interface QueueLine {
	id: string;
	version: number;
	state: PairState;
	score: number;
	firstSuggestedAt: Date;
	laterUntil: string | null;
	exclusion: Exclusion | null;
	nearDuplicate: boolean;
	need: QueueSide;
	offer: QueueSide;
	assigned: { userId: string; name: string } | null;
	notes: number;
	/** An owner has answered, and the pair waits for a decision again. */
	answered: boolean;
	last: { decision: PairDecision; by: string | null; centre: LocalText[] | null; at: string } | null;
}

export interface QueueSide {
	reference: number;
	title: string;
	language: Language;
	country: string;
	centreId: string;
}

/** An introduction that an officer of another centre made: news for the officers of the other side. */
export interface QueueNews {
	pairId: string;
	by: string | null;
	at: Date;
	title: string;
	language: Language;
}

export interface QueuePage {
	lines: QueueLine[];
	counts: Record<QueueView, number>;
	between: { need: string; offer: string; count: number }[];
	page: number;
	pages: number;
	news: QueueNews[];
}

export interface NoteEntry {
	id: string;
	author: string | null;
	words: string;
	language: Language;
	at: Date;
	/** Read by the officers of one centre only. */
	internal: boolean;
}

export interface DecisionEntry {
	id: string;
	decision: PairDecision;
	reason: RejectReason | null;
	words: string | null;
	byId: string | null;
	by: string | null;
	centre: LocalText[] | null;
	at: Date;
	laterUntil: string | null;
	undone: boolean;
	lettersAt: Date | null;
}

export interface QuestionEntry {
	id: string;
	listingId: string;
	question: string;
	language: Language;
	askedBy: string | null;
	askedAt: Date;
	withdrawn: boolean;
	answer: string | null;
	answerLanguage: Language | null;
	answeredBy: string | null;
	answeredAt: Date | null;
}

export interface IntroductionEntry {
	decisionId: string;
	at: Date;
	needReply: Reply | null;
	offerReply: Reply | null;
}

/** Another pair of a listing, as its history shows it. */
export interface EarlierPair {
	id: string;
	state: PairState;
	score: number;
	otherReference: number;
	otherTitle: string;
	otherLanguage: Language;
	otherCountry: string;
	decidedBy: string | null;
	decidedAt: string | null;
	/** What the listing's own owner said to the introduction, and the other's. */
	reply: Reply | null;
	otherReply: Reply | null;
}

/** One listing of a pair as an officer reads it: what is public or for the network; guarded sections are named. */
export interface SideView {
	listingId: string;
	reference: number;
	language: Language;
	state: 'draft' | 'submitted' | 'returned' | 'published' | 'paused' | 'closed' | 'expired' | 'archived';
	/** Every field, with the words marked that are evidence. */
	fields: MarkedField[];
	/** The same in the officer's language, where somebody has translated it. */
	translation: { language: Language; provenance: Provenance; fields: MarkedField[] } | null;
	withheld: { section: Section; disclosure: Disclosure }[];
	country: string;
	place: string | null;
	organisationKind: string;
	/** Null where the owner asked to stay hidden and the officer serves the other side. */
	organisation: { slug: string; names: LocalText[] } | null;
	centre: LocalText[];
	/** Whether the officer's centre looks after this side. */
	own: boolean;
	/** People with an account whom a letter would reach. */
	contacts: number;
	publications: { number: number; at: Date }[];
	earlier: EarlierPair[];
}

export interface PairView {
	id: string;
	version: number;
	state: PairState;
	score: number;
	firstSuggestedAt: Date;
	laterUntil: string | null;
	exclusion: Exclusion | null;
	nearDuplicateOf: { reference: number; title: string; language: Language } | null;
	byHand: { by: string | null } | null;
	need: SideView;
	offer: SideView;
	criteria: Omit<CriterionResult, 'evidence'>[];
	/** Words on both sides that say the same; their place in the list is the number that marks them in the texts. */
	reasons: { need: string; offer: string; via: EvidencePair['link']['kind']; concept: { id: string; label: string } | null }[];
	rights: Record<PairRight, boolean>;
	assigned: { userId: string; name: string; own: boolean } | null;
	officers: { userId: string; name: string }[];
	notes: NoteEntry[];
	questions: QuestionEntry[];
	decisions: DecisionEntry[];
	introduction: IntroductionEntry | null;
	/** The reader's own newest decision, while it can be taken back. */
	undo: string | null;
}

export interface FoundCounterpart {
	card: ListingCard;
	score: number | null;
	/** The pair that they are already, if they are. */
	pair: { id: string; state: PairState } | null;
	/** Whether one of the two is of a centre that the officer works for. */
	mayPair: boolean;
}

/** What is counted of a group of pairs. */
export interface MeasureRow {
	/** A centre's id, "CN-LA" (need's country, offer's country), or the id of a top area. */
	key: string;
	/** Waiting for a decision now. */
	open: number;
	/** Days that half of the open pairs have waited longer than; null where none is open. */
	medianAge: number | null;
	/** Decisions of officers in the last seven days, without those taken back. */
	decidedThisWeek: number;
	introduced: number;
	rejected: number;
}
