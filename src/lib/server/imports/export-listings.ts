import type { Actor } from '#lib/server/accounts/actor.ts';
import { contentsFor } from '#lib/server/listings/guarded/queries.ts';
import type { ListingKind } from '#lib/listings/vocabulary.ts';
import type { ListingContent, ListingState } from '#lib/server/listings/listing.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { listingsToExport, type ExportedListing } from './queries.ts';
import { decimalOf } from './read-values.ts';
import { BYTE_ORDER_MARK, csvLine } from './spreadsheet-text.ts';

/** Listings read from the database at once. */
const PAGE = 500;

export interface ExportFilter {
	states?: readonly ListingState[];
	kind?: ListingKind;
	organisationId?: string;
}

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Listings with their newest version as lines of text, in a form that imports again without change: the columns are named
 * as fields, and a listing without an external id is found again by its reference. Guarded sections as the actor reads them.
 */
export async function* exportListings(
	db: Database,
	actor: Actor,
	filter: ExportFilter,
	format: ExportFormat,
	progress?: (done: number) => void,
): AsyncGenerator<string> {
	if (format === 'csv') yield BYTE_ORDER_MARK + csvLine(Object.keys(CSV_COLUMNS));
	let after = 0;
	let done = 0;
	for (;;) {
		const page = await listingsToExport(db, filter, after, PAGE);
		const contents = await contentsFor(db, actor, page.map(({ version }) => version));
		for (const row of page) {
			const content = contents.get(row.version.id)!;
			yield format === 'csv' ? csvRow(row, content) : `${JSON.stringify(jsonRow(row, content))}\n`;
		}
		done += page.length;
		progress?.(done);
		const last = page.at(-1);
		if (!last || page.length < PAGE) return;
		after = last.listing.reference;
	}
}

const externalIdOf = ({ listing }: ExportedListing) => listing.externalId ?? `mitra:${listing.reference}`;

function jsonRow(row: ExportedListing, content: ListingContent): Record<string, unknown> {
	const { listing } = row;
	return {
		externalId: externalIdOf(row),
		kind: listing.kind,
		organisation: row.organisation,
		reference: listing.reference,
		state: listing.state,
		...(listing.source === null ? {} : { source: listing.source }),
		...(listing.validUntil === null ? {} : { validUntil: listing.validUntil }),
		...content,
	};
}

function csvRow(row: ExportedListing, content: ListingContent): string {
	return csvLine(Object.values(CSV_COLUMNS).map((cell) => cell(content, row)));
}

type CellOf = (content: ListingContent, row: ExportedListing) => string;

const list = (values: readonly (string | number)[]) => values.join('; ');
const amount = (minor: number | null | undefined, currency: string | undefined) =>
	minor === null || minor === undefined ? '' : decimalOf(minor, currency ?? 'USD');

const CSV_COLUMNS: Record<string, CellOf> = {
	externalId: (_content, row) => externalIdOf(row),
	kind: (_content, row) => row.listing.kind,
	organisation: (_content, row) => row.organisation,
	reference: (_content, row) => String(row.listing.reference),
	state: (_content, row) => row.listing.state,
	language: (content) => content.language,
	title: (content) => content.title,
	summary: (content) => content.summary,
	description: (content) => content.description,
	benefitInFigures: (content) => content.benefitInFigures,
	comparedWith: (content) => content.comparedWith,
	advantages: (content) => content.advantages,
	sought: (content) => content.sought,
	areas: (content) => list(content.areas),
	// A keyword that holds a separator itself can only be told from two keywords as JSON.
	keywords: ({ keywords }) => (keywords.some((word) => /[;；|、\n,，]/.test(word)) ? JSON.stringify(keywords) : list(keywords)),
	trl: (content) => (content.trl === null ? '' : String(content.trl)),
	'ip.status': (content) => content.ip.status ?? '',
	'ip.rights': (content) => (content.ip.rights.length > 0 ? JSON.stringify(content.ip.rights) : ''),
	cooperation: (content) => list(content.cooperation),
	'partner.kinds': (content) => list(content.partner.kinds),
	'partner.role': (content) => content.partner.role,
	countries: (content) => list(content.countries),
	'price.min': ({ price }) => amount(price?.min, price?.currency),
	'price.max': ({ price }) => amount(price?.max, price?.currency),
	'price.currency': (content) => content.price?.currency ?? '',
	'price.kind': (content) => content.price?.kind ?? '',
	'price.basis': (content) => content.price?.basis ?? '',
	'budget.min': ({ budget }) => amount(budget?.min, budget?.currency),
	'budget.max': ({ budget }) => amount(budget?.max, budget?.currency),
	'budget.currency': (content) => content.budget?.currency ?? '',
	'budget.source': (content) => content.budget?.source ?? '',
	relevantDate: (content) => content.relevantDate ?? '',
	sdgs: (content) => list(content.sdgs),
	exportControl: (content) => content.exportControl,
	videoUrl: (content) => content.videoUrl,
	display: (content) => content.display,
	disclosure: ({ disclosure }) => list(Object.entries(disclosure).map(([section, level]) => `${section}=${level}`)),
};
