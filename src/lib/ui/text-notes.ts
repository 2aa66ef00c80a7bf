import * as m from '#lib/paraglide/messages.js';
import type { LocalText, Provenance } from '#lib/text/local-text.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { languageName } from './language-names.ts';

/** What is said of how a text came to be, wherever one is read: that a machine wrote it. */
const BY_MACHINE: Partial<Record<Provenance, () => string>> = { 'machine-translation': m.event_machine };

/** What a reader is told beside a text: its language where that is another one and worth saying, and how it came to be. */
export function textNotes(shown: LocalText, reader: Language, { language = true, origins = BY_MACHINE }: { language?: boolean; origins?: Partial<Record<Provenance, () => string>> } = {}): string {
	return [language && shown.language !== reader && m.text_in_language({ language: languageName(shown.language, reader) }), shown.provenance && origins[shown.provenance]?.()].filter(Boolean).join(' · ');
}
