import { pgTable, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { DayHalf, HostPriority, SoftWishKind } from '#lib/meetings/vocabulary.ts';

const id = () => uuid('id').primaryKey().defaultRandom();
const ofEvent = () => text('event_id').notNull();
const madeAt = () => timestamp('made_at', { withTimezone: true, mode: 'date' }).notNull();

/** Of all meetings of somebody, or of those of two people; of two the one with the lesser id stands first. */
export const meetingPriority = pgTable('meeting_priority', {
	id: id(),
	eventId: ofEvent(),
	registrationId: uuid('registration_id').notNull(),
	otherRegistrationId: uuid('other_registration_id'),
	priority: smallint('priority').$type<Exclude<HostPriority, 0>>().notNull(),
	madeAt: madeAt(),
});

/** Two who never meet, the lesser id first. The reason is the organisers' alone. */
export const meetingForbiddenPair = pgTable('meeting_forbidden_pair', {
	id: id(),
	eventId: ofEvent(),
	registrationId: uuid('registration_id').notNull(),
	otherRegistrationId: uuid('other_registration_id').notNull(),
	reason: text('reason').notNull(),
	madeBy: text('made_by'),
	madeAt: madeAt(),
});

/** What would be nice, once everything else is as good as it can be. */
export const meetingSoftWish = pgTable('meeting_soft_wish', {
	id: id(),
	eventId: ofEvent(),
	kind: text('kind').$type<SoftWishKind>().notNull(),
	registrationId: uuid('registration_id'),
	dayId: uuid('day_id'),
	half: text('half').$type<DayHalf>(),
	tableId: uuid('table_id'),
	roomId: uuid('room_id'),
	zone: text('zone'),
	organisationId: uuid('organisation_id'),
	otherOrganisationId: uuid('other_organisation_id'),
	madeAt: madeAt(),
});

/** An interpreter who comes no more, once the organisers were told, with the repair that is proposed. */
export const meetingInterpreterGone = pgTable('meeting_interpreter_gone', {
	registrationId: uuid('registration_id').primaryKey(),
	eventId: ofEvent(),
	scheduleId: uuid('schedule_id'),
	toldAt: timestamp('told_at', { withTimezone: true, mode: 'date' }).notNull(),
});
