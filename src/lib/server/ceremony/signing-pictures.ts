import { PHOTO_SLOTS, type PhotoSlot } from '#lib/ceremony/vocabulary.ts';
import type { FoundAgreement } from '#lib/server/agreements/queries.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { picturesOfSigning, type SigningRow } from './queries.ts';

/** A picture of an event's gallery that shows a moment of a signing. */
export interface SigningPicture {
	eventId: string;
	photoId: string;
	slot: PhotoSlot;
	captions: LocalText[];
	credit: string;
	/** Of the small one. */
	width: number;
	height: number;
}

export const isSigned = ({ state }: Pick<FoundAgreement['row'], 'state'>): boolean => state === 'signed' || state === 'ended';

/** The pictures of a signing, in the order of its moments. */
export async function signingPictures(tx: Transaction, { id, eventId }: Pick<SigningRow, 'id' | 'eventId'>): Promise<SigningPicture[]> {
	const pictures = await picturesOfSigning(tx, id);
	return PHOTO_SLOTS.flatMap((slot) => pictures.filter((each) => each.slot === slot).map((each) => ({ ...each, eventId })));
}
