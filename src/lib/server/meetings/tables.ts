import { boolean, doublePrecision, integer, jsonb, pgTable, primaryKey, real, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { RefusedRequest } from '#lib/engines/meetings/types.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { FrameState, InvitationState, MeetingMode, MeetingOrigin, MeetingOutcome, MeetingState, PartyState, Presence, RefusalReason, RequestState, ScheduleState, SlotKind } from '#lib/meetings/vocabulary.ts';
import type { MeetingWeights } from '#lib/meetings/weights.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const id = () => uuid('id').primaryKey().defaultRandom();
const ofEvent = () => text('event_id').notNull();
const registration = (name = 'registration_id') => uuid(name).notNull();
const version = () => integer('version').notNull().default(1);

/** How meetings of an event are arranged. No row: there are none. */
export const meetingFrame = pgTable('meeting_frame', {
	eventId: text('event_id').primaryKey(),
	state: text('state').$type<FrameState>().notNull().default('preparing'),
	mode: text('mode').$type<MeetingMode>().notNull().default('booking'),
	slotMinutes: smallint('slot_minutes').notNull().default(30),
	/** Requests of one person that may be open or accepted at a time. */
	requestLimit: smallint('request_limit').notNull().default(20),
	/** Meetings of one person in a day; null: as many as there are slots. */
	dailyLimit: smallint('daily_limit'),
	requestDeadline: at('request_deadline'),
	answerDays: smallint('answer_days').notNull().default(7),
	/** What the host weighs otherwise than `MEETING_WEIGHTS`. */
	weights: jsonb('weights').$type<Partial<MeetingWeights>>().notNull().default({}),
	/** The share of the greatest weight that may be given up so that nobody with a feasible wish goes without. */
	fairnessAllowance: real('fairness_allowance').notNull().default(0),
	publishedSchedule: uuid('published_schedule'),
	/** When the organisers were last told that a repair could find places for wishes that wait. */
	repairToldAt: at('repair_told_at'),
	version: version(),
	changedAt: at('changed_at').notNull().defaultNow(),
});

/** Slots of an event do not overlap. */
export const meetingSlot = pgTable('meeting_slot', {
	id: id(),
	eventId: ofEvent(),
	dayId: uuid('day_id').notNull(),
	startsAt: at('starts_at').notNull(),
	minutes: smallint('minutes').notNull(),
	kind: text('kind').$type<SlotKind>().notNull().default('booking'),
});

/** Who wants meetings: without this row nobody is in the catalogue, nor suggested, nor asked. */
export const meetingParticipant = pgTable('meeting_participant', {
	registrationId: uuid('registration_id').primaryKey(),
	eventId: ofEvent(),
	seeks: text('seeks').notNull().default(''),
	seeksLanguage: text('seeks_language').$type<Language>(),
	/** Null: as many as the event lets one have. */
	maxMeetings: smallint('max_meetings'),
	maxPerDay: smallint('max_per_day'),
	joinedAt: at('joined_at').notNull(),
	changedAt: at('changed_at').notNull(),
});

export const meetingParticipantListing = pgTable(
	'meeting_participant_listing',
	{ registrationId: registration(), listingId: uuid('listing_id').notNull() },
	(table) => [primaryKey({ columns: [table.registrationId, table.listingId] })],
);

export const meetingInterpreter = pgTable(
	'meeting_interpreter',
	{ registrationId: registration(), eventId: ofEvent(), oneLanguage: text('one_language').$type<Language>().notNull(), otherLanguage: text('other_language').$type<Language>().notNull() },
	(table) => [primaryKey({ columns: [table.registrationId, table.oneLanguage, table.otherLanguage] })],
);

/** A slot in which somebody is not there. */
export const meetingAvailability = pgTable(
	'meeting_availability',
	{
		registrationId: registration(),
		slotId: uuid('slot_id').notNull(),
		eventId: ofEvent(),
		/** Marked by the organisers, not painted by the person. */
		byDesk: boolean('by_desk').notNull().default(false),
	},
	(table) => [primaryKey({ columns: [table.registrationId, table.slotId] })],
);

export const meetingRequest = pgTable('meeting_request', {
	id: id(),
	eventId: ofEvent(),
	fromRegistrationId: registration('from_registration_id'),
	toRegistrationId: registration('to_registration_id'),
	/** What each side would talk about. */
	fromListingId: uuid('from_listing_id'),
	toListingId: uuid('to_listing_id'),
	byHost: boolean('by_host').notNull().default(false),
	/** False: proposed by the organisers, and neither has answered. Who agrees first stands as who asks, who declines as who was asked. */
	fromAgreed: boolean('from_agreed').notNull().default(true),
	message: text('message').notNull().default(''),
	messageLanguage: text('message_language').$type<Language>().notNull(),
	state: text('state').$type<RequestState>().notNull().default('asked'),
	mutual: boolean('mutual').notNull().default(false),
	/** More than two were asked: `meetingRequestParty` has them, and `toRegistrationId` is one of those who are still in it. */
	several: boolean('several').notNull().default(false),
	/** What the asked side wrote who wished the meeting too. */
	reply: text('reply').notNull().default(''),
	replyLanguage: text('reply_language').$type<Language>(),
	suggestionScore: real('suggestion_score'),
	hostPriority: smallint('host_priority').notNull().default(0),
	expiresAt: at('expires_at').notNull(),
	answerReason: text('answer_reason').$type<RefusalReason>(),
	answerWords: text('answer_words').notNull().default(''),
	answerLanguage: text('answer_language').$type<Language>(),
	answeredAt: at('answered_at'),
	toldAt: at('told_at'),
	answerToldAt: at('answer_told_at'),
	/** When a letter said that it still waits for an answer: once. */
	remindedAt: at('reminded_at'),
	createdAt: at('created_at').notNull(),
	version: version(),
});

/** One of those who were asked to a meeting of several. Who asks has no row. */
export const meetingRequestParty = pgTable(
	'meeting_request_party',
	{
		requestId: uuid('request_id').notNull(),
		registrationId: registration(),
		eventId: ofEvent(),
		position: smallint('position').notNull(),
		state: text('state').$type<PartyState>().notNull().default('asked'),
		gladly: boolean('gladly').notNull().default(false),
		answerReason: text('answer_reason').$type<RefusalReason>(),
		answerWords: text('answer_words').notNull().default(''),
		answerLanguage: text('answer_language').$type<Language>(),
		answeredAt: at('answered_at'),
		toldAt: at('told_at'),
		answerToldAt: at('answer_told_at'),
		remindedAt: at('reminded_at'),
	},
	(table) => [primaryKey({ columns: [table.requestId, table.registrationId] })],
);

/** Asks the owner of a listing who is not registered for the event to come and meet. */
export const meetingInvitation = pgTable('meeting_invitation', {
	id: id(),
	eventId: ofEvent(),
	fromRegistrationId: registration('from_registration_id'),
	listingId: uuid('listing_id').notNull(),
	organisationId: uuid('organisation_id').notNull(),
	ownListingId: uuid('own_listing_id'),
	message: text('message').notNull(),
	messageLanguage: text('message_language').$type<Language>().notNull(),
	state: text('state').$type<InvitationState>().notNull().default('open'),
	suggestionScore: real('suggestion_score'),
	/** The code for the registration, where the event takes nobody without one. */
	codeId: uuid('code_id'),
	/** What came of it. */
	requestId: uuid('request_id'),
	expiresAt: at('expires_at').notNull(),
	createdAt: at('created_at').notNull(),
	endedAt: at('ended_at'),
});

/** Who wants no such invitations any more. */
export const meetingInvitationBlock = pgTable('meeting_invitation_block', { personId: text('person_id').primaryKey(), since: at('since').notNull() });

/** A schedule as it is worked out; the organisers' alone. */
export const meetingSchedule = pgTable('meeting_schedule', {
	id: id(),
	eventId: ofEvent(),
	number: integer('number').notNull(),
	state: text('state').$type<ScheduleState>().notNull().default('draft'),
	options: jsonb('options').$type<Record<string, unknown>>().notNull().default({}),
	seed: integer('seed').notNull().default(1),
	weight: doublePrecision('weight'),
	bound: doublePrecision('bound'),
	gap: doublePrecision('gap'),
	figures: jsonb('figures').$type<Record<string, number>>().notNull().default({}),
	refused: jsonb('refused').$type<RefusedRequest[]>().notNull().default([]),
	failure: text('failure'),
	version: version(),
	madeBy: text('made_by'),
	madeAt: at('made_at').notNull(),
	finishedAt: at('finished_at'),
	publishedAt: at('published_at'),
});

/** A meeting of a schedule that is worked on; what people know of stands in `eventMeeting`. */
export const meetingPlaced = pgTable(
	'meeting_placed',
	{
		scheduleId: uuid('schedule_id').notNull(),
		requestId: uuid('request_id').notNull(),
		eventId: ofEvent(),
		slotId: uuid('slot_id').notNull(),
		tableId: uuid('table_id'),
		interpreterId: uuid('interpreter_id'),
		locked: boolean('locked').notNull().default(false),
	},
	(table) => [primaryKey({ columns: [table.scheduleId, table.requestId] })],
);

/** The meetings before a run of the solver, or before a schedule was published: what a press on undo puts back. */
export const meetingBefore = pgTable(
	'meeting_before',
	{
		scheduleId: uuid('schedule_id').notNull(),
		step: text('step').$type<'run' | 'publication'>().notNull(),
		requestId: uuid('request_id').notNull(),
		eventId: ofEvent(),
		/** Null: it did not stand before the publication. */
		slotId: uuid('slot_id'),
		tableId: uuid('table_id'),
		interpreterId: uuid('interpreter_id'),
		locked: boolean('locked').notNull().default(false),
		origin: text('origin').$type<MeetingOrigin>().notNull().default('scheduled'),
		/** The schedule that the meeting had come with. */
		cameWith: uuid('came_with'),
	},
	(table) => [primaryKey({ columns: [table.scheduleId, table.step, table.requestId] })],
);

/** A meeting that stands, known to its people and their calendars. One that is off has left its slot and table. */
export const eventMeeting = pgTable('event_meeting', {
	id: id(),
	eventId: ofEvent(),
	requestId: uuid('request_id').notNull(),
	origin: text('origin').$type<MeetingOrigin>().notNull(),
	scheduleId: uuid('schedule_id'),
	slotId: uuid('slot_id'),
	tableId: uuid('table_id'),
	interpreterId: uuid('interpreter_id'),
	/** As its people were last told. */
	startsAt: at('starts_at').notNull(),
	minutes: smallint('minutes').notNull(),
	locked: boolean('locked').notNull().default(false),
	state: text('state').$type<MeetingState>().notNull().default('planned'),
	/** Whether it was held is what the desk has noted of it, whatever its people say. */
	byDesk: boolean('by_desk').notNull().default(false),
	/** The last report that can be taken back: one side's, or that of all other meetings of a slot. */
	reportId: uuid('report_id'),
	reportedAt: at('reported_at'),
	/** The version that the report left: any other shows that something has changed since. */
	reportedVersion: integer('reported_version'),
	stateBefore: text('state_before').$type<Exclude<MeetingState, 'cancelled'>>(),
	sequence: integer('sequence').notNull().default(0),
	version: version(),
	cancelledWords: text('cancelled_words').notNull().default(''),
	cancelledLanguage: text('cancelled_language').$type<Language>(),
	/** When its people were asked what came of it: once. */
	askedAt: at('asked_at'),
	/** When its people were sent the agenda of its day, on the eve: once. */
	agendaToldAt: at('agenda_told_at'),
	createdAt: at('created_at').notNull(),
	changedAt: at('changed_at').notNull(),
});

/** Who sits in a meeting; one row a person and slot, so that nobody is in two places. */
export const meetingAttendee = pgTable(
	'meeting_attendee',
	{
		meetingId: uuid('meeting_id').notNull(),
		registrationId: registration(),
		eventId: ofEvent(),
		/** That of the meeting; null once it is off. */
		slotId: uuid('slot_id'),
		role: text('role').$type<'party' | 'interpreter'>().notNull().default('party'),
		presence: text('presence').$type<Presence>().notNull().default('expected'),
		/** Counts only while the presence is late; null: not said. */
		lateMinutes: smallint('late_minutes'),
		/** The last report of the meeting that this one gave. */
		reportId: uuid('report_id'),
		/** Before the last report of the meeting, with `lateMinutesBefore`. */
		presenceBefore: text('presence_before').$type<Presence>(),
		lateMinutesBefore: smallint('late_minutes_before'),
		outcome: text('outcome').$type<MeetingOutcome>(),
		outcomeAt: at('outcome_at'),
		interestId: uuid('interest_id'),
	},
	(table) => [primaryKey({ columns: [table.meetingId, table.registrationId] })],
);
