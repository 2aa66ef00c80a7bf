import * as m from '#lib/paraglide/messages.js';
import type { Audience } from '#lib/events/audience.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { countryName } from '../language-names.ts';
import { CATEGORY_WORDS, STATE_WORDS } from '../registration/words.ts';

export const ADDRESSEE_WORDS: Record<Audience['who'], () => string> = { registered: m.event_message_who_registered, invited: m.event_message_who_invited };

/** Whom a letter went to, in one line. */
export const audienceWords = ({ who, state, category, country, text }: Audience, reader: Language): string =>
	[ADDRESSEE_WORDS[who](), who === 'registered' && state && STATE_WORDS[state](), category && CATEGORY_WORDS[category](), who === 'registered' && country && countryName(country, reader), who === 'registered' && text].filter(Boolean).join(', ');
