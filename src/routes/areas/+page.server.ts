import type { Concept } from '#lib/engines/thesaurus/types.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const { mitra, language } = locals;
	const { thesaurus } = mitra;
	const { byArea } = mitra.search.counts();
	const branch = (id: string) => ({ id, label: thesaurus.label(id, language), labelled: isLabelled(thesaurus.concept(id), language), count: byArea.get(id) ?? 0 });
	const areas = thesaurus.areas().map((area) => ({ ...branch(area.id), narrower: area.narrower.map(branch) }));
	const policy = thesaurus.concept('policy');
	return {
		areas,
		policy: policy ? { ...branch(policy.id), narrower: policy.narrower.map(branch) } : null,
		concepts: thesaurus.size,
	};
};

/** Whether a concept has a label of its own in a language; otherwise the English one is shown. */
function isLabelled(concept: Concept | undefined, language: keyof Concept['labels']): boolean {
	return (concept?.labels[language].length ?? 0) > 0;
}
