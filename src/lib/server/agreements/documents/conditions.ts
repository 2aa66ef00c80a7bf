import { languagesOf } from '#lib/agreements/checks.ts';
import type { AgreementFacts } from '#lib/agreements/content.ts';
import type { AgreementText } from '#lib/agreements/vocabulary.ts';

const has = (text: AgreementText) => ({ content }: AgreementFacts) => languagesOf(content.texts[text]).length > 0;
const joint = ({ content }: AgreementFacts) => content.results === 'joint';
const settlesShares = ({ parties }: AgreementFacts) => parties.every(({ shareBp }) => shareBp !== null);

/** When a paragraph of the templates stands in a document: the words of the column `when`. None depends on the language. */
export const CONDITIONS = {
	always: () => true,
	'has-field': has('fieldOfUse'),
	'has-territory': ({ content }: AgreementFacts) => content.worldwide || content.territory.length > 0,
	'has-territory-words': has('territoryWords'),
	exclusive: ({ content }: AgreementFacts) => content.exclusivity === 'exclusive',
	sole: ({ content }: AgreementFacts) => content.exclusivity === 'sole',
	'non-exclusive': ({ content }: AgreementFacts) => content.exclusivity === 'non-exclusive',
	sublicence: ({ content }: AgreementFacts) => content.sublicence,
	'no-sublicence': ({ content }: AgreementFacts) => !content.sublicence,
	'has-rights': ({ content }: AgreementFacts) => content.rights.length > 0,
	'has-rights-joint': (facts: AgreementFacts) => joint(facts) && facts.content.rights.length > 0,
	'has-days': ({ content }: AgreementFacts) => (content.trainingDays ?? 0) > 0,
	'has-support': has('support'),
	'has-lump-sum': ({ content }: AgreementFacts) => content.lumpSum !== null,
	'has-milestones': ({ content }: AgreementFacts) => content.milestones.length > 0,
	/** Once for each milestone. */
	'each-milestone': ({ content }: AgreementFacts) => content.milestones.length > 0,
	'has-royalty': ({ content }: AgreementFacts) => content.royalty !== null,
	'has-royalty-minimum': ({ content }: AgreementFacts) => content.royalty?.minimum != null,
	'has-royalty-cap': ({ content }: AgreementFacts) => content.royalty?.cap != null,
	'no-price': ({ content }: AgreementFacts) => content.lumpSum === null && content.milestones.length === 0 && content.royalty === null,
	'has-background': has('background'),
	'background-project': ({ content }: AgreementFacts) => content.background === 'licensed-for-project' || content.background === 'licensed-for-use',
	'background-use': ({ content }: AgreementFacts) => content.background === 'licensed-for-use',
	'results-any': ({ content }: AgreementFacts) => content.results === 'single' || content.results === 'joint',
	'results-joint': joint,
	'results-shares': (facts: AgreementFacts) => joint(facts) && settlesShares(facts),
	'results-equal': (facts: AgreementFacts) => joint(facts) && !settlesShares(facts),
	guarantee: ({ content }: AgreementFacts) => content.guarantee,
	'attribution-named': ({ content }: AgreementFacts) => content.attribution === 'named',
	'attribution-waived': ({ content }: AgreementFacts) => content.attribution === 'waived',
	'has-publication-days': ({ content }: AgreementFacts) => content.publicationDays !== null,
	'has-confidentiality': ({ content }: AgreementFacts) => content.confidentialityMonths !== null,
	'no-confidentiality': ({ content }: AgreementFacts) => content.confidentialityMonths === null,
	'export-none': ({ content }: AgreementFacts) => content.exportControl === 'none-needed',
	'export-held': ({ content }: AgreementFacts) => content.exportControl === 'licence-held',
	'export-open': ({ content }: AgreementFacts) => content.exportControl === 'unchecked' || content.exportControl === 'licence-needed',
	'has-warranties': has('warranties'),
	'has-start': ({ startsOn }: AgreementFacts) => startsOn !== null,
	'no-start': ({ startsOn }: AgreementFacts) => startsOn === null,
	'has-end': ({ endsOn }: AgreementFacts) => endsOn !== null,
	'has-months': ({ content, endsOn }: AgreementFacts) => endsOn === null && content.duration === 'months' && content.months !== null,
	'life-of-rights': ({ content, endsOn }: AgreementFacts) => endsOn === null && content.duration === 'life-of-rights',
	unlimited: ({ content, endsOn }: AgreementFacts) => endsOn === null && content.duration === 'unlimited',
	'has-law': ({ content }: AgreementFacts) => content.law !== null,
	'dispute-any': ({ content }: AgreementFacts) => content.dispute !== null,
	'dispute-mediation': ({ content }: AgreementFacts) => content.dispute === 'mediation',
	'dispute-arbitration': ({ content }: AgreementFacts) => content.dispute === 'arbitration',
	'dispute-courts': ({ content }: AgreementFacts) => content.dispute === 'courts',
	'has-other': has('other'),
	'bilingual-prevailing': ({ languages, prevailing }: AgreementFacts) => languages.length > 1 && (prevailing === 'en' || prevailing === 'zh'),
	'bilingual-equal': ({ languages, prevailing }: AgreementFacts) => languages.length > 1 && prevailing === 'equal',
} as const;
export type Condition = keyof typeof CONDITIONS;
