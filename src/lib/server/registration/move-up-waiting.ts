import { isLive } from '#lib/events/phase.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { RegistrationContext } from './context.ts';
import { moveUp } from './give-places.ts';
import { eventsWithWaiting, findFrame, lockFrame } from './queries.ts';

/**
 * Gives places that became free without anybody's doing at the desk, as when an account was erased, to those who wait longest.
 * Answers how many moved up.
 */
export async function moveUpWaiting(context: Pick<RegistrationContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>): Promise<number> {
	const system = operator('registration');
	let moved = 0;
	for (const eventId of await asActor(context.db, system, eventsWithWaiting))
		moved += await asActor(context.db, system, async (tx) => {
			await lockFrame(tx, eventId);
			const now = context.clock();
			const { row, frame, forRules } = (await findFrame(tx, eventId, now))!;
			return isLive(forRules) ? moveUp(context, system, { tx, event: row, frame, now }) : 0;
		});
	return moved;
}
