import { AGREEMENT_KINDS } from '#lib/agreements/vocabulary.ts';
import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { REGION_COUNTRIES } from '#lib/listings/vocabulary.ts';
import { publicRegister } from '#lib/server/agreements/public-register.ts';
import { picturesOfEntries } from '#lib/server/ceremony/view-public-order.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const asked = <T extends string>(name: string, words: readonly T[]): T | null => words.find((each) => each === url.searchParams.get(name)) ?? null;
	const number = (name: string, pattern: RegExp) => (pattern.test(url.searchParams.get(name) ?? '') ? Number(url.searchParams.get(name)) : null);
	const filter = { kind: asked('kind', AGREEMENT_KINDS), area: asked('area', PRIORITY_AREAS), country: asked('country', REGION_COUNTRIES), year: number('year', /^20\d\d$/), below: number('below', /^\d{1,12}$/) };
	const { entries, next } = await publicRegister(locals.mitra.db, filter);
	const pictures = await picturesOfEntries(locals.mitra, entries.filter(({ titles, parties }) => titles && parties).map((entry) => entry.number));
	return { entries: entries.map((entry) => ({ ...entry, pictures: pictures.get(entry.number) ?? [] })), next, filter, areas: PRIORITY_AREAS.map((id) => id as string), labels: conceptLabels(locals.mitra.thesaurus, [...PRIORITY_AREAS], locals.language) };
};
