import type { Language } from '#lib/engines/text/language.ts';

const SCRIPTS: readonly [RegExp, Language][] = [[/\p{Script=Han}/u, 'zh'], [/\p{Script=Thai}/u, 'th'], [/\p{Script=Lao}/u, 'lo'], [/\p{Script=Khmer}/u, 'km'], [/\p{Script=Myanmar}/u, 'my'], [/\p{Script=Tamil}/u, 'ta']];

/** The language that a name's script belongs to; Latin letters, as every passport has them, are taken for English. */
export const languageOfScript = (text: string): Language => SCRIPTS.find(([script]) => script.test(text))?.[1] ?? 'en';
