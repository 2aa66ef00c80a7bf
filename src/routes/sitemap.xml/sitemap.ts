import type { Language } from '#lib/engines/text/language.ts';

/** A site map may hold 50,000 addresses and 50 MB uncompressed (sitemaps.org). */
export const MOST_ADDRESSES = 50_000;
export const MOST_BYTES = 50 * 1024 * 1024;

/** Pages of one map of a kind: some megabytes, read in one breath. */
export const PAGES_EACH = 5000;

const HEAD =
	'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n';
const FOOT = '</urlset>\n';
const ENTRIES_PER_CHUNK = 100;

export interface SitemapPage {
	path: string;
	/** ISO day of the last change, where it is known. */
	changed?: string;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** One page with its alternates; English is the default. `addresses` holds every language once, absolute. */
export function sitemapEntry(page: SitemapPage, addresses: readonly { language: Language; address: string }[]): string {
	const main = escaped(addresses.find(({ language }) => language === 'en')!.address);
	const alternates = addresses.map(
		({ language, address }) => `<xhtml:link rel="alternate" hreflang="${language}" href="${escaped(address)}"/>\n`,
	);
	const changed = page.changed ? `<lastmod>${page.changed}</lastmod>\n` : '';
	return `<url>\n<loc>${main}</loc>\n${changed}${alternates.join('')}<xhtml:link rel="alternate" hreflang="x-default" href="${main}"/>\n</url>\n`;
}

/** The index of an installation's site maps, each named by where it begins. */
export function sitemapIndex(addresses: readonly string[]): string {
	const maps = addresses.map((address) => `<sitemap>\n<loc>${escaped(address)}</loc>\n</sitemap>\n`);
	return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${maps.join('')}</sitemapindex>\n`;
}

/** The document in pieces; it ends, whole, before it would hold more addresses or bytes than a site map may. */
export function* sitemapChunks(entries: Iterable<() => string>, limits = { addresses: MOST_ADDRESSES, bytes: MOST_BYTES }): Generator<string> {
	let chunk = HEAD;
	let bytes = HEAD.length + FOOT.length;
	let count = 0;
	for (const write of entries) {
		const entry = write();
		bytes += Buffer.byteLength(entry);
		if (count === limits.addresses || bytes > limits.bytes) break;
		chunk += entry;
		if (++count % ENTRIES_PER_CHUNK !== 0) continue;
		yield chunk;
		chunk = '';
	}
	yield chunk + FOOT;
}
