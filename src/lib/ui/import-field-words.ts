import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { reader } from './reader.ts';

type Word = (values: Record<string, never>, options: { locale: Language }) => string;

/** Each message is named, so that a page carries these and nothing else of the interface. */
const FIELD_NAMES: Readonly<Record<string, Word>> = {
	externalId: m.import_field_external_id,
	kind: m.import_field_kind,
	language: m.import_field_language,
	title: m.import_field_title,
	summary: m.import_field_summary,
	description: m.import_field_description,
	benefitInFigures: m.import_field_benefit_in_figures,
	comparedWith: m.import_field_compared_with,
	advantages: m.import_field_advantages,
	sought: m.import_field_sought,
	areas: m.import_field_areas,
	keywords: m.import_field_keywords,
	trl: m.import_field_trl,
	ip: m.import_field_ip,
	'ip.status': m.import_field_ip_status,
	'ip.rights': m.import_field_ip_rights,
	cooperation: m.import_field_cooperation,
	partner: m.import_field_partner,
	'partner.kinds': m.import_field_partner_kinds,
	'partner.role': m.import_field_partner_role,
	countries: m.import_field_countries,
	price: m.import_field_price,
	'price.min': m.import_field_price_min,
	'price.max': m.import_field_price_max,
	'price.currency': m.import_field_price_currency,
	'price.kind': m.import_field_price_kind,
	'price.basis': m.import_field_price_basis,
	budget: m.import_field_budget,
	'budget.min': m.import_field_budget_min,
	'budget.max': m.import_field_budget_max,
	'budget.currency': m.import_field_budget_currency,
	'budget.source': m.import_field_budget_source,
	relevantDate: m.import_field_relevant_date,
	sdgs: m.import_field_sdgs,
	exportControl: m.import_field_export_control,
	videoUrl: m.import_field_video_url,
	display: m.import_field_display,
	disclosure: m.import_field_disclosure,
};

/** The name of a field that a column can fill. */
export function importFieldName(field: string, locale: Language = reader()): string {
	return FIELD_NAMES[field]?.({}, { locale }) ?? field;
}

const STATE_NAMES: Readonly<Record<string, Word>> = {
	uploaded: m.import_state_uploaded,
	checking: m.import_state_checking,
	previewed: m.import_state_previewed,
	running: m.import_state_running,
	finished: m.import_state_finished,
	cancelled: m.import_state_cancelled,
	failed: m.import_state_failed,
};

export function importStateName(state: string): string {
	return STATE_NAMES[state]?.({}, { locale: reader() }) ?? state;
}
