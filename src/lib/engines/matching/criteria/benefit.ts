import { evidenceFrom } from '../evidence.ts';
import { fieldBits } from '../read-listing.ts';
import type { ReadField } from '../types.ts';
import { judged, unknown, type JudgeCriterion } from './pair.ts';

const PROMISING: readonly ReadField[] = ['advantages', 'benefitInFigures', 'comparedWith'];
const SOUGHT = fieldBits(['sought', 'summary']);
const PROMISED = fieldBits(PROMISING);
const SHOWN = 2;

/** The share of what is sought, by weight, that a good offer's stated benefits speak of: they are short. */
const FULL_SHARE = 0.3;

/** What the need seeks is what the offer says it brings: its advantages, its figures, what it compares itself with. */
export const benefit: JudgeCriterion = ({ need, offer, readNeed, readOffer, links }) => {
	const sought = readNeed.weights.reduce((sum, weight, i) => (readNeed.fields[i]! & SOUGHT ? sum + weight : sum), 0);
	if (!need.texts.sought || sought === 0 || !PROMISING.some((field) => offer.texts[field])) return unknown('benefit');
	const answering = links.fromNeed.filter((link) => readNeed.fields[link.need]! & SOUGHT && readOffer.fields[link.offer]! & PROMISED);
	const evidence = evidenceFrom(answering, { need: readNeed, offer: readOffer, limit: SHOWN, needFields: SOUGHT, offerFields: PROMISED });
	const answered = answering.reduce((sum, link) => sum + readNeed.weights[link.need]! * link.strength, 0);
	return judged('benefit', Math.min(1, answered / sought / FULL_SHARE), { evidence });
};
