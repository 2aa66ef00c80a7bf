import { taskKey } from '#lib/server/platform/jobs.ts';

/** Writes the letter with a link for a new password, where there is an account. */
export const resetLetterKey = taskKey<{ email: string }>('accounts.reset-letter');
/** Takes out what has run out. */
export const tidyKey = taskKey<Record<string, never>>('accounts.tidy');
