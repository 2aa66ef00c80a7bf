import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { DockingStand } from '#lib/docking/vocabulary.ts';
import { MEETING_DETAILS_LIMIT, MEETING_MINUTES, MEETING_TITLE_LIMIT, MESSAGE_LIMIT, SLOT_ANSWERS, SLOTS_MOST, SUBJECT_LIMIT, SUMMARY_LIMIT, TASK_LIMIT, type SlotAnswer } from '#lib/rooms/vocabulary.ts';
import { instantOf, isTimeZone } from '#lib/rooms/zoned-time.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { cleanText } from '#lib/server/listings/input.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';

/** What can be wrong with a field of a room's forms; `code` is the suffix of a message. */
export type RoomFieldCode = 'required' | 'too_long' | 'not_allowed' | 'day' | 'past_day' | 'time' | 'past' | 'twice';

export interface Written {
	text: string;
	language: Language;
}

const length = (text: string) => [...text].length;
export const wrongField = (field: string, code: RoomFieldCode, limit?: number) =>
	new ExpectedError('invalid_input', 'A field is wrong or missing.', { field, detail: { code, ...(limit === undefined ? {} : { limit }) } });

function limited(text: string, field: string, limit: number, required = true): string {
	if (required && text === '') throw wrongField(field, 'required');
	if (length(text) > limit) throw wrongField(field, 'too_long', limit);
	return text;
}

const lineOf = (form: FormData, field: string, limit: number) => limited(cleanLine(form.get(field)), field, limit);

function textOf(form: FormData, field: string, limit: number, required = true): string {
	const value = form.get(field);
	return limited(cleanText(typeof value === 'string' ? value : '').trim(), field, limit, required);
}

/** How sure the detector must be against the language of the page, which the writer reads at any rate. */
const SURE = 0.5;

/** The language that the writer has named; else the one that the text is in. */
function languageOf(form: FormData, text: string, page: Language): Language {
	const named = LANGUAGES.find((each) => each === form.get('language'));
	if (named) return named;
	const { language, confidence } = detectLanguage(text);
	return confidence >= SURE ? language : page;
}

export function messageInput(form: FormData, page: Language): Written & { answers: number | null } {
	const text = textOf(form, 'text', MESSAGE_LIMIT);
	const answers = Number(form.get('answers'));
	return { text, language: languageOf(form, text, page), answers: Number.isSafeInteger(answers) && answers > 0 ? answers : null };
}

export function threadInput(form: FormData, page: Language): { subject: string; message: Written } {
	const subject = lineOf(form, 'subject', SUBJECT_LIMIT);
	return { subject, message: messageInput(form, page) };
}

export function summaryInput(form: FormData, page: Language): Written {
	const text = textOf(form, 'summary', SUMMARY_LIMIT);
	return { text, language: languageOf(form, text, page) };
}

/** The translation that somebody has written by hand, into the language of the page. */
export function translationInput(form: FormData): { messageId: number; text: string } {
	return { messageId: idOf(form, 'message'), text: textOf(form, 'translation', MESSAGE_LIMIT) };
}

export function idOf(form: FormData, field: string): number {
	const id = Number(form.get(field));
	if (!Number.isSafeInteger(id) || id < 1) throw new ExpectedError('not_found', 'No such thing.');
	return id;
}

export function dayOf(form: FormData, field: string): string | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') return null;
	const day = new Date(`${typed}T00:00:00Z`);
	if (!/^\d{4}-\d{2}-\d{2}$/.test(typed) || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(typed)) throw wrongField(field, 'day');
	return typed;
}

export interface TaskInput extends Written {
	/** A side, or `person:<id>` as the form sends it, which the use case looks up. */
	who: { side: DockingStand } | { personId: string };
	dueOn: string | null;
}

export function taskInput(form: FormData, page: Language, now: Date): TaskInput {
	const text = lineOf(form, 'what', TASK_LIMIT);
	const who = String(form.get('who') ?? '');
	const side = (['offering', 'seeking', 'officers'] as const).find((each) => each === who);
	if (!side && !who.startsWith('person:')) throw wrongField('who', 'required');
	const dueOn = dayOf(form, 'dueOn');
	if (dueOn !== null && dueOn < now.toISOString().slice(0, 10)) throw wrongField('dueOn', 'past_day');
	return { text, language: languageOf(form, text, page), who: side ? { side } : { personId: who.slice(7) }, dueOn };
}

export interface MeetingInput {
	title: string;
	details: string;
	language: Language;
	minutes: number;
	timeZone: string;
}

function meetingInput(form: FormData, page: Language): MeetingInput {
	const title = lineOf(form, 'title', MEETING_TITLE_LIMIT);
	const details = textOf(form, 'details', MEETING_DETAILS_LIMIT, false);
	return { title, details, language: languageOf(form, `${title} ${details}`, page), minutes: minutesOf(form), timeZone: zoneOf(form) };
}

function minutesOf(form: FormData): number {
	const minutes = MEETING_MINUTES.find((each) => String(each) === form.get('minutes'));
	if (!minutes) throw wrongField('minutes', 'not_allowed');
	return minutes;
}

function zoneOf(form: FormData): string {
	const zone = String(form.get('zone') ?? '');
	if (!isTimeZone(zone)) throw wrongField('zone', 'not_allowed');
	return zone;
}

function timeOf(form: FormData, field: string, zone: string, now: Date): Date | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') return null;
	const instant = instantOf(zone, typed);
	if (!instant) throw wrongField(field, 'time');
	if (instant <= now) throw wrongField(field, 'past');
	return instant;
}

/** A proposal: up to five times, `slot_0` to `slot_4`, on the clocks of `zone`. */
export function proposalInput(form: FormData, page: Language, now: Date): MeetingInput & { slots: Date[] } {
	const meeting = meetingInput(form, page);
	const slots: Date[] = [];
	for (let index = 0; index < SLOTS_MOST; index++) {
		const slot = timeOf(form, `slot_${index}`, meeting.timeZone, now);
		if (slot && slots.some((known) => known.getTime() === slot.getTime())) throw wrongField(`slot_${index}`, 'twice');
		if (slot) slots.push(slot);
	}
	if (slots.length === 0) throw wrongField('slot_0', 'required');
	return { ...meeting, slots: slots.sort((a, b) => a.getTime() - b.getTime()) };
}

export function moveInput(form: FormData, now: Date): { startsAt: Date; minutes: number; timeZone: string } {
	const timeZone = zoneOf(form);
	const startsAt = timeOf(form, 'startsAt', timeZone, now);
	if (!startsAt) throw wrongField('startsAt', 'required');
	return { startsAt, minutes: minutesOf(form), timeZone };
}

/** `answer_<slot id>`: what the person says of each proposed time. */
export function answersInput(form: FormData): Map<string, SlotAnswer> {
	const answers = new Map<string, SlotAnswer>();
	for (const [name, value] of form) {
		const answer = name.startsWith('answer_') && SLOT_ANSWERS.find((each) => each === value);
		if (answer) answers.set(name.slice(7), answer);
	}
	return answers;
}
