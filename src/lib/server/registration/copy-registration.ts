import type { Transaction } from '#lib/server/platform/database.ts';
import { insertQuestion, lockFrame, putQuota, questionsOf, quotasOf, savedFrameOf, saveFrameRow } from './queries.ts';

interface Copying {
	from: string;
	to: string;
	now: Date;
}

/**
 * Copies what a registration form asks, and for whom it is, into a new event: closed still, and without its last day. What is no longer
 * asked stays behind.
 */
export async function copyForm(tx: Transaction, { from, to, now }: Copying): Promise<void> {
	const frame = await savedFrameOf(tx, from);
	if (frame) {
		const { audience, approval, categories, wishes, welcome, keepDays } = frame;
		await lockFrame(tx, to);
		await saveFrameRow(tx, to, { audience, approval, categories, wishes, welcome, keepDays, updatedAt: now });
	}
	/** A question may hang on an earlier one. */
	const copies = new Map<string, string>();
	for (const { id, position, kind, labels, help, choices, required, shownWhen } of await questionsOf(tx, from)) {
		const hangsOn = shownWhen && copies.get(shownWhen.question);
		copies.set(id, await insertQuestion(tx, { eventId: to, position, kind, labels, help, choices, required, shownWhen: shownWhen && hangsOn ? { ...shownWhen, question: hangsOn } : null }));
	}
}

/** Copies how many an event has room for, in all and of each country or group. */
export async function copyQuotas(tx: Transaction, { from, to, now }: Copying): Promise<void> {
	const frame = await savedFrameOf(tx, from);
	if (frame) {
		await lockFrame(tx, to);
		await saveFrameRow(tx, to, { places: frame.places, updatedAt: now });
	}
	for (const { kind, key, places } of await quotasOf(tx, from)) await putQuota(tx, { eventId: to, kind, key, places });
}
