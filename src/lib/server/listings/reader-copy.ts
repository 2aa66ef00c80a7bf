import { SECTIONS, type Disclosure, type Section } from '#lib/listings/vocabulary.ts';
import type { ListingContent } from './listing.ts';

/** A listing's content as one reader may see it, and the sections that were withheld, with why. */
export interface ReaderCopy {
	content: ListingContent;
	withheld: { section: Section; disclosure: Disclosure }[];
}

/**
 * The only way content reaches a reader, an index, a feed or a mail: sections above the reader's disclosures are emptied
 * and named. "Advantages" covers the benefit in figures and the comparison as well. `held` are the sections that stand
 * behind the wall of the database: those that it did not give out are withheld, whatever the reader was thought to read.
 */
export function readerCopy(content: ListingContent, readable: ReadonlySet<Disclosure>, held: readonly Section[] = []): ReaderCopy {
	const withheld: ReaderCopy['withheld'] = [];
	const copy: ListingContent = { ...content };
	for (const section of SECTIONS) {
		const disclosure = content.disclosure[section] ?? 'public';
		const given = hasContent(content, section);
		if (!given && !held.includes(section)) continue;
		if (given && readable.has(disclosure)) continue;
		withheld.push({ section, disclosure });
		emptySection(copy, section);
	}
	return { content: copy, withheld };
}

/** What everyone may read, and the public index may hold. */
export function publicCopy(content: ListingContent): ReaderCopy {
	return readerCopy(content, new Set<Disclosure>(['public']));
}

function hasContent(content: ListingContent, section: Section): boolean {
	switch (section) {
		case 'description':
			return content.description !== '';
		case 'advantages':
			return content.advantages !== '' || content.benefitInFigures !== '' || content.comparedWith !== '';
		case 'sought':
			return content.sought !== '';
		case 'price':
			return content.price !== null;
		case 'budget':
			return content.budget !== null;
		case 'ip':
			return content.ip.status !== null || content.ip.rights.length > 0;
	}
}

function emptySection(copy: ListingContent, section: Section): void {
	switch (section) {
		case 'description':
			copy.description = '';
			return;
		case 'advantages':
			copy.advantages = '';
			copy.benefitInFigures = '';
			copy.comparedWith = '';
			return;
		case 'sought':
			copy.sought = '';
			return;
		case 'price':
			copy.price = null;
			return;
		case 'budget':
			copy.budget = null;
			return;
		case 'ip':
			copy.ip = { status: null, rights: [] };
			return;
	}
}
