import type { Language } from '#lib/engines/text/language.ts';
import { INVITATION_VALID_DAYS } from '#lib/experts/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { hashOf, newToken } from '#lib/server/accounts/tokens.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { ExpertsContext } from '../context.ts';
import { expertInvitationLetter } from '../letters.ts';
import { insertExpertInvitation, recallInvitations } from '../queries.ts';
import { centreExpertRules } from '../rules.ts';

const DAY = 86_400_000;

/**
 * Invites a person by mail to become an expert of the network. Nothing of the person is public by that. An earlier invitation
 * of the same address by the same centre ends. Answers the token, for tests. Errors: forbidden.
 */
export async function inviteExpert(
	context: ExpertsContext,
	actor: Actor,
	input: { centreId: string; email: string; name: string; language: Language; words: string; writtenIn: Language },
): Promise<string> {
	if (!centreExpertRules.invite(actor, input)) throw new ExpectedError('forbidden', 'Officers invite experts for their own centre.');
	const token = newToken();
	const now = context.clock();
	const expiresAt = new Date(now.getTime() + INVITATION_VALID_DAYS * DAY);
	await asActor(context.db, actor, async (tx) => {
		const centre = await centreById(tx, input.centreId);
		if (!centre) throw new ExpectedError('not_found', 'No such centre.');
		await recallInvitations(tx, input, now);
		const { writtenIn, ...row } = input;
		await insertExpertInvitation(tx, { ...row, tokenHash: hashOf(token), invitedBy: actor.kind === 'member' ? actor.userId : null, createdAt: now, expiresAt });
		await sendMail(tx, context.jobs, expertInvitationLetter(input, {
			centre: centre.names,
			inviter: actor.kind === 'member' ? actor.name : '',
			token,
			until: expiresAt,
			written: { words: input.words, language: writtenIn },
			baseUrl: context.baseUrl,
		}));
		await recordAudit(tx, { actor, action: 'expert.invite', entity: 'centre', entityId: input.centreId });
	});
	return token;
}
