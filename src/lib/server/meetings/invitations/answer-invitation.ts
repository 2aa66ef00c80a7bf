import { findEvent } from '#lib/server/events/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { MeetingsContext } from '../context.ts';
import { metPerson } from '../agenda/met-person.ts';
import { peopleOf } from '../queries.ts';
import { noSuch, notAllowed } from '../with-meetings.ts';
import { readInvitationToken, type InvitationLink } from './invitation-link.ts';
import { block, endInvitation, invitationById, namedIn, type InvitationRow } from './queries.ts';

type Context = Pick<MeetingsContext, 'db' | 'clock'>;
const system = operator('invitations to meetings');

interface AtInvitation {
	tx: Transaction;
	now: Date;
	invitation: InvitationRow;
	link: InvitationLink;
}

/** Whoever holds the link of a letter is the one to whom it went: nobody needs to be signed in. Errors: not_found. */
async function throughLink<Result>(context: Context, secret: string, input: { eventId: string; token: string }, work: (at: AtInvitation) => Promise<Result>): Promise<Result> {
	const link = readInvitationToken(secret, input.token);
	if (!link) throw noSuch('invitation');
	return asActor(context.db, system, async (tx) => {
		const invitation = await invitationById(tx, link.invitationId, { lock: true });
		if (!invitation || invitation.eventId !== input.eventId) throw noSuch('invitation');
		return work({ tx, now: context.clock(), invitation, link });
	});
}

/** The invitation of a letter. Errors: not_found. */
export async function viewInvitation(context: Context, secret: string, input: { eventId: string; token: string }) {
	return throughLink(context, secret, input, async ({ tx, now, invitation }) => {
		const event = await findEvent(tx, invitation.eventId, now);
		const who = (await peopleOf(tx, [invitation.fromRegistrationId])).get(invitation.fromRegistrationId);
		if (!event || event.row.state !== 'published' || !who) throw noSuch('invitation');
		const { listing, code } = await namedIn(tx, invitation);
		const isOver = invitation.state === 'open' && (invitation.expiresAt <= now || event.forRules.phase !== 'announced');
		return {
			event: { id: event.row.id, names: event.row.names, startsOn: event.row.startsOn, endsOn: event.row.endsOn, place: event.row.place },
			who: metPerson(who),
			listing,
			message: { text: invitation.message, language: invitation.messageLanguage },
			state: isOver ? ('expired' as const) : invitation.state,
			code,
			expiresAt: invitation.expiresAt,
		};
	});
}

/** Declines an invitation; with `never`, no such letter goes to this person any more, from nobody. Errors: not_found, forbidden (nothing is open, and nothing more is said). */
export async function refuseInvitation(context: Context, secret: string, input: { eventId: string; token: string; never: boolean }): Promise<void> {
	await throughLink(context, secret, input, async ({ tx, now, invitation, link }) => {
		if (invitation.state !== 'open' && !input.never) throw notAllowed();
		if (invitation.state === 'open') await endInvitation(tx, invitation.id, { state: 'refused', endedAt: now });
		if (input.never) await block(tx, link.personId, now);
		await recordAudit(tx, { actor: system, action: 'event.refuse-meeting-invitation', entity: 'event', entityId: invitation.eventId, detail: { invitationId: invitation.id, never: input.never } });
	});
}
