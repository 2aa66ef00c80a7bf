import * as m from '#lib/paraglide/messages.js';
import type { Language } from '#lib/engines/text/language.ts';
import { formValuesOf } from '#lib/listings/listing-form.ts';
import { CO_OPERATION_TYPES, PARTNER_KINDS, type ListingKind } from '#lib/listings/vocabulary.ts';
import { fieldLabel } from '../../desk/listings/[id]/editor-words.ts';
import { countryName, formatDay, languageName } from '#lib/ui/language-names.ts';
import { moneyRange } from '#lib/ui/money-words.ts';
import { term } from '#lib/ui/vocabulary.ts';

type Content = Parameters<typeof formValuesOf>[0];

/** One field of a listing in words; `written` where it is its owner's text, in the listing's language. */
export interface FieldWords {
	field: string;
	label: string;
	text: string;
	written: boolean;
}

const TEXTS = ['title', 'summary', 'description', 'benefitInFigures', 'comparedWith', 'advantages', 'sought'] as const;

/** Every field of a listing in words, in the order in which it is written. Two versions differ where their words do. */
export function contentWords(content: Content, kind: ListingKind, labels: Record<string, string>, reader: Language): FieldWords[] {
	const written = (field: string, text: string): FieldWords => ({ field, label: fieldLabel(field, kind), text, written: true });
	const said = (field: string, ...parts: (string | null | undefined)[]): FieldWords => ({ field, label: fieldLabel(field, kind), text: parts.filter((part) => part).join(' · '), written: false });
	const { price, budget, ip } = content;
	const right = (each: Content['ip']['rights'][number]) =>
		[term('ip_right', each.type), each.number, each.office, each.date && formatDay(each.date, reader), each.expiry && formatDay(each.expiry, reader)].filter((part) => part).join(', ');
	return [
		said('language', languageName(content.language, reader)),
		...TEXTS.slice(0, 3).map((field) => written(field, content[field])),
		said('areas', ...content.areas.map((id) => labels[id] ?? id)),
		{ ...written('keywords', content.keywords.join(', ')), label: m.editor_keywords() },
		...TEXTS.slice(3).map((field) => written(field, content[field])),
		said('trl', content.trl === null ? '' : m.trl_level({ level: content.trl })),
		said('ip.status', ip.status && term('ip_status', ip.status)),
		said('ip.rights', ...ip.rights.map(right)),
		said('cooperation', ...CO_OPERATION_TYPES.filter((value) => content.cooperation.includes(value)).map((value) => term('cooperation', value))),
		said('partner.kinds', ...PARTNER_KINDS.filter((value) => content.partner.kinds.includes(value)).map((value) => term('partner', value))),
		written('partner.role', content.partner.role),
		said('countries', ...content.countries.map((code) => countryName(code, reader)).sort((a, b) => a.localeCompare(b, reader))),
		said('price', ...(price ? [moneyRange(price, reader), term('price_kind', price.kind), term('price_basis', price.basis)] : [])),
		said('budget', ...(budget ? [moneyRange(budget, reader), budget.source] : [])),
		said('relevantDate', content.relevantDate && formatDay(content.relevantDate, reader)),
		said('sdgs', ...[...content.sdgs].sort((a, b) => a - b).map((goal) => term('sdg', String(goal)))),
		said('exportControl', content.exportControl === 'checked-none' ? m.editor_export_none() : content.exportControl),
		said('videoUrl', content.videoUrl),
		said('display', content.display === 'hidden' ? m.editor_display_hidden() : m.editor_display_open()),
		{ ...said('disclosure.', ...Object.entries(content.disclosure).map(([section, choice]) => `${term('section', section)}: ${term('disclosure', choice)}`)), field: 'disclosure', label: m.editor_disclosure() },
	];
}

/** The part of each of two texts in which they differ, by what they share at both ends, cut where words end. */
export function changedParts(before: string, after: string): { start: string; before: string; after: string; end: string } {
	const a = before.split(/(?<=\s)|(?=[\p{Script=Han}、。，])/u);
	const b = after.split(/(?<=\s)|(?=[\p{Script=Han}、。，])/u);
	let start = 0;
	while (start < a.length && start < b.length && a[start] === b[start]) start++;
	let end = 0;
	while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
	return {
		start: a.slice(0, start).join(''),
		before: a.slice(start, a.length - end).join(''),
		after: b.slice(start, b.length - end).join(''),
		end: a.slice(a.length - end).join(''),
	};
}
