import * as m from '#lib/paraglide/messages.js';
import type { AgreementKind } from '#lib/agreements/vocabulary.ts';
import type { Texts } from '#lib/agreements/content.ts';
import { STORY_LANGUAGES, STORY_LIMITS, type OutcomeStatus } from '#lib/outcomes/vocabulary.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { AGREEMENT_KIND_WORDS } from '#lib/ui/agreements/agreement-words.ts';
import { countryName, formatDay, formatNumber } from '#lib/ui/language-names.ts';
import { OUTCOME_STATUS_WORDS } from '#lib/ui/outcomes/outcome-words.ts';

/** What the record says, from which a story is drafted: facts only, and no amount of money. */
export interface StoryFacts {
	kind: AgreementKind;
	titles: Texts;
	parties: { names: LocalText[]; country: string }[];
	signedOn: string;
	place: string;
	occasion: string;
	/** The name of the area by language. */
	area: Texts;
	projects: { title: string; reached: { title: string; on: string }[] }[];
	/** The newest answer of each party, and numbers over all years; null where nobody gave one. */
	latest: { year: number; status: OutcomeStatus } | null;
	jobs: number | null;
	publications: number | null;
	agreements: number | null;
}

/** A draft in the languages that the network writes stories in; people edit it. */
export function composeDraft(facts: StoryFacts): { titles: Texts; bodies: Texts } {
	const titles: Texts = {};
	const bodies: Texts = {};
	for (const language of STORY_LANGUAGES)
		inLanguage(language, () => {
			const names = facts.parties.map(({ names, country }) => m.outcomes_story_party({ name: localTextFor(names, language)?.text ?? '', country: countryName(country, language) }));
			const parties = new Intl.ListFormat(language, { type: 'conjunction' }).format(names);
			const subject = facts.titles[language] ?? facts.titles.en ?? Object.values(facts.titles)[0] ?? AGREEMENT_KIND_WORDS[facts.kind]();
			titles[language] = cut(m.outcomes_story_draft_title({ subject, countries: [...new Set(facts.parties.map(({ country }) => countryName(country, language)))].join(' – ') }), STORY_LIMITS.title);
			const where = [facts.place, facts.occasion].filter((part) => part !== '').join(', ');
			const signed = { parties, kind: AGREEMENT_KIND_WORDS[facts.kind](), day: formatDay(facts.signedOn, language), subject };
			const paragraphs = [where === '' ? m.outcomes_story_draft_signed(signed) : m.outcomes_story_draft_signed_at({ ...signed, where })];
			if (facts.area[language]) paragraphs.push(m.outcomes_story_draft_area({ area: facts.area[language] }));
			for (const { title, reached } of facts.projects)
				paragraphs.push(
					reached.length === 0
						? m.outcomes_story_draft_project({ title })
						: m.outcomes_story_draft_milestones({ title, milestones: reached.map((each) => m.outcomes_story_draft_milestone({ title: each.title, day: formatDay(each.on, language) })).join(language === 'zh' ? '；' : '; ') }),
				);
			if (facts.latest) paragraphs.push(m.outcomes_story_draft_status({ year: String(facts.latest.year), status: OUTCOME_STATUS_WORDS[facts.latest.status]() }));
			const counts = [
				facts.jobs ? m.outcomes_story_draft_jobs({ count: formatNumber(facts.jobs, language) }) : '',
				facts.publications ? m.outcomes_story_draft_publications({ count: formatNumber(facts.publications, language) }) : '',
				facts.agreements ? m.outcomes_story_draft_agreements({ count: formatNumber(facts.agreements, language) }) : '',
			].filter((line) => line !== '');
			if (counts.length > 0) paragraphs.push(m.outcomes_story_draft_numbers({ numbers: new Intl.ListFormat(language, { type: 'conjunction' }).format(counts) }));
			bodies[language] = cut(paragraphs.join('\n\n'), STORY_LIMITS.body);
		});
	return { titles, bodies };
}

const cut = (text: string, limit: number) => [...text].slice(0, limit).join('');
