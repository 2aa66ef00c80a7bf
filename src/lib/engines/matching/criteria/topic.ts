import { evidenceFrom } from '../evidence.ts';
import { similarity } from '../links.ts';
import { TOPIC_MATCH } from '../matching-weights.ts';
import { judged, type JudgeCriterion } from './pair.ts';

const SHOWN = 3;

/** The similarity at which two texts certainly speak of one matter: true counterparts of the sample reach it. */
const FULL_SIMILARITY = 0.5;

/** Both speak of the same matter: the same concepts, the same words, or words that translate each other. */
export const topic: JudgeCriterion = ({ need, offer, readNeed, readOffer, fromNeed, fromOffer }) => {
	const evidence = evidenceFrom(fromNeed, { need, offer, askedIs: 'need', limit: SHOWN });
	const near = Math.min(1, similarity(readNeed, readOffer, fromNeed, fromOffer) / FULL_SIMILARITY);
	// Without a reason that a person could check, likeness of words is chance.
	const score = near * (evidence.length === 0 ? 0.3 : evidence.length === 1 ? 0.8 : 1);
	return judged('topic', score, { evidence, matchFrom: TOPIC_MATCH });
};
