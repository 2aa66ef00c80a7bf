import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { MeetingOutcome, MeetingState, RefusalReason, RequestState } from './vocabulary.ts';

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

/** A meeting in somebody's agenda. */
export interface AgendaMeeting {
	id: string;
	state: MeetingState;
	startsAt: Date;
	minutes: number;
	sequence: number;
	changedAt: Date;
	role: 'party' | 'interpreter';
	/** What the person said came of it. */
	outcome: MeetingOutcome | null;
	table: string | null;
	room: LocalText[];
	over: boolean;
	/** The other side; for who interprets: both. */
	others: MetPerson[];
	interpreter: LocalText[] | null;
	message: Written;
	cancelledWords: Written | null;
	may: { cancel: boolean; conclude: boolean };
}

/** A slot that is free for two people. */
export interface OfferedSlot {
	id: string;
	startsAt: Date;
	minutes: number;
}

/** A request among somebody's own, sent or received. */
export interface RequestLine {
	id: string;
	sent: boolean;
	state: RequestState;
	mutual: boolean;
	byHost: boolean;
	other: MetPerson;
	message: Written;
	answer: Written & { reason: RefusalReason | null };
	createdAt: Date;
	expiresAt: Date;
	meeting: { startsAt: Date; minutes: number } | null;
	may: { view: boolean; answer: boolean; withdraw: boolean; book: boolean };
	/** Offered with the answer, where answers book. */
	slots: OfferedSlot[];
}
