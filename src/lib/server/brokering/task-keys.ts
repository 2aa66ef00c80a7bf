import type { NewMail } from '#lib/server/platform/mail.ts';
import { taskKey } from '#lib/server/platform/jobs.ts';

/** The letters of a decision, written when it was made, sent when it can be taken back no more. */
export const decisionLetters = taskKey<{ decisionId: string; letters: NewMail[] }>('brokering.letters');
