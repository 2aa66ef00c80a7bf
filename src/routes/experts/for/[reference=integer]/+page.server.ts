import { VISITOR } from '#lib/server/accounts/actor.ts';
import { expertDirectory } from '#lib/server/experts/expert-directory.ts';
import { viewListing } from '#lib/server/listings/view-listing.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

const SHOWN = 10;

/** Both sides are public: what a visitor reads of the listing, and the profiles that experts have consented to. */
export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, language } = locals;
	const reference = Number(params.reference);
	const { content, owner } = await viewListing(mitra.db, VISITOR, reference);
	const text = [content.summary, content.keywords.join(', '), content.description, content.sought].filter(Boolean).join('\n');
	const request = { language: content.language, title: content.title, text, concepts: content.areas };
	const facts = { languages: [content.language], country: owner?.country ?? null, offers: [], startsOn: null, days: null, today: mitra.clock().toISOString().slice(0, 10) };
	const suggestions = await expertDirectory(mitra.search).suggest(mitra.db, request, facts, SHOWN);
	const concepts = suggestions.flatMap(({ expert, shared }) => [...expert.fields, ...shared.flatMap(({ concept }) => concept ?? [])]);
	return { listing: { reference, title: content.title, language: content.language }, suggestions, labels: conceptLabels(mitra.thesaurus, concepts, language) };
};
