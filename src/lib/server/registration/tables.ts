import { boolean, char, customType, date, integer, jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Language } from '#lib/engines/text/language.ts';
import type { Answer, QuestionChoice, ShownWhen } from '#lib/registration/questions.ts';
import type { Audience, Category, Diet, FrameState, QuestionKind, QuotaKind, RegistrationState, ScanResult, StandContact, SurveyState, Wish } from '#lib/registration/vocabulary.ts';
import type { OrganisationKind } from '#lib/server/network/organisation.ts';
import type { LocalText } from '#lib/text/local-text.ts';

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });
const day = (name: string) => date(name, { mode: 'string' });
const id = () => uuid('id').primaryKey().defaultRandom();
const ofEvent = () => text('event_id').notNull();
const texts = (name: string) => jsonb(name).$type<LocalText[]>().notNull();
/** JSON as it was put in: a `jsonb` column would read the text "42", which somebody answered, as a number, and "null" as nothing. */
const answer = customType<{ data: Answer; driverData: unknown }>({ dataType: () => 'jsonb', toDriver: (value) => JSON.stringify(value), fromDriver: (value) => value as Answer });
const note = (name: string) => text(name).notNull().default('');

/** How registration to an event stands. */
export const eventRegistrationFrame = pgTable('event_registration_frame', {
	eventId: text('event_id').primaryKey(),
	state: text('state').$type<FrameState>().notNull().default('closed'),
	/** The last day, on the calendar of the event's zone. */
	closesOn: day('closes_on'),
	audience: text('audience').$type<Audience>().notNull().default('anyone'),
	places: integer('places'),
	approval: boolean('approval').notNull().default(true),
	/** Those that a person may choose. */
	categories: text('categories').array().$type<Category[]>().notNull().default(['delegate']),
	wishes: text('wishes').array().$type<Wish[]>().notNull().default(['diet']),
	welcome: texts('welcome').default([]),
	/** Days after the event's last that wishes and files are kept. */
	keepDays: smallint('keep_days').notNull().default(60),
	updatedAt: at('updated_at').notNull().defaultNow(),
});

export const eventQuota = pgTable('event_quota', { id: id(), eventId: ofEvent(), kind: text('kind').$type<QuotaKind>().notNull(), key: text('key').notNull().default(''), places: integer('places').notNull() });

export const eventQuestion = pgTable('event_question', {
	id: id(),
	eventId: ofEvent(),
	/** The survey that asks it; null: the registration form. */
	surveyId: uuid('survey_id'),
	position: integer('position').notNull().default(0),
	kind: text('kind').$type<QuestionKind>().notNull(),
	labels: texts('labels'),
	help: texts('help').default([]),
	choices: jsonb('choices').$type<QuestionChoice[]>().notNull().default([]),
	required: boolean('required').notNull().default(false),
	shownWhen: jsonb('shown_when').$type<ShownWhen>(),
	/** No longer asked; what was answered stays. */
	retiredAt: at('retired_at'),
});

export const eventInvitation = pgTable('event_invitation', {
	id: id(),
	eventId: ofEvent(),
	code: text('code').notNull(),
	category: text('category').$type<Category>().notNull(),
	uses: integer('uses').notNull().default(1),
	/** Who comes with it needs no approval, while there are places. */
	approved: boolean('approved').notNull().default(true),
	email: text('email'),
	note: note('note'),
	expiresOn: day('expires_on'),
	madeBy: text('made_by'),
	madeAt: at('made_at').notNull(),
	withdrawnAt: at('withdrawn_at'),
	/** By a letter, once. */
	remindedAt: at('reminded_at'),
});

export const eventRegistration = pgTable('event_registration', {
	id: id(),
	eventId: ofEvent(),
	personId: text('person_id').notNull(),
	organisationId: uuid('organisation_id'),
	/** Of whom comes for no member organisation, as the person or an organiser says. */
	organisationKind: text('organisation_kind').$type<OrganisationKind>(),
	invitationId: uuid('invitation_id'),
	state: text('state').$type<RegistrationState>().notNull(),
	category: text('category').$type<Category>().notNull(),
	/** The person's name in the scripts that the badge shows. */
	names: texts('names'),
	worksAt: texts('works_at').default([]),
	headline: texts('headline').default([]),
	country: char('country', { length: 2 }).notNull(),
	/** The best first. */
	languages: text('languages').array().$type<Language[]>().notNull(),
	/** Whether other participants find the person among them. */
	listed: boolean('listed').notNull().default(true),
	standContact: text('stand_contact').$type<StandContact>().notNull().default('ask'),
	waitingSince: at('waiting_since'),
	badge: text('badge'),
	badgePrintedAt: at('badge_printed_at'),
	/** A digest of what it showed then. */
	badgePrinted: char('badge_printed', { length: 32 }),
	reason: note('reason'),
	decidedBy: text('decided_by'),
	decidedAt: at('decided_at'),
	certificateToldAt: at('certificate_told_at'),
	version: integer('version').notNull().default(1),
	isSample: boolean('is_sample').notNull().default(false),
	createdAt: at('created_at').notNull(),
	updatedAt: at('updated_at').notNull(),
});

