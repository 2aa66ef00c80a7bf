import { and, asc, eq, inArray, notInArray } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { findEvent, type FoundEvent } from '#lib/server/events/queries.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';
import type { RegistrationRow } from '#lib/server/registration/registrations.ts';
import type { MeetingsForRules } from './rules.ts';
import { meetingFrame, meetingInterpreter, meetingParticipant, meetingParticipantListing, meetingSlot } from './tables.ts';

export type FrameRow = typeof meetingFrame.$inferSelect;
export type SlotRow = typeof meetingSlot.$inferSelect;
export type ParticipantRow = typeof meetingParticipant.$inferSelect;

/** The meetings of an event as one person comes to them. */
export interface FoundMeetings extends FoundEvent {
	frame: FrameRow | null;
	/** The registration of whoever asks, in whatever state. */
	own: RegistrationRow | null;
	participant: ParticipantRow | null;
	rules: MeetingsForRules;
}

/** The meetings of an event with what their rules ask, for one person; inside `asActor`, where drafts of others do not exist. */
export async function findMeetings(tx: Executor, eventId: string, personId: string | null, now: Date): Promise<FoundMeetings | undefined> {
	const found = await findEvent(tx, eventId, now);
	if (!found) return undefined;
	const frame = (await tx.select().from(meetingFrame).where(eq(meetingFrame.eventId, eventId)))[0] ?? null;
	const rows = personId
		? await tx
				.select({ own: eventRegistration, participant: meetingParticipant })
				.from(eventRegistration)
				.leftJoin(meetingParticipant, eq(meetingParticipant.registrationId, eventRegistration.id))
				.where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.personId, personId)))
		: [];
	const { own = null, participant = null } = rows[0] ?? {};
	const pastDeadline = frame?.requestDeadline !== undefined && frame?.requestDeadline !== null && frame.requestDeadline <= now;
	const interprets = own !== null && (await interpretersAmong(tx, [own.id])).has(own.id);
	const ownForRules = own && { personId: own.personId, approved: own.state === 'approved', joined: participant !== null, interprets };
	return { ...found, frame, own, participant, rules: { ...found.forRules, frame: frame?.state ?? null, pastDeadline, own: ownForRules } };
}

/** Who of some interprets at the event. */
export async function interpretersAmong(tx: Executor, registrations: readonly string[]): Promise<Set<string>> {
	return new Set((await tx.select({ id: meetingInterpreter.registrationId }).from(meetingInterpreter).where(inArray(meetingInterpreter.registrationId, [...registrations]))).map(({ id }) => id));
}

export async function slotsOf(tx: Executor, eventId: string): Promise<SlotRow[]> {
	return tx.select().from(meetingSlot).where(eq(meetingSlot.eventId, eventId)).orderBy(asc(meetingSlot.startsAt));
}

const personColumns = {
	id: eventRegistration.id,
	eventId: eventRegistration.eventId,
	personId: eventRegistration.personId,
	state: eventRegistration.state,
	names: eventRegistration.names,
	headline: eventRegistration.headline,
	worksAt: eventRegistration.worksAt,
	category: eventRegistration.category,
	country: eventRegistration.country,
	languages: eventRegistration.languages,
	isSample: eventRegistration.isSample,
	organisation: { id: organisation.id, slug: organisation.slug, names: organisation.names },
};

const people = (tx: Executor) =>
	tx
		.select(personColumns)
		.from(eventRegistration)
		.leftJoin(organisation, and(eq(organisation.id, eventRegistration.organisationId), eq(organisation.state, 'admitted')));
export type MeetingPerson = Awaited<ReturnType<typeof people>>[number];

/** People by their registrations, whatever became of these; inside `asActor`. */
export async function peopleOf(tx: Executor, registrations: readonly string[]): Promise<Map<string, MeetingPerson>> {
	if (registrations.length === 0) return new Map();
	return new Map((await people(tx).where(inArray(eventRegistration.id, [...new Set(registrations)]))).map((person) => [person.id, person]));
}

/** Who wants meetings and comes, as the catalogue has it. */
export interface Wanting extends MeetingPerson {
	seeks: string;
	seeksLanguage: ParticipantRow['seeksLanguage'];
	listingIds: string[];
}

/** Everybody who wants meetings at an event, is approved for it and does not interpret there; of one registration where one is named. As the operator. */
export async function wantingMeetings(tx: Executor, eventId: string, registration?: string): Promise<Wanting[]> {
	const at = registration === undefined ? undefined : eq(meetingParticipant.registrationId, registration);
	const interpreters = tx.select({ id: meetingInterpreter.registrationId }).from(meetingInterpreter).where(eq(meetingInterpreter.eventId, eventId));
	const wishes = await tx.select().from(meetingParticipant).where(and(eq(meetingParticipant.eventId, eventId), notInArray(meetingParticipant.registrationId, interpreters), at)).orderBy(asc(meetingParticipant.joinedAt), asc(meetingParticipant.registrationId));
	// Read apart and joined here: behind their walls the database takes a thousand rows for two, and would join them one by one.
	const coming = await people(tx).where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, 'approved'), registration === undefined ? undefined : eq(eventRegistration.id, registration)));
	const byId = new Map(coming.map((person) => [person.id, person]));
	const rows = wishes.flatMap(({ registrationId, seeks, seeksLanguage }) => {
		const person = byId.get(registrationId);
		return person ? [{ ...person, seeks, seeksLanguage }] : [];
	});
	const shown = rows.length === 0 ? [] : await tx.select().from(meetingParticipantListing).where(inArray(meetingParticipantListing.registrationId, rows.map(({ id }) => id)));
	const listings = new Map<string, string[]>();
	for (const { registrationId, listingId } of shown) listings.set(registrationId, [...(listings.get(registrationId) ?? []), listingId]);
	return rows.map((row) => ({ ...row, listingIds: listings.get(row.id) ?? [] }));
}

/** Who gets letters about meetings, by registration. */
interface Reachable {
	registrationId: string;
	userId: string;
	name: string;
	email: string;
	language: string;
}

export async function reachable(tx: Executor, registrations: readonly string[]): Promise<Reachable[]> {
	if (registrations.length === 0) return [];
	return tx
		.select({ registrationId: eventRegistration.id, userId: user.id, name: user.name, email: user.email, language: user.language })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.where(inArray(eventRegistration.id, [...new Set(registrations)]));
}
