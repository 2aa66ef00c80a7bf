import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import type { Question } from '#lib/registration/questions.ts';
import { RATINGS, type Audience, type Category, type Diet, type QuestionKind, type RegistrationState, type SurveyStage, type Wish } from '#lib/registration/vocabulary.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { labelIn } from '../events/field-labels.ts';
import { formatNumber } from '../language-names.ts';

export const STATE_WORDS: Record<RegistrationState, () => string> = { asked: m.registration_state_asked, waiting: m.registration_state_waiting, approved: m.registration_state_approved, refused: m.registration_state_refused, withdrawn: m.registration_state_withdrawn };
export const CATEGORY_WORDS: Record<Category, () => string> = {
	delegate: m.registration_category_delegate,
	speaker: m.registration_category_speaker,
	exhibitor: m.registration_category_exhibitor,
	sponsor: m.registration_category_sponsor,
	press: m.registration_category_press,
	vip: m.registration_category_vip,
	government: m.registration_category_government,
	student: m.registration_category_student,
	interpreter: m.registration_category_interpreter,
	staff: m.registration_category_staff,
};
export const AUDIENCE_WORDS: Record<Audience, () => string> = { anyone: m.registration_audience_anyone, members: m.registration_audience_members, invited: m.registration_audience_invited };
export const QUESTION_WORDS: Record<QuestionKind, () => string> = {
	text: m.registration_question_text,
	'long-text': m.registration_question_long_text,
	choice: m.registration_question_choice,
	choices: m.registration_question_choices,
	'yes-no': m.registration_question_yes_no,
	rating: m.survey_question_rating,
	number: m.registration_question_number,
	date: m.registration_question_date,
	file: m.registration_question_file,
};
export const RATING_WORDS: Record<(typeof RATINGS)[number], () => string> = { '1': m.registration_rating_1, '2': m.registration_rating_2, '3': m.registration_rating_3, '4': m.registration_rating_4, '5': m.registration_rating_5 };
/** What a key says that an answer holds: yes or no, a rating, a number or a span of numbers, a choice; itself where it is none of these any more. */
export function keyWords({ kind, choices }: Pick<Question, 'kind' | 'choices'>, key: string, reader: Language): string {
	if (kind === 'yes-no') return key === 'yes' ? m.registration_yes() : m.registration_no();
	if (kind === 'rating') return RATINGS.includes(key as (typeof RATINGS)[number]) ? RATING_WORDS[key as (typeof RATINGS)[number]]() : key;
	if (kind === 'number') return key.split('–').map((number) => formatNumber(Number(number), reader)).join('–');
	return localTextFor(choices.find((choice) => choice.key === key)?.labels ?? [], reader)?.text ?? key;
}
export const STAGE_WORDS: Record<SurveyStage, () => string> = { draft: m.survey_stage_draft, waiting: m.survey_stage_waiting, asking: m.survey_stage_asking, closed: m.survey_stage_closed, off: m.survey_stage_off };
/** What happens with answers where a closed survey is opened again. */
export function reopenWords({ answered, anonymous, sealed }: { answered: number; anonymous: boolean; sealed: boolean }, reopening: 'goes-on' | 'anew'): string {
	if (answered === 0) return m.survey_reopen_nobody();
	if (reopening === 'anew') return m.survey_reopen_anew();
	return anonymous && sealed ? m.survey_reopen_help() : m.survey_reopen_goes_on();
}
export const WISH_WORDS: Record<Wish, () => string> = { phone: m.registration_wish_phone, diet: m.registration_wish_diet, access: m.registration_wish_access, stay: m.registration_wish_stay, travel: m.registration_wish_travel, visa: m.registration_wish_visa };
export const DIET_WORDS: Record<Diet, () => string> = {
	vegetarian: m.registration_diet_vegetarian,
	vegan: m.registration_diet_vegan,
	halal: m.registration_diet_halal,
	'no-pork': m.registration_diet_no_pork,
	'no-beef': m.registration_diet_no_beef,
	'no-seafood': m.registration_diet_no_seafood,
	'no-nuts': m.registration_diet_no_nuts,
	'no-gluten': m.registration_diet_no_gluten,
	'no-lactose': m.registration_diet_no_lactose,
};

const LABELS: Record<string, () => string> = {
	all: m.registration_all_matching,
	helper: m.registration_helper_email,
	email: m.registration_desk_email,
	taken_back: m.registration_taken_back_reason,
	code: m.registration_code,
	name: m.registration_name,
	own_name: m.registration_own_name,
	organisation: m.registration_organisation,
	works_at: m.registration_works_at,
	headline: m.registration_headline,
	country: m.registration_country,
	language: m.registration_language,
	category: m.registration_category,
	organisation_kind: m.registration_organisation_kind,
	keep_days: m.registration_keep_days,
	of: m.survey_of,
	phone: m.registration_wish_phone,
	stays_from: m.registration_stays_from,
	stays_until: m.registration_stays_until,
	arrives_on: m.registration_arrives_on,
	leaves_on: m.registration_leaves_on,
	passport_name: m.registration_passport_name,
	passport_number: m.registration_passport_number,
	nationality: m.registration_nationality,
	born_on: m.registration_born_on,
	closes_on: m.registration_closes_on,
	places: m.registration_places,
	categories: m.registration_categories,
	quota: m.registration_quota_of,
	quota_places: m.registration_places,
	kind: m.registration_question_kind,
	shown_when: m.registration_shown_when,
	emails: m.registration_emails,
	uses: m.registration_uses,
	expires_on: m.registration_expires_on,
	note: m.registration_invitation_note,
	reason: m.registration_reason,
};
const TEXTS: Record<string, () => string> = { label: m.registration_question_label, help: m.registration_question_help, choices: m.registration_question_choices_field, intro: m.survey_intro, welcome: m.registration_welcome };
/** What a field of registration is called, for the summary of what is wrong. */
export const registrationLabel = (field: string): string => LABELS[field]?.() ?? labelIn(TEXTS, field) ?? field;

/** What became of a decision, as the server counts it: approved, waiting, refused, moved up. */
export function decidedWords(counts: string): string {
	const [approved = '0', waiting = '0', refused = '0', moved = '0'] = counts.split(' ');
	return m.registration_decided({ approved, waiting, refused, moved });
}
