import type { Actor } from '#lib/server/accounts/actor.ts';
import { dockingRules, standOf, type DockingAccess } from '#lib/server/docking/rules.ts';
import type { DockingStand } from '#lib/docking/vocabulary.ts';

/** What a rule needs to know of a room, and of the meeting or the like that it is asked about: on which side it was begun. */
export interface RoomForRules {
	docking: DockingAccess;
	side: DockingStand;
}

/** Who may do what in the room of a docking. Who is not in the docking learns not even that it is there. */
export const roomRules = {
	view: (actor: Actor, { docking }: RoomForRules): boolean => dockingRules.view(actor, docking),
	/** Threads, messages, translations by hand, tasks, proposals of meetings. */
	write: (actor: Actor, { docking }: RoomForRules): boolean => dockingRules.write(actor, docking),
	/** To say which of the proposed times suit: whoever is in it, for who only reads along comes to meetings too. */
	answerMeeting: (actor: Actor, { docking }: RoomForRules): boolean => dockingRules.view(actor, docking) && docking.state !== 'stopped',
	/** To fix, move or call off a meeting: the side that proposed it, and the advisers. */
	steerMeeting: (actor: Actor, { docking, side }: RoomForRules): boolean => {
		const stand = standOf(actor, docking);
		return dockingRules.write(actor, docking) && (stand === 'officers' || stand === side);
	},
	/** The summary: the advisers. */
	summarise: (actor: Actor, { docking }: RoomForRules): boolean => dockingRules.advise(actor, docking),
} as const;
export type RoomRight = keyof typeof roomRules;
export const ROOM_RIGHTS = Object.keys(roomRules) as RoomRight[];
