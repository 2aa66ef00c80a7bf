import type { Language } from '#lib/engines/text/language.ts';

/** A text in another language, by a machine. */
export interface MachineTranslation {
	text: string;
	/** What made it, as it is shown and kept. */
	engine: string;
}

/**
 * A service that translates. What it answers is a machine's translation, and is kept and shown as that, beside the original.
 * Nothing of a confidential room is sent to a service that is not trusted.
 */
export interface TranslationService {
	readonly engine: string;
	/** The operator of this installation vouches for it: it may be given confidential text (MITRA_TRANSLATION_CONFIDENTIAL). */
	readonly trusted: boolean;
	/** Whether it translates from one language into the other, as far as that is known without asking it. */
	translates(from: Language, to: Language): Promise<boolean>;
	/** Errors: TranslationError. */
	translate(text: string, from: Language, to: Language): Promise<MachineTranslation>;
}

/** The service did not translate. `transient`: it may do so later. What it said is not repeated, for it may quote the text. */
export class TranslationError extends Error {
	override readonly name = 'TranslationError';
	readonly transient: boolean;

	constructor(message: string, options: { transient?: boolean; cause?: unknown } = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.transient = options.transient ?? false;
	}
}