/** What only the person and the organisers read. */
export const eventRegistrationWishes = pgTable('event_registration_wishes', {
	registrationId: uuid('registration_id').primaryKey(),
	eventId: ofEvent(),
	phone: note('phone'),
	diet: text('diet').array().$type<Diet[]>().notNull().default([]),
	dietNote: note('diet_note'),
	accessNote: note('access_note'),
	staysFrom: day('stays_from'),
	staysUntil: day('stays_until'),
	stayNote: note('stay_note'),
	arrivesOn: day('arrives_on'),
	arrivesWith: note('arrives_with'),
	leavesOn: day('leaves_on'),
	leavesWith: note('leaves_with'),
	/** To be fetched from the station or airport. */
	fetched: boolean('fetched').notNull().default(false),
	visa: boolean('visa').notNull().default(false),
	passportName: note('passport_name'),
	passportNumber: note('passport_number'),
	nationality: char('nationality', { length: 2 }),
	bornOn: day('born_on'),
});

/** The number of somebody's letter for a visa; it stays taken when whose it was is erased. */
export const eventVisaLetter = pgTable(
	'event_visa_letter',
	{ eventId: ofEvent(), number: integer('number').notNull(), registrationId: uuid('registration_id'), issuedAt: at('issued_at').notNull() },
	(table) => [primaryKey({ columns: [table.eventId, table.number] })],
);

export const eventAnswer = pgTable(
	'event_answer',
	{ registrationId: uuid('registration_id').notNull(), questionId: uuid('question_id').notNull(), eventId: ofEvent(), value: answer('value').notNull(), sha256: char('sha256', { length: 64 }) },
	(table) => [primaryKey({ columns: [table.registrationId, table.questionId] })],
);

/** A file chosen in a form that came back: the person's alone, for a day. */
export const eventKeptFile = pgTable(
	'event_kept_file',
	{ personId: text('person_id').notNull(), questionId: uuid('question_id').notNull(), eventId: ofEvent(), name: text('name').notNull(), mediaType: text('media_type').notNull(), bytes: integer('bytes').notNull(), sha256: char('sha256', { length: 64 }).notNull(), keptAt: at('kept_at').notNull() },
	(table) => [primaryKey({ columns: [table.personId, table.questionId] })],
);

/** Each scan at a door, once; for each person, day and session one that let the person in. */
export const eventScan = pgTable('event_scan', {
	/** Drawn by the phone. */
	id: uuid('id').primaryKey(),
	eventId: ofEvent(),
	registrationId: uuid('registration_id'),
	/** The session whose door it is; null: the event's. */
	sessionId: uuid('session_id'),
	day: day('day').notNull(),
	door: text('door').notNull(),
	result: text('result').$type<ScanResult>().notNull(),
	scannedAt: at('scanned_at').notNull(),
	receivedAt: at('received_at').notNull(),
	scannedBy: text('scanned_by'),
	/** Found by name, without a badge. */
	byName: boolean('by_name').notNull().default(false),
	takenBackAt: at('taken_back_at'),
	takenBackBy: text('taken_back_by'),
	takenBackReason: note('taken_back_reason'),
});

/** Who lets people in at the doors without being an organiser. */
export const eventDoorHelper = pgTable(
	'event_door_helper',
	{ eventId: ofEvent(), personId: text('person_id').notNull(), grantedBy: text('granted_by'), grantedAt: at('granted_at').notNull() },
	(table) => [primaryKey({ columns: [table.eventId, table.personId] })],
);

/** A survey of a session, or of the event (no session). */
export const eventSurvey = pgTable('event_survey', {
	id: id(),
	eventId: ofEvent(),
	sessionId: uuid('session_id'),
	anonymous: boolean('anonymous').notNull().default(true),
	intro: texts('intro').default([]),
	state: text('state').$type<SurveyState>().notNull().default('draft'),
	closesAt: at('closes_at').notNull(),
	/** Closed, and its sheets lead to nobody any more. */
	sealedAt: at('sealed_at'),
	/** How often it was opened with sheets that lead to nobody any more. */
	round: smallint('round').notNull().default(1),
	/** Sealed, and until then known still who has answered; null: that is known no more. */
	reopenUntil: at('reopen_until'),
	reopenedAt: at('reopened_at'),
	/** When it was opened again last, the few sheets there were had to be laid aside. */
	begunAnew: boolean('begun_anew').notNull().default(false),
	madeAt: at('made_at').notNull(),
});

/** Who got a letter that asks. */
export const eventSurveyAsked = pgTable('event_survey_asked', { surveyId: uuid('survey_id').notNull(), registrationId: uuid('registration_id').notNull(), eventId: ofEvent(), askedAt: at('asked_at').notNull() }, (table) => [primaryKey({ columns: [table.surveyId, table.registrationId] })]);

/** What one person answered; whose it is stands there only where the survey is not anonymous. */
export const eventSurveySheet = pgTable('event_survey_sheet', {
	/** Made by `sheetId`. */
	id: char('id', { length: 64 }).primaryKey(),
	surveyId: uuid('survey_id').notNull(),
	eventId: ofEvent(),
	anonymous: boolean('anonymous').notNull(),
	registrationId: uuid('registration_id'),
	language: text('language').$type<Language>().notNull().default('en'),
	/** The survey's when it was given. */
	round: smallint('round').notNull().default(1),
});

/** That somebody has answered a sealed survey (see sheet-id.ts). */
export const eventSurveyMark = pgTable('event_survey_mark', { surveyId: uuid('survey_id').notNull(), eventId: ofEvent(), mark: char('mark', { length: 64 }).notNull() }, (table) => [primaryKey({ columns: [table.surveyId, table.mark] })]);

export const eventSurveyAnswer = pgTable(
	'event_survey_answer',
	{ sheetId: char('sheet_id', { length: 64 }).notNull(), questionId: uuid('question_id').notNull(), eventId: ofEvent(), value: answer('value').notNull() },
	(table) => [primaryKey({ columns: [table.sheetId, table.questionId] })],
);
