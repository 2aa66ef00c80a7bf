import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { MeetingOutcome, MeetingState, PartyState, RefusalReason, RequestState } from './vocabulary.ts';

/** Words of a person in the language they were written in. */
export interface Written {
	text: string;
	language: Language | null;
}

/** Somebody one meets, as other participants know the person. */
export interface MetPerson {
	/** The registration's id. */
	id: string;
	names: LocalText[];
	headline: LocalText[];
	worksAt: LocalText[];
	organisation: { id: string; slug: string; names: LocalText[] } | null;
	country: string;
	languages: Language[];
	isSample: boolean;
}

/** What one side wrote to the others. */
export interface SideWords extends Written {
	/** The registration's id. */
	from: string;
}

/** Somebody else in a request. */
export interface RequestPerson extends MetPerson {
	/** What one of several has answered; null for who asks, and where only two are in it. */
	answer: PartyState | null;
	because: Written & { reason: RefusalReason | null };
	/** Whoever looks may go on without. */
	mayBeLeftOut: boolean;
}

/** Where one meets: a table, null where none is kept, with the room that it stands in. */
export interface MeetingPlace {
	table: string | null;
	room: readonly LocalText[];
}

/** A meeting in somebody's agenda. */
export interface AgendaMeeting extends MeetingPlace {
	id: string;
	state: MeetingState;
	startsAt: Date;
	minutes: number;
	sequence: number;
	changedAt: Date;
	role: 'party' | 'interpreter';
	/** What the person said came of it. */
	outcome: MeetingOutcome | null;
	over: boolean;
	/** Who said to be how many minutes late; null: oneself. */
	late: { who: string | null; minutes: number }[];
	/** The other sides; for who interprets: all. */
	others: MetPerson[];
	interpreter: LocalText[] | null;
	words: SideWords[];
	cancelledWords: Written | null;
	/** `takeBack`: what one has just said of it. */
	may: { cancel: boolean; conclude: boolean; takeBack: boolean };
	/** Calling off leaves the others to meet. */
	leavesOthers: boolean;
}

/** A session of the programme that somebody has picked, among the meetings. */
export interface AgendaSession {
	id: string;
	titles: LocalText[];
	room: LocalText[];
	startsAt: Date;
	endsAt: Date;
	/** One of the meetings is at the same time. */
	collides: boolean;
}

/** A slot that is free for all of a request. */
interface OfferedSlot {
	id: string;
	startsAt: Date;
	minutes: number;
}

/** Times at which people without a common language are all free, but no interpreter is. */
export interface Uninterpreted {
	times: number;
	/** What each of them speaks. */
	languages: Language[][];
	/** Somebody at the event interprets between them, only not then. */
	between: boolean;
}

/** A request among somebody's own, sent or received. */
export interface RequestLine {
	id: string;
	sent: boolean;
	state: RequestState;
	/** More than two are asked to one meeting. */
	several: boolean;
	/** Whoever looks has agreed, and others have not answered yet. */
	agreed: boolean;
	/** Nobody else is waited for: an answer settles it. */
	last: boolean;
	mutual: boolean;
	byHost: boolean;
	others: RequestPerson[];
	words: SideWords[];
	answer: Written & { reason: RefusalReason | null };
	createdAt: Date;
	expiresAt: Date;
	meeting: { startsAt: Date; minutes: number } | null;
	may: { view: boolean; answer: boolean; withdraw: boolean; book: boolean; goOn: boolean };
	/** Offered with the answer, where answers book. */
	slots: OfferedSlot[];
	uninterpreted: Uninterpreted | null;
	/** Why it has no meeting though all have agreed, where that can be said. */
	why: RefusedRequest | null;
}

/** A meeting of one's own at the time of a session that one picks. */
export interface SessionClash {
	id: string;
	startsAt: Date;
	minutes: number;
	/** Whom one meets; for who interprets: all sides. */
	others: MetPerson[];
	/** Its time is the organisers', not its people's own. */
	byOrganisers: boolean;
	mayMove: boolean;
	/** When else all are free. */
	slots: { id: string; startsAt: Date; minutes: number }[];
}
