import { readSignedFields, signFields } from '#lib/server/platform/signed-fields.ts';

/** Which meeting a link in a letter asks about, and whom. */
interface OutcomeLink {
	meetingId: string;
	registrationId: string;
}

const PURPOSE = 'mitra-meeting-outcome';

export const outcomeToken = (secret: string, { meetingId, registrationId }: OutcomeLink): string => signFields(secret, PURPOSE, [meetingId, registrationId]);

/** What a token asks about; undefined for one that is not ours. */
export function readOutcomeToken(secret: string, token: string): OutcomeLink | undefined {
	const [meetingId, registrationId] = readSignedFields(secret, PURPOSE, token) ?? [];
	return meetingId !== undefined && registrationId !== undefined ? { meetingId, registrationId } : undefined;
}
