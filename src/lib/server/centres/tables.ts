import { bigint, boolean, char, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ActionState, AgreementKind, Lead, MeetingMode, MeetingState, MinutesState, PlanItemKind, PlanItemState, Side } from '#lib/centres/vocabulary.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const localText = (name: string) => jsonb(name).$type<LocalText[]>();
const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const day = (name: string) => date(name, { mode: 'string' });

export interface AgreementParty {
	country: string;
	/** Empty where the source names the country only. */
	names: LocalText[];
}

export const foundingAgreement = pgTable('founding_agreement', {
	id: uuid('id').primaryKey().defaultRandom(),
	centreId: text('centre_id').notNull(),
	kind: text('kind').$type<AgreementKind>().notNull(),
	titles: localText('titles').notNull(),
	signedOn: day('signed_on'),
	place: localText('place').notNull().default([]),
	parties: jsonb('parties').$type<AgreementParty[]>().notNull().default([]),
	validUntil: day('valid_until'),
	source: text('source').notNull(),
	isSample: boolean('is_sample').notNull().default(false),
	/** How data/network names it, so that loading again doubles nothing. */
	externalId: text('external_id'),
	createdBy: text('created_by'),
	createdAt: moment('created_at').notNull().defaultNow(),
});

export const centreStaff = pgTable(
	'centre_staff',
	{
		centreId: text('centre_id').notNull(),
		userId: text('user_id').notNull(),
		shown: boolean('shown').notNull(),
		position: localText('position').notNull().default([]),
		languages: text('languages').array().notNull().default([]),
		decidedAt: moment('decided_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.centreId, table.userId] })],
);

export const centreContact = pgTable('centre_contact', { centreId: text('centre_id').primaryKey(), email: text('email').notNull() });

export const centreEvent = pgTable('centre_event', { centreId: text('centre_id').notNull(), eventId: text('event_id').notNull() }, (table) => [
	primaryKey({ columns: [table.centreId, table.eventId] }),
]);

export const centreMessage = pgTable('centre_message', {
	id: uuid('id').primaryKey().defaultRandom(),
	centreId: text('centre_id').notNull(),
	fromName: text('from_name').notNull(),
	fromEmail: text('from_email').notNull(),
	words: text('words').notNull(),
	language: text('language').notNull(),
	place: text('place'),
	sentAt: moment('sent_at').notNull(),
	answeredAt: moment('answered_at'),
	answeredBy: text('answered_by'),
});

export const workingGroup = pgTable('working_group', {
	centreId: text('centre_id').primaryKey(),
	names: localText('names').notNull(),
	about: localText('about').notNull().default([]),
	languages: text('languages').array().notNull(),
	source: text('source').notNull(),
	createdAt: moment('created_at').notNull().defaultNow(),
});

export const workingMeeting = pgTable('working_meeting', {
	id: uuid('id').primaryKey().defaultRandom(),
	centreId: text('centre_id').notNull(),
	year: smallint('year').notNull(),
	heldOn: day('held_on'),
	place: localText('place').notNull().default([]),
	country: char('country', { length: 2 }),
	mode: text('mode').$type<MeetingMode>().notNull().default('in-person'),
	state: text('state').$type<MeetingState>().notNull().default('planned'),
	version: integer('version').notNull().default(1),
	isSample: boolean('is_sample').notNull().default(false),
});

export const workingParticipant = pgTable('working_participant', {
	id: uuid('id').primaryKey().defaultRandom(),
	meetingId: uuid('meeting_id').notNull(),
	centreId: text('centre_id').notNull(),
	side: text('side').$type<Side>().notNull(),
	name: text('name').notNull(),
	position: text('position').notNull().default(''),
	shown: boolean('shown').notNull().default(false),
});

export const workingAgendaItem = pgTable('working_agenda_item', {
	id: uuid('id').primaryKey().defaultRandom(),
	meetingId: uuid('meeting_id').notNull(),
	position: integer('position').notNull(),
	texts: localText('texts').notNull(),
	lead: text('lead').$type<Lead>().notNull().default('both'),
});

export const workingMinutes = pgTable('working_minutes', {
	meetingId: uuid('meeting_id').primaryKey(),
	centreId: text('centre_id').notNull(),
	state: text('state').$type<MinutesState>().notNull().default('draft'),
	version: integer('version').notNull().default(1),
	chinaBy: text('china_by'),
	chinaAt: moment('china_at'),
	chinaPublish: boolean('china_publish'),
	partnerBy: text('partner_by'),
	partnerAt: moment('partner_at'),
	partnerPublish: boolean('partner_publish'),
});

export const workingMinutesText = pgTable('working_minutes_text', {
	meetingId: uuid('meeting_id').primaryKey(),
	centreId: text('centre_id').notNull(),
	texts: localText('texts').notNull().default([]),
});

export const workingDecision = pgTable('working_decision', {
	id: uuid('id').primaryKey().defaultRandom(),
	meetingId: uuid('meeting_id').notNull(),
	centreId: text('centre_id').notNull(),
	number: integer('number').notNull(),
	texts: localText('texts').notNull(),
});

export const workingAction = pgTable('working_action', {
	id: uuid('id').primaryKey().defaultRandom(),
	meetingId: uuid('meeting_id').notNull(),
	centreId: text('centre_id').notNull(),
	texts: localText('texts').notNull(),
	side: text('side').$type<Side>().notNull(),
	ownerId: text('owner_id'),
	dueOn: day('due_on').notNull(),
	state: text('state').$type<ActionState>().notNull().default('open'),
	outcome: text('outcome').notNull().default(''),
	endedAt: moment('ended_at'),
	endedBy: text('ended_by'),
	remindedOn: day('reminded_on'),
});

export const workPlan = pgTable(
	'work_plan',
	{
		centreId: text('centre_id').notNull(),
		year: smallint('year').notNull(),
		state: text('state').$type<'draft' | 'adopted'>().notNull().default('draft'),
		version: integer('version').notNull().default(1),
		chinaBy: text('china_by'),
		chinaAt: moment('china_at'),
		partnerBy: text('partner_by'),
		partnerAt: moment('partner_at'),
		isSample: boolean('is_sample').notNull().default(false),
	},
	(table) => [primaryKey({ columns: [table.centreId, table.year] })],
);

export const workPlanItem = pgTable('work_plan_item', {
	id: uuid('id').primaryKey().defaultRandom(),
	centreId: text('centre_id').notNull(),
	year: smallint('year').notNull(),
	position: integer('position').notNull(),
	kind: text('kind').$type<PlanItemKind>().notNull(),
	texts: localText('texts').notNull(),
	dueOn: day('due_on'),
	state: text('state').$type<PlanItemState>().notNull().default('planned'),
	outcome: localText('outcome').notNull().default([]),
});

export const workPlanLink = pgTable('work_plan_link', {
	id: uuid('id').primaryKey().defaultRandom(),
	itemId: uuid('item_id').notNull(),
	eventId: text('event_id'),
	agreementId: uuid('agreement_id'),
	/** Of an agreement between members, in the public register. */
	registerNumber: bigint('register_number', { mode: 'number' }),
});
