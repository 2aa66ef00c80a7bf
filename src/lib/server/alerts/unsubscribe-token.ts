import { LETTER_RHYTHMS, type LetterRhythm } from '#lib/alerts/vocabulary.ts';
import { readSignedFields, signFields } from '#lib/server/platform/signed-fields.ts';

/** Which letters a link ends: those of one search, those of one rhythm, or the weekly counterparts. */
export type Unsubscription =
	| { kind: 'search'; searchId: string }
	| { kind: 'rhythm'; userId: string; rhythm: LetterRhythm }
	| { kind: 'matches'; userId: string };

const PURPOSE = 'mitra-unsubscribe';

export const unsubscribeToken = (secret: string, what: Unsubscription): string => signFields(secret, PURPOSE, fieldsOf(what));

/** What a token ends; undefined for one that is not ours. */
export function readUnsubscribeToken(secret: string, token: string): Unsubscription | undefined {
	const fields = readSignedFields(secret, PURPOSE, token);
	return fields && unsubscriptionOf(fields);
}

function fieldsOf(what: Unsubscription): string[] {
	switch (what.kind) {
		case 'search':
			return ['s', what.searchId];
		case 'rhythm':
			return ['r', what.userId, what.rhythm];
		case 'matches':
			return ['m', what.userId];
	}
}

function unsubscriptionOf([kind, id, rhythm]: readonly string[]): Unsubscription | undefined {
	if (id === undefined) return undefined;
	if (kind === 's') return { kind: 'search', searchId: id };
	if (kind === 'm') return { kind: 'matches', userId: id };
	const known = LETTER_RHYTHMS.find((each) => each === rhythm);
	return kind === 'r' && known ? { kind: 'rhythm', userId: id, rhythm: known } : undefined;
}
