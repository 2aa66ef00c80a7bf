import { LANGUAGES, type Language } from '#lib/engines/text/language.ts';
import { CURRENCIES } from '#lib/money/money.ts';
import type { PaymentMilestone, Terms } from '#lib/terms/terms.ts';
import { DURATIONS, EXCLUSIVITIES, MILESTONE_LIMIT, MILESTONES_MOST, MONTHS_MOST, OFFER_WORDS_LIMIT, TERM_TEXT_LIMIT, TRAINING_DAYS_MOST, TRANSFERS } from '#lib/terms/vocabulary.ts';
import { FormReader, type TermFieldError } from './read-form.ts';

/** An offer as it was typed on an ISO day: terms, words to the other side, and the last day on which it stands. */
export function parseOffer(form: FormData, reader: Language, today: string): { terms: Terms; words: string; standsUntil: string | null; errors: TermFieldError[] } {
	const read = new FormReader(form);
	const language = read.oneOf('language', LANGUAGES) ?? reader;
	const transfer = read.oneOf('transfer', TRANSFERS);
	if (!transfer) read.wrong('transfer', 'required');
	const currency = read.oneOf('currency', CURRENCIES) ?? 'CNY';
	const duration = read.oneOf('duration', DURATIONS);
	const months = read.count('months', MONTHS_MOST);
	const worldwide = read.checked('worldwide');
	const terms: Terms = {
		language,
		transfer: transfer ?? 'other',
		exclusivity: read.oneOf('exclusivity', EXCLUSIVITIES),
		sublicence: read.checked('sublicence'),
		territory: worldwide ? [] : read.countries('territory'),
		worldwide,
		territoryWords: read.text('territoryWords', TERM_TEXT_LIMIT),
		scope: read.text('scope', TERM_TEXT_LIMIT),
		fieldOfUse: read.text('fieldOfUse', TERM_TEXT_LIMIT),
		currency,
		lumpSum: read.money('lumpSum', currency),
		milestones: milestonesOf(read, currency),
		royalty: read.royalty(currency),
		trainingDays: read.count('trainingDays', TRAINING_DAYS_MOST),
		support: read.text('support', TERM_TEXT_LIMIT),
		warranties: read.text('warranties', TERM_TEXT_LIMIT),
		duration,
		months: duration === 'months' ? months : null,
		other: read.text('other', TERM_TEXT_LIMIT),
	};
	if (terms.scope === '') read.wrong('scope', 'required');
	if (duration === 'months' && !months) read.wrong('months', 'required');
	const standsUntil = read.day('standsUntil');
	if (standsUntil !== null && standsUntil <= today) read.wrong('standsUntil', 'past');
	return { terms, words: read.text('words', OFFER_WORDS_LIMIT), standsUntil, errors: read.errors };
}

/** Payments stand in rows `milestone_what_<n>`, `milestone_amount_<n>`, `milestone_due_<n>`; an empty row is none. */
function milestonesOf(read: FormReader, currency: string): PaymentMilestone[] {
	const milestones: PaymentMilestone[] = [];
	for (let row = 0; row < MILESTONES_MOST; row++) {
		const what = read.line(`milestone_what_${row}`, MILESTONE_LIMIT);
		const amount = read.money(`milestone_amount_${row}`, currency);
		const dueOn = read.day(`milestone_due_${row}`);
		if (what === '' && !amount && !dueOn) continue;
		if (what === '') read.wrong(`milestone_what_${row}`, 'required');
		if (!amount) read.wrong(`milestone_amount_${row}`, 'required');
		milestones.push({ what, amount: amount ?? { minor: '0', currency }, dueOn });
	}
	return milestones;
}
