import * as m from '#lib/paraglide/messages.js';
import type { ReadField } from '#lib/engines/matching/types.ts';

const NAMES: Record<ReadField, () => string> = {
	title: m.desk_column_listing,
	summary: m.editor_summary,
	keywords: m.listing_keywords,
	description: m.editor_description,
	advantages: m.listing_advantages,
	benefitInFigures: m.listing_benefit,
	comparedWith: m.listing_compared_with,
	sought: m.listing_sought,
};

/** The name of a text field of a listing, for reader's headings. */
export const fieldName = (field: ReadField): string => NAMES[field]();
