import * as m from '#lib/paraglide/messages.js';

const LABELS: Record<string, () => string> = {
	name: m.experts_name,
	headline: m.experts_headline,
	about: m.experts_about,
	fields: m.experts_fields,
	fieldWords: m.experts_field_words,
	languages: m.experts_languages,
	offers: m.experts_offers,
	country: m.experts_country,
	place: m.experts_place,
	affiliation: m.experts_affiliation,
	orcid: m.experts_orcid,
	availableFrom: m.experts_available_from,
	availableUntil: m.experts_available_until,
	daysMonth: m.experts_days_month,
	phone: m.experts_phone,
	fee: m.experts_fee,
	remarks: m.experts_remarks,
	consent: m.experts_consent,
};

/** What a field of the profile is called; `name_zh` and `publication_doi_2` by their kind. */
export function profileLabel(field: string): string {
	const publication = /^publication_[a-z]+_(\d+)$/.exec(field);
	if (publication) return m.experts_publication({ number: Number(publication[1]) + 1 });
	return (LABELS[field] ?? LABELS[field.split('_')[0]!])?.() ?? field;
}
