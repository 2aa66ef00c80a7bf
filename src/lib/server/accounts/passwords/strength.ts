import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { passwordErrors, type AccountError } from '../input.ts';
import { regionalWords } from './regional-words.ts';

/** Why a password would soon be guessed. */
export type Weakness =
	| 'password_keyboard'
	| 'password_repeats'
	| 'password_sequence'
	| 'password_date'
	| 'password_common'
	| 'password_similar'
	| 'password_word'
	| 'password_name'
	| 'password_own'
	| 'password_guessable';

/** The estimator's warnings, as few as a person can act on. */
const WEAKNESSES: Record<string, Weakness> = {
	straightRow: 'password_keyboard',
	keyPattern: 'password_keyboard',
	simpleRepeat: 'password_repeats',
	extendedRepeat: 'password_repeats',
	sequences: 'password_sequence',
	recentYears: 'password_date',
	dates: 'password_date',
	topTen: 'password_common',
	topHundred: 'password_common',
	common: 'password_common',
	similarToCommon: 'password_similar',
	wordByItself: 'password_word',
	namesByThemselves: 'password_name',
	commonNames: 'password_name',
	userInputs: 'password_own',
};

/** At least 10^8 guesses: years where each of them costs what scrypt costs. */
const LEAST_SCORE = 3;
/** Characters looked at; what follows can only make it harder. It bounds the work that an odd password makes. */
const MOST_CHARACTERS = 40;
const SITE_WORDS = ['mitra', 'cattc', 'asean', 'technology', 'transfer'];

let estimator: Promise<ZxcvbnFactory> | undefined;

/** 28 MB of lists, read when the first password is judged. */
function loadEstimator(): Promise<ZxcvbnFactory> {
	return (estimator ??= Promise.all([import('@zxcvbn-ts/core'), import('@zxcvbn-ts/language-common'), import('@zxcvbn-ts/language-en'), regionalWords()]).then(
		([core, common, english, region]) =>
			new core.ZxcvbnFactory({
				// The estimator words its warnings by what a dictionary's name holds; its words of a language are those of Wikipedia.
				dictionary: { ...common.dictionary, ...english.dictionary, 'passwords-region': region.passwords, 'names-region': region.names, 'wikipedia-region': region.words },
				graphs: common.adjacencyGraphs,
				l33tMaxSubstitutions: 20,
			}),
	));
}

/** Why a password is weak, or null. `own` are words that whoever knows the person would try. */
export async function weaknessOf(password: string, own: readonly string[] = []): Promise<Weakness | null> {
	const words = [...SITE_WORDS, ...own.flatMap((text) => [text, ...text.toLowerCase().split(/[^\p{L}\p{M}\p{N}]+/u)])];
	const known = [...new Set(words.map((word) => word.toLowerCase()).filter((word) => word.length > 2))].slice(0, 40);
	const estimate = await loadEstimator();
	// As it is typed, and without its marks: whoever guesses tries the words of the region both ways.
	for (const typed of new Set([password, withoutMarks(password)])) {
		const { score, feedback } = estimate.check([...typed].slice(0, MOST_CHARACTERS).join(''), known);
		if (score < LEAST_SCORE) return WEAKNESSES[feedback.warning ?? ''] ?? 'password_guessable';
	}
	return null;
}

/** Latin letters without what stands above, below and through them: "mật khẩu" as "mat khau". */
const withoutMarks = (text: string) => text.normalize('NFD').replace(/(?<=\p{Script=Latin})\p{M}+/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').normalize('NFC');

/** Everything wrong with a new password, at its field. */
export async function passwordProblems(password: string, field: string, own: readonly string[]): Promise<AccountError[]> {
	const errors = passwordErrors(password, field);
	if (errors.length > 0) return errors;
	const weakness = await weaknessOf(password, own);
	return weakness ? [{ field, code: weakness }] : [];
}
