import type { DirectoryFilters } from '#lib/directory/directory-address.ts';
import type { TextReader } from '#lib/engines/reading/text-reader.ts';
import { openListingCounts } from '#lib/server/listings/queries.ts';
import type { OrganisationKind } from '#lib/server/network/organisation.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { completeTerms } from './complete-terms.ts';
import { memberCounts } from './kept-figures.ts';
import { wordsAsked } from './name-terms.ts';
import { coreAmong, countUpTo, MOST_CANDIDATES, organisationsInOrder, organisationsNamed, type DirectoryRow, type MemberCount } from './queries.ts';

const PAGE = 50;
/** What a question computes itself at most of names that are new; the rest is the job's. */
const COMPLETED = 100;

export interface DirectoryOrganisation {
	slug: string;
	kind: OrganisationKind;
	country: string;
	place: string | null;
	names: LocalText[];
	about: LocalText[];
	isSample: boolean;
	isCore: boolean;
	listings: number;
}

export interface DirectoryPage {
	organisations: DirectoryOrganisation[];
	total: number;
	/** There are more than `total`. */
	more: boolean;
	/** Where the next page begins; null on the last one. */
	next: string | null;
	/** No name holds all the words; these only look or sound alike. */
	alike: boolean;
	counts: { kinds: { kind: string; count: number }[]; countries: { code: string; count: number }[]; centres: { id: string; count: number }[] };
}

/** A page of the directory's organisations. The number of queries is the same however many there are. */
export async function viewDirectory(
	context: { db: Database; reader: TextReader },
	request: { text: string; filters: DirectoryFilters; after: string | null },
): Promise<DirectoryPage> {
	const { db, reader } = context;
	const { text, filters } = request;
	const counts = await memberCounts(db);
	const words = text === '' ? [] : wordsAsked(text, reader);
	const after = cursorOf(request.after, words.length > 0 ? 'score' : filters.sort === 'newest' ? 'time' : 'name');
	// Signs without a word in them are nobody's name.
	const nothing: Found = { rows: [], total: 0, more: false, alike: false };
	const found = words.length > 0 ? await named(context, words, filters, after) : text !== '' ? nothing : { rows: await organisationsInOrder(db, filters, after, PAGE + 1), ...(await total(db, filters, counts)), alike: false };
	const rows = found.rows.slice(0, PAGE);
	const ids = rows.map(({ id }) => id);
	const [listings, core] = await Promise.all([openListingCounts(db, ids), coreAmong(db, ids)]);
	return {
		organisations: rows.map(({ id, slug, kind, country, place, names, about, isSample }) => ({ slug, kind, country, place, names, about, isSample, isCore: core.has(id), listings: listings.get(id) ?? 0 })),
		total: found.total,
		more: found.more,
		alike: found.alike,
		next: found.rows.length > PAGE ? cursorAfter(rows.at(-1)!, words.length > 0, filters) : null,
		counts: countsFor(counts, filters),
	};
}

type Found = { rows: DirectoryRow[]; total: number; more: boolean; alike: boolean };

async function named({ db, reader }: { db: Database; reader: TextReader }, words: ReturnType<typeof wordsAsked>, filters: DirectoryFilters, after: string[] | null): Promise<Found> {
	await completeTerms(db, reader, COMPLETED);
	const page = { after, limit: PAGE + 1 };
	const all = await organisationsNamed(db, words, filters, { ...page, alike: false });
	const capped = (found: { rows: DirectoryRow[]; total: number }) => ({ rows: found.rows, total: Math.min(found.total, MOST_CANDIDATES), more: found.total > MOST_CANDIDATES });
	if (all.rows.length > 0) return { ...capped(all), alike: false };
	return { ...capped(await organisationsNamed(db, words, filters, { ...page, alike: true })), alike: true };
}

/** Exact where the kept figures tell it; else counted up to a limit. */
async function total(db: Database, filters: DirectoryFilters, counts: readonly MemberCount[]): Promise<{ total: number; more: boolean }> {
	if (!filters.area && !filters.core && !filters.alliance) return { total: sum(counts.filter((each) => fits(each, filters))), more: false };
	const count = await countUpTo(db, filters, MOST_CANDIDATES + 1);
	return { total: Math.min(count, MOST_CANDIDATES), more: count > MOST_CANDIDATES };
}

const sum = (counts: readonly MemberCount[]) => counts.reduce((all, { count }) => all + count, 0);
const fits = (each: MemberCount, { kind, country, centre }: DirectoryFilters) => (!kind || each.kind === kind) && (!country || each.country === country) && (!centre || each.centreId === centre);

/** For each choice of a filter, how many there would be with the others as they are. */
function countsFor(counts: readonly MemberCount[], { kind, country, centre }: DirectoryFilters): DirectoryPage['counts'] {
	const by = (name: 'kind' | 'country' | 'centreId', others: DirectoryFilters) =>
		[...Map.groupBy(counts.filter((each) => fits(each, others)), (each) => each[name])].map(([value, some]) => [value, sum(some)] as const);
	const only = (filters: Record<string, string | undefined>) => Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)) as DirectoryFilters;
	return {
		kinds: by('kind', only({ country, centre })).map(([value, count]) => ({ kind: value, count })),
		countries: by('country', only({ kind, centre })).map(([code, count]) => ({ code, count })),
		centres: by('centreId', only({ kind, country })).map(([id, count]) => ({ id, count })),
	};
}

function cursorAfter(row: DirectoryRow, bySearch: boolean, { sort }: DirectoryFilters): string {
	const parts = bySearch ? [String(row.score), row.sortName, row.id] : [sort === 'newest' ? row.createdAt : row.sortName, row.id];
	return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** What stands before the id in a cursor of each order. */
const LEADING: Record<'score' | 'name' | 'time', readonly RegExp[]> = { score: [/^\d{1,3}$/, /^[^\0]{0,200}$/], name: [/^[^\0]{0,200}$/], time: [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/] };

/** A cursor as it was given out for this order; anything else begins at the beginning. */
function cursorOf(given: string | null, order: keyof typeof LEADING): string[] | null {
	if (!given || given.length > 1000) return null;
	try {
		const parts: unknown = JSON.parse(Buffer.from(given, 'base64url').toString('utf8'));
		const leading = LEADING[order];
		if (!Array.isArray(parts) || parts.length !== leading.length + 1) return null;
		return parts.every((part, at) => typeof part === 'string' && (leading[at]?.test(part) ?? isUuid(part))) ? (parts as string[]) : null;
	} catch {
		return null;
	}
}
