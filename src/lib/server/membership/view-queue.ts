import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Database, Executor } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { standingMembership, nominationsOf, activityOf } from './core/queries.ts';
import { findOrganisations } from './find-organisations.ts';
import { admissionQueue, organisationForSlug, type QueueLine } from './queries.ts';
import { organisationRules } from './rules.ts';
import { viewOrganisation } from './view-organisation.ts';

const SHOWN = 200;
export const QUEUE_PARTS = ['applied', 'returned', 'refused'] as const;
type QueuePart = (typeof QUEUE_PARTS)[number];

/** The centres whose applications an officer sees; null: all. Errors: forbidden (no officer). */
function centresOf(actor: Actor): string[] | null {
	if (actor.kind !== 'member' || actor.centres.size === 0) throw new ExpectedError('forbidden', 'The queue is for officers.');
	return [...actor.centres.values()].includes('secretariat') ? null : [...actor.centres.keys()];
}

/** Organisations that wait for an officer, or that were asked or refused. Errors: forbidden. */
export async function viewQueue(db: Executor, actor: Actor, part: QueuePart): Promise<QueueLine[]> {
	return admissionQueue(db, centresOf(actor), [part], SHOWN);
}

/** One organisation for an officer, with who is like it, and what core membership asks. Errors: forbidden, not_found. */
export async function viewForOfficer(db: Database, actor: Actor, slug: string) {
	centresOf(actor);
	const view = await viewOrganisation(db, actor, slug);
	const { organisation } = view;
	const names = organisation.names.map(({ text }) => text);
	const found = await Promise.all(names.slice(0, 4).map((name) => findOrganisations(db, { name, country: organisation.country, place: organisation.place ?? undefined }, [organisation.id])));
	const once = <T extends { organisation: { id: string }; likeness: { score: number } }>(list: T[]) => [...new Map(list.toSorted((a, b) => a.likeness.score - b.likeness.score).map((each) => [each.organisation.id, each])).values()].sort((a, b) => b.likeness.score - a.likeness.score).slice(0, 6);
	const core = await standingMembership(db, organisation.id);
	return {
		...view,
		similar: once(found.flatMap(({ registered }) => registered)).map(({ organisation: { id, slug: address, names: called, country, place, state, centreId }, likeness }) => ({ id, slug: address, names: called, country, place, state, likeness, mergeable: organisationRules.merge(actor, { id, centreId, state }) })),
		known: once(found.flatMap(({ known }) => known)).map(({ organisation: { id, names: called, country, place, host }, likeness }) => ({ id, name: called[0]!.text, country, place, host, likeness })),
		core: { since: core?.since ?? null, nominated: (await nominationsOf(db, organisation.id)).find(({ state }) => state === 'nominated') ? true : false, activity: await activityOf(db, organisation.id) },
	};
}

/** The organisation that an officer named by the end of its address. Errors: not_found at `into`. */
export async function organisationNamed(db: Executor, address: string): Promise<string> {
	const slug = address.trim().replace(/[?#].*$/, '').replace(/\/+$/, '').split('/').at(-1) ?? '';
	const found = await organisationForSlug(db, slug);
	if (!found) throw new ExpectedError('invalid_input', 'No organisation has this address.', { field: 'into', detail: { code: 'not_allowed' } });
	return found.row.id;
}
