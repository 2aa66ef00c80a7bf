import * as m from '#lib/paraglide/messages.js';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import { term } from '#lib/ui/vocabulary.ts';

/** The parts of the form in their order, with the fields whose problems belong to each. */
export function stepsOf(kind: ListingKind): { id: string; label: string; fields: string[] }[] {
	const offer = kind === 'offer';
	return [
		{ id: 'step-what', label: offer ? m.editor_step_what() : m.editor_step_problem(), fields: ['language', 'title', 'summary', 'description', 'areas', 'keywords'] },
		{ id: 'step-benefit', label: offer ? m.editor_step_benefit() : m.editor_step_sought(), fields: ['benefitInFigures', 'comparedWith', 'advantages', 'sought'] },
		{ id: 'step-maturity', label: m.editor_step_maturity(), fields: ['trl', 'ip.status'] },
		{ id: 'step-partner', label: m.editor_step_partner(), fields: ['cooperation', 'partner.kinds', 'partner.role', 'countries'] },
		{ id: 'step-terms', label: offer ? m.editor_step_terms() : m.editor_step_budget(), fields: ['price.kind', 'price.min', 'price.max', 'price.currency', 'budget.min', 'budget.max', 'budget.source', 'relevantDate', 'sdgs'] },
		{ id: 'step-readers', label: m.editor_step_readers(), fields: ['display'] },
		{ id: 'step-files', label: m.editor_step_files(), fields: ['file', 'fileDisclosure', 'videoUrl'] },
		{ id: 'step-export', label: m.editor_step_export(), fields: ['exportControl'] },
	];
}

/** A field's label as the form shows it. */
export function fieldLabel(field: string, kind: ListingKind): string {
	const offer = kind === 'offer';
	if (field.startsWith('ip.rights')) return m.editor_rights();
	if (field.startsWith('disclosure.')) return term('section', field.slice('disclosure.'.length));
	if (field.startsWith('price')) return m.editor_price_kind();
	if (field.startsWith('budget')) return m.listing_budget();
	const labels: Record<string, () => string> = {
		language: m.editor_language,
		title: m.editor_title,
		summary: m.editor_summary,
		description: m.editor_description,
		areas: m.editor_areas,
		keywords: m.editor_keywords,
		benefitInFigures: offer ? m.editor_benefit : m.editor_benefit_need,
		comparedWith: offer ? m.editor_compared : m.editor_compared_need,
		advantages: m.editor_advantages,
		sought: m.editor_sought,
		trl: offer ? m.editor_trl : m.editor_trl_need,
		'ip.status': m.editor_ip,
		cooperation: m.editor_cooperation,
		'partner.kinds': m.editor_partner,
		'partner.role': m.editor_partner_role,
		countries: m.editor_countries,
		relevantDate: offer ? m.editor_date_offer : m.editor_date_need,
		sdgs: m.editor_sdgs,
		display: m.editor_display,
		file: m.editor_file,
		fileDisclosure: m.editor_file_readers,
		videoUrl: m.editor_video,
		exportControl: m.editor_export,
	};
	return labels[field]?.() ?? field;
}
