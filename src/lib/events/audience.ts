import type { Category, RegistrationState } from '../registration/vocabulary.ts';
import type { LocalText } from '../text/local-text.ts';

export const ADDRESSEES = ['registered', 'invited'] as const;

/** Whom the organisers of an event write to: who registered, or who was invited by address and has not answered. */
export interface Audience {
	who: (typeof ADDRESSEES)[number];
	/** Of those who registered; null: whoever still counts on coming. */
	state: RegistrationState | null;
	category: Category | null;
	/** Of those who registered. */
	country: string | null;
	/** A part of a name, an address or an organisation, of those who registered. */
	text: string;
}

export const MESSAGE_LIMITS = { subject: 200, text: 6000 } as const;

/** A letter as organisers write it: in the event's first language, and in others. */
export interface Message {
	subjects: LocalText[];
	texts: LocalText[];
}

/** The language in which somebody gets a letter: the own where it is written in it, else the first. */
export const languageFor = ({ texts }: Message, own: string) => (texts.find(({ language }) => language === own) ?? texts[0]!).language;
