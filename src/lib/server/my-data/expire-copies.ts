import { asActor, operator } from '#lib/server/platform/acting.ts';
import { giveCopyUp } from './ask-for-copy.ts';
import type { DataContext } from './data-context.ts';
import { expiredCopies, standstillCopies, updateCopy } from './queries.ts';

const actor = operator('my-data');
/** A copy that was not made in so long will not be. */
const TOO_LONG = 6 * 3_600_000;

/** Removes the files of copies whose time is over; what became of each stays on the page. */
export async function expireCopies(context: Pick<DataContext, 'db' | 'clock' | 'copies'>): Promise<void> {
	const now = context.clock();
	for (const { id } of await asActor(context.db, actor, (tx) => expiredCopies(tx, now))) {
		await context.copies.remove(id);
		await asActor(context.db, actor, (tx) => updateCopy(tx, id, { state: 'expired' }));
	}
	for (const { id } of await asActor(context.db, actor, (tx) => standstillCopies(tx, new Date(now.getTime() - TOO_LONG)))) await giveCopyUp(context, actor, id);
}
