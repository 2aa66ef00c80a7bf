import { evidenceFrom } from '../evidence.ts';
import { similarity } from '../links.ts';
import { TOPIC_MATCH } from '../matching-weights.ts';
import { judged, type JudgeCriterion } from './pair.ts';

const SHOWN = 3;

/** The similarity at which two texts certainly speak of one matter: true counterparts of the sample reach it. */
const FULL_SIMILARITY = 0.5;

/** Without a reason that a person could check, likeness of words is chance; one alone may be, two hardly. */
const TRUST_BY_REASONS = [0.3, 0.65, 0.9];

/** Both speak of the same matter: the same concepts, the same words, or words that translate each other. */
export const topic: JudgeCriterion = ({ readNeed, readOffer, links }) => {
	const evidence = evidenceFrom(links.fromNeed, { need: readNeed, offer: readOffer, limit: SHOWN });
	const near = Math.min(1, similarity(readNeed, readOffer, links) / FULL_SIMILARITY);
	return judged('topic', near * (TRUST_BY_REASONS[evidence.length] ?? 1), { evidence, matchFrom: TOPIC_MATCH });
};
