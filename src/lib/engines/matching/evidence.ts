import type { Link } from './links.ts';
import type { Said, SaidAt } from './read-listing.ts';
import type { EvidencePair, EvidenceSpan, MatchableListing, ReadField } from './types.ts';

/** What a person would not take for a reason: weaker links, and words that say nothing of a subject. */
const LEAST_STRENGTH = 0.4;
const LEAST_SUBSTANCE = 0.35;

interface EvidenceOptions {
	need: MatchableListing;
	offer: MatchableListing;
	/** Whose things are the links' `asked`. */
	askedIs: 'need' | 'offer';
	limit: number;
	needFields?: ReadonlySet<ReadField>;
	offerFields?: ReadonlySet<ReadField>;
}

/** The strongest links as pairs of quotations, each saying another thing than those before it. */
export function evidenceFrom(links: readonly Link[], options: EvidenceOptions): EvidencePair[] {
	const ranked = links
		.filter(({ strength, asked, found }) => strength >= LEAST_STRENGTH && Math.min(asked.substance, found.substance) >= LEAST_SUBSTANCE)
		.sort((a, b) => persuasion(b) - persuasion(a));
	const chosen: EvidencePair[] = [];
	for (const link of ranked) {
		if (chosen.length >= options.limit) break;
		const pair = pairOf(link, options);
		if (pair && !chosen.some((other) => saysTheSame(other, pair))) chosen.push(pair);
	}
	return chosen;
}

/** Concepts convince before phrases, phrases before words; rare words before common ones (they are in the weight). */
function persuasion({ weight, strength, key, asked, found }: Link): number {
	const kind = key.startsWith('c:') ? 1.6 : asked.kind === 'phrase' || found.kind === 'phrase' ? 1.2 : 1;
	return weight * strength * kind;
}

function pairOf(link: Link, options: EvidenceOptions): EvidencePair | undefined {
	const [needSaid, offerSaid] = options.askedIs === 'need' ? [link.asked, link.found] : [link.found, link.asked];
	const need = spanOf(needSaid, options.need, options.needFields);
	const offer = spanOf(offerSaid, options.offer, options.offerFields);
	return need && offer && { need, offer, link: linkOf(link, need, offer) };
}

function spanOf(said: Said, listing: MatchableListing, fields?: ReadonlySet<ReadField>): EvidenceSpan | undefined {
	const place: SaidAt | undefined = said.places.find(({ field }) => !fields || fields.has(field));
	if (!place) return undefined;
	return { ...place, text: (listing.texts[place.field] ?? '').slice(place.start, place.end) };
}

function linkOf({ key, strength }: Link, need: EvidenceSpan, offer: EvidenceSpan): EvidencePair['link'] {
	if (key.startsWith('c:')) return { kind: 'concept', concept: key.slice(2), strength };
	const same = fold(need.text) === fold(offer.text);
	if (same || !key.startsWith('p:')) return { kind: 'same-word', strength };
	return { kind: 'translation', pivot: key.slice(2), strength };
}

function saysTheSame(a: EvidencePair, b: EvidencePair): boolean {
	return (
		overlaps(a.need, b.need) ||
		overlaps(a.offer, b.offer) ||
		fold(a.need.text) === fold(b.need.text) ||
		fold(a.offer.text) === fold(b.offer.text) ||
		contains(a.need.text, b.need.text) ||
		contains(a.offer.text, b.offer.text) ||
		(a.link.concept !== undefined && a.link.concept === b.link.concept) ||
		(a.link.pivot !== undefined && a.link.pivot === b.link.pivot)
	);
}

function contains(a: string, b: string): boolean {
	const [x, y] = [fold(a), fold(b)];
	return x.includes(y) || y.includes(x);
}

function overlaps(a: EvidenceSpan, b: EvidenceSpan): boolean {
	return a.field === b.field && a.start < b.end && b.start < a.end;
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();
