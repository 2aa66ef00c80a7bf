import { readSignedFields, signFields } from '#lib/server/platform/signed-fields.ts';

/** Which question a link answers, and for whom it was made. */
export interface AnswerLink {
	outcomeId: string;
	userId: string;
}

const PURPOSE = 'mitra-outcome';

export const answerToken = (secret: string, { outcomeId, userId }: AnswerLink): string => signFields(secret, PURPOSE, [outcomeId, userId]);

/** What a token answers; undefined for one that is not ours. */
export function readAnswerToken(secret: string, token: string): AnswerLink | undefined {
	const [outcomeId, userId] = readSignedFields(secret, PURPOSE, token) ?? [];
	return outcomeId !== undefined && userId !== undefined ? { outcomeId, userId } : undefined;
}
