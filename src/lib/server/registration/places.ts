import { OTHER_COUNTRIES, type Category, type QuotaKind, type RegistrationState } from '#lib/registration/vocabulary.ts';

/** What of a registration its place depends on. */
export interface Placed {
	category: Category;
	country: string;
	organisationId: string | null;
	/** Company, university ...; null for somebody who comes for no member organisation. */
	organisationKind: string | null;
}

export interface Limits {
	/** Of the whole event; null: no limit. */
	places: number | null;
	quotas: readonly { kind: QuotaKind; key: string; places: number }[];
}

/** What stands in the way of a place: the whole event, or a quota. */
export type Full = { kind: 'event' } | { kind: QuotaKind; key: string };

/** Whether somebody who comes for no member organisation must say what kind it is, for its place depends on it. */
export const asksKind = ({ quotas }: Limits): boolean => quotas.some(({ kind }) => kind === 'organisation-kind');

type Quota = Limits['quotas'][number];
const isOf = (quota: Quota, country: string, quotas: readonly Quota[]): boolean => (quota.key === OTHER_COUNTRIES ? !quotas.some(({ kind, key }) => kind === 'country' && key === country) : quota.key === country);

const counts = (quota: Quota, of: Placed, by: Placed, quotas: readonly Quota[]): boolean => {
	switch (quota.kind) {
		case 'country':
			return isOf(quota, by.country, quotas) && isOf(quota, of.country, quotas);
		case 'category':
			return by.category === quota.key && of.category === quota.key;
		case 'organisation-kind':
			return by.organisationKind === quota.key && of.organisationKind === quota.key;
		case 'per-organisation':
			return of.organisationId !== null && by.organisationId === of.organisationId;
	}
};

/** How many places of a quota those approved take; of any one organisation nobody counts. */
export const takenOf = (quota: Quota, approved: readonly Placed[], quotas: readonly Quota[]): number => (quota.kind === 'per-organisation' ? 0 : approved.filter((each) => counts(quota, each, each, quotas)).length);

/** What is full for somebody, given who is approved; undefined where there is a place. */
export function fullFor(of: Placed, approved: readonly Placed[], { places, quotas }: Limits): Full | undefined {
	if (places !== null && approved.length >= places) return { kind: 'event' };
	return quotas.find((quota) => counts(quota, of, of, quotas) && approved.filter((by) => counts(quota, of, by, quotas)).length >= quota.places);
}

/**
 * The quota that is full of others and that somebody who has a place counts for only as of a change: where one was let in beyond a
 * quota before, that is not asked for anew.
 */
export function fullSince(before: Placed, after: Placed, others: readonly Placed[], quotas: Limits['quotas']): Quota | undefined {
	return quotas.find((quota) => counts(quota, after, after, quotas) && !counts(quota, before, before, quotas) && others.filter((by) => counts(quota, after, by, quotas)).length >= quota.places);
}

/** Who of a waiting list gets a place now, the first first; each takes the place from those behind. */
export function movedUp<Waiting extends Placed>(waiting: readonly Waiting[], approved: readonly Placed[], limits: Limits): Waiting[] {
	const there = [...approved];
	return waiting.filter((next) => {
		if (fullFor(next, there, limits)) return false;
		there.push(next);
		return true;
	});
}

/** What becomes of somebody who asks to come. */
export function stateOnAsking({ approval, invited, full }: { approval: boolean; invited: boolean; full: boolean }): Extract<RegistrationState, 'asked' | 'waiting' | 'approved'> {
	if (approval && !invited) return 'asked';
	return full ? 'waiting' : 'approved';
}
