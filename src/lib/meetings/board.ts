import type { Violation } from '#lib/engines/meetings/hard-rules.ts';
import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** The board on which organisers place meetings, as the server hands it over and a browser shows it. */

/** A meeting on the board. What is kept stands whatever the schedule says: it was held, has begun or begins too soon, or was booked since. */
export interface BoardMeeting {
	requestId: string;
	slotId: string;
	tableId: string | null;
	interpreterId: string | null;
	locked: boolean;
	kept: boolean;
}

/** A meeting in the way of a session that one of its people has picked. */
export interface PickedConflict {
	requestId: string;
	/** The registration of who has picked it. */
	who: string;
	session: { id: string; titles: LocalText[] };
}

/** Where one meeting may go: what speaks against it in each slot, and the tables that are free there. */
export interface BoardMoves {
	requestId: string;
	now: BoardMeeting | null;
	/** Closed: it has begun, or begins so soon that nothing is put there any more. */
	slots: { id: string; closed: boolean; free: string[]; conflicts: { rule: Violation['rule']; who: string | null }[] }[];
}

/** What is different on a board after one step: what a browser needs to show it without asking for the board again. */
export interface BoardChange {
	/** Of the schedule, after the step. */
	version: number;
	schedule: { steps: number; undoesRun: boolean; meetings: number; weight: number | null; gap: number | null };
	requestId: string;
	/** Null: it has no place. */
	place: BoardMeeting | null;
	/** Without a place: what it weighs, and why it has none. */
	unplaced: { id: string; weight: number; why: RefusedRequest | null } | null;
	unplacedTotal: number;
	broken: number;
	/** Requests whose meetings break a rule. */
	inConflict: string[];
	/** Sessions that its people have picked, and that it stands in the way of. */
	picked: PickedConflict[];
	/** Who meets by it, by name. */
	parties: string[];
	people: Record<string, { names: LocalText[]; worksAt: LocalText[]; country: string; languages: readonly Language[] }>;
	/** Where the meeting that is worked on may go now. */
	chosen: BoardMoves | null;
}
