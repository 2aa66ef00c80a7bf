import * as m from '#lib/paraglide/messages.js';
import type { ApplicationState } from '#lib/exhibition/vocabulary.ts';

/** What became of an application for a stand, in the reader's language. */
export const APPLICATION_STATE_WORDS: Record<ApplicationState, () => string> = {
	waiting: m.exhibition_application_waiting,
	admitted: m.exhibition_application_admitted,
	declined: m.exhibition_application_declined,
	withdrawn: m.exhibition_application_withdrawn,
};
