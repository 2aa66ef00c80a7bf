import { taskKey } from '#lib/server/platform/jobs.ts';

/** Makes the ZIP of one copy. */
export const makeCopyKey = taskKey<{ copyId: string }>('my-data.copy');
/** Expires copies, reminds of erasures and carries out those that are due. */
export const keepDataKey = taskKey<Record<string, never>>('my-data.keep');
