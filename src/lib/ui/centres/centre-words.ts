import * as m from '#lib/paraglide/messages.js';
import type { ActionState, AgreementKind, Lead, MeetingMode, MeetingState, MinutesState, PlanItemKind, PlanItemState } from '#lib/centres/vocabulary.ts';
import type { HoursSpan } from '#lib/centres/opening-hours.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { dateFormat, listFormat } from '#lib/text/kept-formats.ts';

const AGREEMENTS: Record<AgreementKind, () => string> = { memorandum: m.centre_agreement_memorandum, agreement: m.centre_agreement_agreement, 'letter-of-intent': m.centre_agreement_letter, other: m.centre_agreement_other };
export const agreementWords = (kind: AgreementKind): string => AGREEMENTS[kind]();

const SIDES: Record<Lead, () => string> = { china: m.group_side_china, partner: m.group_side_partner, both: m.group_side_both };
export const sideWords = (side: Lead): string => SIDES[side]();

const MODES: Record<MeetingMode, () => string> = { 'in-person': m.group_mode_in_person, online: m.group_mode_online, hybrid: m.group_mode_hybrid };
export const modeWords = (mode: MeetingMode): string => MODES[mode]();

const MEETINGS: Record<MeetingState, () => string> = { planned: m.group_meeting_planned, held: m.group_meeting_held, cancelled: m.group_meeting_cancelled };
export const meetingWords = (state: MeetingState): string => MEETINGS[state]();

const MINUTES: Record<MinutesState, () => string> = { draft: m.group_minutes_draft, agreed: m.group_minutes_agreed, published: m.group_minutes_published, kept: m.group_minutes_kept };
export const minutesWords = (state: MinutesState): string => MINUTES[state]();

const ACTIONS: Record<ActionState | 'overdue', () => string> = { open: m.group_action_open, overdue: m.group_action_overdue, done: m.group_action_done, dropped: m.group_action_dropped };
export const actionWords = (state: ActionState | 'overdue'): string => ACTIONS[state]();

const ITEM_KINDS: Record<PlanItemKind, () => string> = { docking: m.group_kind_docking, training: m.group_kind_training, exhibition: m.group_kind_exhibition, visit: m.group_kind_visit, research: m.group_kind_research, exchange: m.group_kind_exchange, agreement: m.group_kind_agreement, other: m.group_kind_other };
export const itemKindWords = (kind: PlanItemKind): string => ITEM_KINDS[kind]();

const ITEM_STATES: Record<PlanItemState, () => string> = { planned: m.group_item_planned, 'under-way': m.group_item_under_way, done: m.group_item_done, cancelled: m.group_item_cancelled };
export const itemStateWords = (state: PlanItemState): string => ITEM_STATES[state]();

/** Monday is 1. The first of January 2024 was a Monday. */
export const weekdayName = (day: number, reader: Language): string => dateFormat(reader, { weekday: 'short', timeZone: 'UTC' }).format(new Date(Date.UTC(2024, 0, day)));

/** "Mon–Fri" where days follow one another, else "Mon, Wed". */
export function daysWords(days: readonly number[], reader: Language): string {
	const sorted = [...days].sort((a, b) => a - b);
	const run = sorted.length > 2 && sorted.every((day, index) => index === 0 || day === sorted[index - 1]! + 1);
	if (run) return `${weekdayName(sorted[0]!, reader)}–${weekdayName(sorted.at(-1)!, reader)}`;
	return listFormat(reader, { type: 'unit' }).format(sorted.map((day) => weekdayName(day, reader)));
}

/** Spans on the same days, together: "Mon–Fri 08:30–12:00, 13:30–17:00". */
export function hoursLines(hours: readonly HoursSpan[], reader: Language): { days: string; spans: string }[] {
	const byDays = new Map<string, HoursSpan[]>();
	for (const span of hours) byDays.set(span.days.join(), [...(byDays.get(span.days.join()) ?? []), span]);
	return [...byDays.values()].map((spans) => ({ days: daysWords(spans[0]!.days, reader), spans: spans.map(({ from, to }) => `${from}–${to}`).join(', ') }));
}

/** A time zone as people know it: its city, and how far it is from UTC now. */
export function zoneWords(timeZone: string, reader: Language, now = new Date()): string {
	const part = (style: 'shortOffset' | 'longGeneric') => dateFormat(reader, { timeZone, timeZoneName: style }).formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone;
	return `${part('longGeneric')} (${part('shortOffset')})`;
}
