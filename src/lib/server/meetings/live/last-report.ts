import type { MeetingRow } from '../frame/queries.ts';

/** So long one side may take its own tap back. */
const TAKE_BACK_MINUTES = 10;

/** Whether the last that was said of a meeting is one side's own tap, a moment ago, and nothing has changed since. */
export const mayTakeBack = (meeting: MeetingRow, own: { reportId: string | null }, now: Date): boolean =>
	own.reportId !== null && own.reportId === meeting.reportId && meeting.version === meeting.reportedVersion && now.getTime() - meeting.reportedAt!.getTime() <= TAKE_BACK_MINUTES * 60_000;
