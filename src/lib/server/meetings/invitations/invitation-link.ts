import { readSignedFields, signFields } from '#lib/server/platform/signed-fields.ts';

/** Which invitation a link in a letter is about, and to whom it went. */
export interface InvitationLink {
	invitationId: string;
	personId: string;
}

const PURPOSE = 'mitra-meeting-invitation';

export const invitationToken = (secret: string, { invitationId, personId }: InvitationLink): string => signFields(secret, PURPOSE, [invitationId, personId]);

/** What a token is about; undefined for one that is not ours. */
export function readInvitationToken(secret: string, token: string): InvitationLink | undefined {
	const [invitationId, personId] = readSignedFields(secret, PURPOSE, token) ?? [];
	return invitationId !== undefined && personId !== undefined ? { invitationId, personId } : undefined;
}
