import * as m from '#lib/paraglide/messages.js';
import { isLanguage } from '#lib/engines/text/language.ts';
import { languageName } from '../language-names.ts';
import { reader } from '../reader.ts';

const LABELS: Record<string, () => string> = {
	name: m.membership_profile_names,
	kind: m.membership_profile_kind,
	size: m.membership_profile_size,
	country: m.membership_profile_country,
	place: m.membership_profile_place,
	website: m.membership_profile_website,
	areas: () => m.membership_profile_areas({ limit: 5 }),
	countries: m.membership_profile_countries,
	proof: m.membership_proof_title,
	words: m.membership_admission_answer,
};

/** The label of a field of an organisation's profile, for the sum of its problems. */
export function profileLabel(field: string): string {
	const [kind, language] = field.split('_');
	if (language && isLanguage(language)) {
		const words = { language: languageName(language, reader()) };
		return kind === 'name' ? m.membership_profile_name_in(words) : m.membership_profile_about_in(words);
	}
	return LABELS[field]?.() ?? field;
}
