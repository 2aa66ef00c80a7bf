import { taskKey } from '#lib/server/platform/jobs.ts';

export const runScheduleKey = taskKey<{ scheduleId: string }>('meetings.schedule');
export const takeUpSchedulesKey = taskKey<Record<string, never>>('meetings.take-up');
