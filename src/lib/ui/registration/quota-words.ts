import * as m from '#lib/paraglide/messages.js';
import { CATEGORIES, OTHER_COUNTRIES, type Category, type QuotaKind } from '#lib/registration/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { countryChoices } from '../country-choices.ts';
import { countryName } from '../language-names.ts';
import { CATEGORY_WORDS } from './words.ts';

const ORGANISATIONS: Record<string, () => string> = { company: m.registration_kind_company, university: m.registration_kind_university, institute: m.registration_kind_institute, association: m.registration_kind_association, government: m.registration_kind_government, other: m.registration_kind_other };

/** Whom a quota is of. */
export function quotaWords(kind: QuotaKind, key: string, reader: Language): string {
	if (kind === 'country') return key === OTHER_COUNTRIES ? m.registration_quota_others() : countryName(key, reader);
	if (kind === 'category') return CATEGORY_WORDS[key as Category]();
	return kind === 'per-organisation' ? m.registration_quota_each() : (ORGANISATIONS[key] ?? m.registration_kind_other)();
}

/** Every quota that there can be, as one choice. */
export const quotaChoices = (reader: Language): { value: string; label: string }[] =>
	([['per-organisation', ['']], ['country', [...countryChoices(reader).map(({ value }) => value), OTHER_COUNTRIES]], ['category', CATEGORIES], ['organisation-kind', Object.keys(ORGANISATIONS)]] as const).flatMap(([kind, keys]) => keys.map((key) => ({ value: key === '' ? kind : `${kind}:${key}`, label: quotaWords(kind, key, reader) })));

/** Kinds of organisations that somebody may come from. */
export const kindChoices = (): { value: string; label: string }[] => Object.entries(ORGANISATIONS).map(([value, label]) => ({ value, label: label() }));
