import type {
	CoOperationType,
	Disclosure,
	IpRightType,
	IpStatus,
	ListingKind,
	PartnerKind,
	Section,
} from '#lib/listings/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** A listing's life. The one function that moves it is `transition`, below. */
export type ListingState =
	| 'draft'
	| 'submitted'
	| 'returned'
	| 'published'
	| 'paused'
	| 'closed'
	| 'expired'
	| 'archived';

export interface IpRight {
	type: IpRightType;
	number: string;
	office: string;
	date?: string;
	expiry?: string;
}

export interface IntellectualProperty {
	status: IpStatus | null;
	rights: IpRight[];
}

export interface PartnerSought {
	kinds: PartnerKind[];
	role: string;
}

/** Money is an amount in minor units (fen, cents, satang) and an ISO 4217 code. */
export interface Price {
	kind: 'indicative' | 'floor' | 'firm' | 'negotiable';
	basis: 'lump-sum' | 'royalty' | 'both';
	min: number | null;
	max: number | null;
	currency: string;
}

export interface Budget {
	min: number | null;
	max: number | null;
	currency: string;
	source: string;
}

export type DisclosureChoice = Partial<Record<Section, Disclosure>>;

/** What a version of a listing says: everything its owner writes. */
export interface ListingContent {
	language: Language;
	title: string;
	summary: string;
	description: string;
	advantages: string;
	benefitInFigures: string;
	comparedWith: string;
	sought: string;
	areas: string[];
	keywords: string[];
	trl: number | null;
	ip: IntellectualProperty;
	cooperation: CoOperationType[];
	partner: PartnerSought;
	countries: string[];
	price: Price | null;
	budget: Budget | null;
	relevantDate: string | null;
	sdgs: number[];
	exportControl: string;
	videoUrl: string;
	display: 'open' | 'hidden';
	disclosure: DisclosureChoice;
}

/** An empty listing in a language, as a new draft starts. */
export function emptyContent(language: Language): ListingContent {
	return {
		language,
		title: '',
		summary: '',
		description: '',
		advantages: '',
		benefitInFigures: '',
		comparedWith: '',
		sought: '',
		areas: [],
		keywords: [],
		trl: null,
		ip: { status: null, rights: [] },
		cooperation: [],
		partner: { kinds: [], role: '' },
		countries: [],
		price: null,
		budget: null,
		relevantDate: null,
		sdgs: [],
		exportControl: '',
		videoUrl: '',
		display: 'open',
		disclosure: {},
	};
}

/** What can happen to a listing. */
export type ListingEvent =
	| { type: 'submit' }
	| { type: 'take-back' }
	| { type: 'return' }
	| { type: 'publish' }
	| { type: 'revise' }
	| { type: 'drop-revision' }
	| { type: 'pause' }
	| { type: 'resume' }
	| { type: 'close'; reason: 'matched' | 'withdrawn' }
	| { type: 'expire' }
	| { type: 'renew' }
	| { type: 'archive' };

/** Where the revision of a published listing stands, whose published version stays visible meanwhile. */
export type RevisionState = 'draft' | 'submitted' | 'returned';

export interface ListingLife {
	state: ListingState;
	/** Null where no revision of a published version is being written. */
	revision: RevisionState | null;
	closedReason: 'matched' | 'withdrawn' | null;
}

/** The part of a life that writing and review move: the listing itself before it is first published, its revision after. */
function writingState(life: ListingLife): RevisionState | null {
	if (life.state === 'draft' || life.state === 'submitted' || life.state === 'returned') return life.state;
	return life.revision;
}

function withWritingState(life: ListingLife, next: RevisionState): ListingLife {
	const beforeFirstPublication = life.state === 'draft' || life.state === 'submitted' || life.state === 'returned';
	return beforeFirstPublication ? { ...life, state: next } : { ...life, revision: next };
}

/** Whether a version of the listing stands in public, or stood until it was paused or expired. */
export function wasPublished(state: ListingState): boolean {
	return state === 'published' || state === 'paused' || state === 'expired';
}

/**
 * The one state machine of a listing: its life after an event, or undefined where the event cannot happen now.
 *
 *   draft -> submitted -> (returned -> submitted) -> published -> (paused <-> published) -> closed or expired -> archived
 *
 * A published listing that is revised stays published; its revision goes draft -> submitted -> (returned -> submitted),
 * and replaces the published version when it is published.
 */
export function transition(life: ListingLife, event: ListingEvent): ListingLife | undefined {
	const writing = writingState(life);
	switch (event.type) {
		case 'submit':
			return writing === 'draft' || writing === 'returned' ? withWritingState(life, 'submitted') : undefined;
		case 'take-back':
			return writing === 'submitted' ? withWritingState(life, 'draft') : undefined;
		case 'return':
			return writing === 'submitted' ? withWritingState(life, 'returned') : undefined;
		case 'publish':
			if (writing !== 'submitted') return undefined;
			return { state: life.state === 'paused' ? 'paused' : 'published', revision: null, closedReason: null };
		case 'revise':
			return wasPublished(life.state) && life.revision === null ? { ...life, revision: 'draft' } : undefined;
		case 'drop-revision':
			return life.revision !== null ? { ...life, revision: null } : undefined;
		case 'pause':
			return life.state === 'published' ? { ...life, state: 'paused' } : undefined;
		case 'resume':
			return life.state === 'paused' ? { ...life, state: 'published' } : undefined;
		case 'close':
			if (life.state === 'closed' || life.state === 'archived') return undefined;
			return { state: 'closed', revision: null, closedReason: event.reason };
		case 'expire':
			return life.state === 'published' || life.state === 'paused' ? { ...life, state: 'expired' } : undefined;
		case 'renew':
			if (life.state === 'expired') return { ...life, state: 'published' };
			return wasPublished(life.state) ? life : undefined;
		case 'archive':
			if (life.state !== 'closed' && life.state !== 'expired') return undefined;
			return { state: 'archived', revision: null, closedReason: null };
	}
}

/** Whether an event can happen to a listing now. */
export function canHappen(life: ListingLife, event: ListingEvent): boolean {
	return transition(life, event) !== undefined;
}
