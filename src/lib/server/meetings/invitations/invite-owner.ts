import { MEETING_LIMITS } from '#lib/meetings/vocabulary.ts';
import { dayIn } from '#lib/rooms/zoned-time.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { ownersOfListing } from '#lib/server/docking/interests/queries.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { violatedConstraint } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { drawSigns } from '#lib/server/registration/codes.ts';
import { findFrame, insertInvitations } from '#lib/server/registration/queries.ts';
import type { SearchService } from '#lib/server/search/search-service.ts';
import type { MeetingsContext } from '../context.ts';
import type { RequestInput } from '../input.ts';
import { wantingMeetings, type Wanting } from '../queries.ts';
import { countInvited, countSent, takeTurns } from '../requests/queries.ts';
import { bestScore } from '../requests/send-request.ts';
import { invitationRules } from '../rules.ts';
import { noSuch, notAllowed, ownOf, withMeetings, type AtMeetings } from '../with-meetings.ts';
import { invitationToken } from './invitation-link.ts';
import { blockedAmong, countOpenTo, endInvitation, insertInvitation, invitationById, invitationsOf, listingToInvite, organisationsComing } from './queries.ts';

type Context = MeetingsContext & { search: Pick<SearchService, 'judgePair'>; secret: string };

/** So long an invitation waits, unless the event begins before. */
const DAYS = 21;
const DAY = 86_400_000;

const refused = (code: string, limit?: number) => new ExpectedError(limit === undefined ? 'conflict' : 'rate_limited', `Not invited: ${code}.`, { field: 'message', detail: { code, ...(limit === undefined ? {} : { limit }) } });

/** The listing whose owner is to be invited, and what one can talk about oneself. Errors: not_found, forbidden. */
export async function viewInvitee(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; reference: number }) {
	return withMeetings(context, actor, { eventId: input.eventId, right: 'ask' }, async (meetings) => {
		const listing = await toInvite(meetings, actor, input.reference);
		const [mine] = await wantingMeetings(meetings.tx, input.eventId, ownOf(meetings).id);
		return { listing: { id: listing.id, reference: listing.reference, kind: listing.kind, title: listing.title, language: listing.language, organisation: { slug: listing.organisation.slug, names: listing.organisation.names } }, comes: (await organisationsComing(meetings.tx, input.eventId)).has(listing.organisationId), own: mine?.listingIds ?? [] };
	});
}

async function toInvite({ tx }: AtMeetings, actor: Actor, reference: number) {
	const listing = await listingToInvite(tx, reference);
	if (!listing || (isSignedIn(actor) && actor.organisations.has(listing.organisationId))) throw noSuch('listing');
	return listing;
}

/**
 * Invites the owner of a listing who is not registered to the event and to a meeting: by letters to those who answer for the listing,
 * whose addresses nobody sees. Once for each organisation. Errors: not_found, forbidden, conflict (it comes already, wants no
 * invitations, was invited, or nobody can register), rate_limited.
 */
export async function inviteOwner(context: Context, actor: Actor, input: { eventId: string; reference: number; invitation: Pick<RequestInput, 'message' | 'language' | 'ownListingId'> }): Promise<void> {
	try {
		await withMeetings(context, actor, { eventId: input.eventId, right: 'ask' }, (meetings) => invite(context, actor, meetings, input));
	} catch (error) {
		if (violatedConstraint(error) === 'meeting_invitation_from_registration_id_organisation_id_key') throw refused('invited_already');
		throw error;
	}
}

