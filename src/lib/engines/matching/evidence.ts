import type { Link } from './links.ts';
import { ALL_FIELDS, PHRASE, placeOf, type ReadListing } from './read-listing.ts';
import type { EvidencePair, EvidenceSpan } from './types.ts';

/** What a person would not take for a reason: weaker links, and words that say nothing of a subject. */
const LEAST_STRENGTH = 0.4;
const LEAST_SUBSTANCE = 0.45;

/** Concepts convince before phrases, phrases before words; rare words before common ones (they are in the weight). */
const CONCEPT_CONVINCES = 1.6;
const PHRASE_CONVINCES = 1.2;

interface EvidenceOptions {
	need: ReadListing;
	offer: ReadListing;
	limit: number;
	/** Bits of the fields that may be quoted; all unless given. */
	needFields?: number;
	offerFields?: number;
}

/** The strongest links as pairs of quotations, each saying another thing than those before it. */
export function evidenceFrom(links: readonly Link[], options: EvidenceOptions): EvidencePair[] {
	const { need, offer, limit, needFields = ALL_FIELDS, offerFields = ALL_FIELDS } = options;
	const ranked = links
		.filter((link) => link.strength >= LEAST_STRENGTH && substanceOf(link, need, offer) >= LEAST_SUBSTANCE)
		.map((link) => ({ link, persuasion: persuasion(link, need, offer) }))
		.sort((a, b) => b.persuasion - a.persuasion);
	const chosen: EvidencePair[] = [];
	for (const { link } of ranked) {
		if (chosen.length >= limit) break;
		const needSpan = spanOf(need, link.need, needFields);
		const offerSpan = spanOf(offer, link.offer, offerFields);
		if (!needSpan || !offerSpan) continue;
		const pair = { need: needSpan, offer: offerSpan, link: linkOf(link, need, needSpan, offerSpan) };
		if (!chosen.some((other) => saysTheSame(other, pair))) chosen.push(pair);
	}
	return chosen;
}

function substanceOf(link: Link, need: ReadListing, offer: ReadListing): number {
	return Math.min(need.substances[link.need]!, offer.substances[link.offer]!);
}

function persuasion({ weight, strength, key, ...things }: Link, need: ReadListing, offer: ReadListing): number {
	if (need.keys.keyOf(key).startsWith('c:')) return weight * strength * CONCEPT_CONVINCES;
	const isPhrase = need.kinds[things.need] === PHRASE || offer.kinds[things.offer] === PHRASE;
	return weight * strength * (isPhrase ? PHRASE_CONVINCES : 1);
}

function spanOf(read: ReadListing, thing: number, fields: number): EvidenceSpan | undefined {
	const place = placeOf(read, thing, fields);
	return place && { ...place, text: (read.listing.texts[place.field] ?? '').slice(place.start, place.end) };
}

function linkOf({ key, strength }: Link, { keys }: ReadListing, need: EvidenceSpan, offer: EvidenceSpan): EvidencePair['link'] {
	const name = keys.keyOf(key);
	if (name.startsWith('c:')) return { kind: 'concept', concept: name.slice(2), strength };
	if (fold(need.text) === fold(offer.text) || !name.startsWith('p:')) return { kind: 'same-word', strength };
	return { kind: 'translation', pivot: name.slice(2), strength };
}

function saysTheSame(a: EvidencePair, b: EvidencePair): boolean {
	return (
		overlaps(a.need, b.need) ||
		overlaps(a.offer, b.offer) ||
		contain(a.need.text, b.need.text) ||
		contain(a.offer.text, b.offer.text) ||
		(a.link.concept !== undefined && a.link.concept === b.link.concept) ||
		(a.link.pivot !== undefined && a.link.pivot === b.link.pivot)
	);
}

function contain(a: string, b: string): boolean {
	const [x, y] = [fold(a), fold(b)];
	return x.includes(y) || y.includes(x);
}

function overlaps(a: EvidenceSpan, b: EvidenceSpan): boolean {
	return a.field === b.field && a.start < b.end && b.start < a.end;
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();
