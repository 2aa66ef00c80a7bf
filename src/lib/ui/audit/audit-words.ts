import * as m from '#lib/paraglide/messages.js';
import { COOPERATION_WORDS } from './cooperation-words.ts';
import { EXHIBITION_WORDS } from './exhibition-words.ts';
import { MEETING_WORDS } from './meeting-words.ts';
import { MEETING_DESK_WORDS } from './meeting-desk-words.ts';
import { NETWORK_WORDS } from './network-words.ts';
import { REGISTRATION_WORDS } from './registration-words.ts';

/**
 * What each action is called. Every message is named in full: one looked up by a name made at run time would bring all messages of
 * all pages along. `tests/tidy/audit-words.test.ts` fails where code records an action without words.
 */
const ACTION_WORDS: Record<string, () => string> = { ...NETWORK_WORDS, ...COOPERATION_WORDS, ...REGISTRATION_WORDS, ...EXHIBITION_WORDS, ...MEETING_WORDS, ...MEETING_DESK_WORDS };

/** The words of an action; undefined where the log's own name must do, as for one that older code recorded. */
export function actionWords(action: string): string | undefined {
	if (action.endsWith('.read-guarded')) return m.audit_do_read_guarded();
	if (action.endsWith('.read-guarded-file')) return m.audit_do_read_guarded_file();
	return ACTION_WORDS[action]?.();
}

/** A value as the log keeps it, on one line. */
export function valueWords(value: unknown): string {
	if (value === null || value === '' || value === undefined) return m.audit_nothing();
	if (typeof value === 'object' && 'characters' in value) return m.audit_characters({ count: String(value.characters) });
	if (typeof value === 'object' && 'withheld' in value) return m.audit_withheld();
	return typeof value === 'string' ? value : JSON.stringify(value);
}
