import { EXHIBITORS_MOST } from '#lib/exhibition/vocabulary.ts';
import { wrong } from '#lib/server/events/input.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { countExhibitors, standsOf, type StandRow } from './queries.ts';

export type NamedStand = Pick<StandRow, 'id' | 'label'>;

const plain = (label: string) => label.normalize('NFKC').trim().toLowerCase();

/** Finds the stands of an event by what people call them, without regard to case: null for no name, undefined where there is none of it. */
export async function standsByLabel(tx: Transaction, eventId: string): Promise<(label: string) => NamedStand | null | undefined> {
	const stands = new Map((await standsOf(tx, eventId)).map((stand) => [plain(stand.label), stand]));
	return (label) => (plain(label) === '' ? null : stands.get(plain(label)));
}

/** Errors: invalid_input at the field, where so many more would be too many. */
export async function assertFree(tx: Transaction, eventId: string, more: number, field: string): Promise<void> {
	if ((await countExhibitors(tx, { event: eventId })) + more > EXHIBITORS_MOST) throw wrong(field, 'too_many', EXHIBITORS_MOST);
}
