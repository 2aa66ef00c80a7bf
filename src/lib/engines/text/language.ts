/**
 * The twelve languages that Mitra reads, by BCP 47 tag: the working languages of China and of the eleven
 * ASEAN states as far as listings are written in them. Order is the order of every language menu.
 */
export const LANGUAGES = ['en', 'zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt'] as const;

export type Language = (typeof LANGUAGES)[number];

/** Whether a string is one of the twelve language tags. */
export function isLanguage(tag: string): tag is Language {
	return (LANGUAGES as readonly string[]).includes(tag);
}

/** Those of the twelve that are not among some. */
export const otherLanguages = (languages: readonly Language[]): Language[] => LANGUAGES.filter((each) => !languages.includes(each));