async function invite(context: Context, actor: Actor, meetings: AtMeetings, { eventId, reference, invitation }: Parameters<typeof inviteOwner>[2]): Promise<void> {
	const { tx, now, row, forRules } = meetings;
	const listing = await toInvite(meetings, actor, reference);
	const [mine] = await wantingMeetings(tx, eventId, ownOf(meetings).id);
	if (!mine || forRules.phase !== 'announced') throw notAllowed();
	if ((await organisationsComing(tx, eventId)).has(listing.organisationId)) throw refused('comes_already');
	await assertBelowLimits(meetings, mine, listing.organisationId);
	const owners = await ownersOfListing(tx, { listingId: listing.id, organisationId: listing.organisationId });
	const blocked = await blockedAmong(tx, owners.map(({ id }) => id));
	const recipients = owners.filter(({ id }) => !blocked.has(id));
	if (recipients.length === 0) throw refused('takes_no_invitations');
	const expiresAt = new Date(Math.min(now.getTime() + DAYS * DAY, Date.parse(`${row.startsOn}T00:00:00Z`)));
	const codeId = await codeFor(meetings, expiresAt);
	const made = await insertInvitation(tx, {
		eventId,
		fromRegistrationId: mine.id,
		listingId: listing.id,
		organisationId: listing.organisationId,
		ownListingId: mine.listingIds.find((id) => id === invitation.ownListingId) ?? null,
		message: invitation.message,
		messageLanguage: invitation.language,
		suggestionScore: bestScore(context.search, mine, { listingIds: [listing.id] }),
		codeId,
		expiresAt,
		createdAt: now,
	});
	const { inviteLetter } = await import('../letters.ts');
	for (const { id, ...to } of recipients) {
		const token = invitationToken(context.secret, { invitationId: made.id, personId: id });
		await sendMail(tx, context.jobs, inviteLetter(to, row, { who: mine, listing, message: { text: invitation.message, language: invitation.language }, token, expiresAt }, context.baseUrl));
	}
	await recordAudit(tx, { actor, action: 'event.invite-to-meeting', entity: 'event', entityId: eventId, detail: { invitationId: made.id, listingId: listing.id }, about: { centreId: row.centreId } });
}

/** Requests and invitations that wait count together: one becomes the other. Whoever sends either takes turns with oneself, and whoever invites an organisation with others. */
async function assertBelowLimits({ tx, frame, now }: AtMeetings, mine: Wanting, organisationId: string): Promise<void> {
	await takeTurns(tx, [mine.id, organisationId]);
	if ((await countInvited(tx, mine.id, now)) >= MEETING_LIMITS.invitations) throw refused('invitations_limit', MEETING_LIMITS.invitations);
	if ((await countSent(tx, mine.id, now)) >= frame.requestLimit) throw refused('request_limit', frame.requestLimit);
	if ((await countOpenTo(tx, frame.eventId, organisationId)) >= MEETING_LIMITS.invitationsReceived) throw refused('invited_often');
}

/** A code for one person, where nobody registers without; it asks for approval like anybody. Errors: conflict (nobody can register). */
async function codeFor({ tx, row, now }: AtMeetings, expiresAt: Date): Promise<string | null> {
	const found = await findFrame(tx, row.id, now);
	const frame = found?.frame;
	if (!frame || frame.state !== 'open' || (frame.closesOn !== null && dayIn(row.timeZone, now) > frame.closesOn)) throw refused('registration_closed');
	if (frame.audience !== 'invited') return null;
	const id = crypto.randomUUID();
	await insertInvitations(tx, [{ id, eventId: row.id, code: drawSigns(10), category: frame.categories[0]!, uses: 1, approved: false, expiresOn: expiresAt.toISOString().slice(0, 10), madeAt: now }]);
	return id;
}

/** Invitations that somebody has sent, and what became of them. Errors: not_found, forbidden. */
export async function viewInvitations(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, eventId: string) {
	return withMeetings(context, actor, { eventId, right: 'view' }, async ({ tx, own, now, forRules }) => {
		const rows = own ? await invitationsOf(tx, own.id) : [];
		return rows.map(({ invitation, listing, names }) => {
			const lapsed = invitation.state === 'open' && invitation.expiresAt <= now;
			return { id: invitation.id, names, listing, message: { text: invitation.message, language: invitation.messageLanguage }, state: lapsed ? ('expired' as const) : invitation.state, expiresAt: invitation.expiresAt, mayWithdraw: invitationRules.withdraw(actor, { ...forRules, state: invitation.state, from: own!.personId }) };
		});
	});
}

/** Takes an invitation back: nothing comes of it any more. Errors: not_found, forbidden. */
export async function withdrawInvitation(context: Pick<MeetingsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; invitationId: string }): Promise<void> {
	await withMeetings(context, actor, { eventId: input.eventId, right: 'view' }, async (meetings) => {
		const { tx, own, now, row, forRules } = meetings;
		const invitation = await invitationById(tx, input.invitationId, { lock: true });
		if (!own || invitation?.fromRegistrationId !== own.id || invitation.eventId !== row.id) throw noSuch('invitation');
		if (!invitationRules.withdraw(actor, { ...forRules, state: invitation.state, from: own.personId })) throw notAllowed();
		await endInvitation(tx, invitation.id, { state: 'withdrawn', endedAt: now });
		await recordAudit(tx, { actor, action: 'event.withdraw-meeting-invitation', entity: 'event', entityId: row.id, detail: { invitationId: invitation.id }, about: { centreId: row.centreId } });
	});
}
