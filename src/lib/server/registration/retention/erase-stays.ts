import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';
import type { RegistrationContext } from '../context.ts';
import { deleteFileAnswersOf, deleteWishesOf, eventToErase } from './queries.ts';

/**
 * Erases what was said for the stay alone, of one event whose organisers may keep it no longer: passports and what else visas took,
 * diets, needs, hotels, journeys, telephone numbers, and the files of answers. Who came, and what else was answered, stays. False
 * where nothing is due.
 */
export async function eraseStays(context: Pick<RegistrationContext, 'db' | 'clock' | 'files'>): Promise<boolean> {
	const system = operator('registration');
	const files = await asActor(context.db, system, async (tx) => {
		const due = await eventToErase(tx, context.clock());
		if (!due) return undefined;
		const { eventId, centreId, keepDays } = due;
		const wishes = await deleteWishesOf(tx, eventId);
		const sha256s = await deleteFileAnswersOf(tx, eventId);
		await recordAudit(tx, { actor: system, action: 'registration.erase-stays', entity: 'event', entityId: eventId, detail: { wishes, files: sha256s.length, keepDays }, about: { centreId } });
		return sha256s;
	});
	if (!files) return false;
	await removeUnusedFiles(context, files);
	return true;
}
