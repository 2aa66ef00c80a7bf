import { evidenceFrom } from '../evidence.ts';
import type { Link } from '../links.ts';
import { weightOf, type Said } from '../read-listing.ts';
import type { ReadField } from '../types.ts';
import { judged, unknown, type JudgeCriterion } from './pair.ts';

const SOUGHT: ReadonlySet<ReadField> = new Set<ReadField>(['sought', 'summary']);
const PROMISED: ReadonlySet<ReadField> = new Set<ReadField>(['advantages', 'benefitInFigures', 'comparedWith']);
const SHOWN = 2;

/** The share of what is sought, by weight, that a good offer's stated benefits speak of: they are short. */
const FULL_SHARE = 0.3;

/** What the need seeks is what the offer says it brings: its advantages, its figures, what it compares itself with. */
export const benefit: JudgeCriterion = ({ need, offer, readNeed, fromNeed }) => {
	const promised = [...PROMISED].some((field) => offer.texts[field]);
	const sought = readNeed.said.filter((said) => standsIn(said, SOUGHT));
	if (!promised || sought.length === 0 || !need.texts.sought) return unknown('benefit');
	const links = fromNeed.filter(({ asked, found }) => standsIn(asked, SOUGHT) && standsIn(found, PROMISED));
	const evidence = evidenceFrom(links, { need, offer, askedIs: 'need', limit: SHOWN, needFields: SOUGHT, offerFields: PROMISED });
	const all = sought.reduce((sum, said) => sum + weightOf(said), 0);
	const share = all === 0 ? 0 : linkedWeight(links) / all;
	return judged('benefit', Math.min(1, share / FULL_SHARE), { evidence });
};

function linkedWeight(links: readonly Link[]): number {
	return links.reduce((sum, { asked, strength }) => sum + weightOf(asked) * strength, 0);
}

function standsIn(said: Said, fields: ReadonlySet<ReadField>): boolean {
	return said.places.some(({ field }) => fields.has(field));
}
