import { writesFor, type Actor } from '#lib/server/accounts/actor.ts';
import { allOrganisations, organisationsById, organisationsOfCentre, type OrganisationRow } from '#lib/server/network/queries.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { importRules } from './rules.ts';

/** The organisations that a person may import for: those he or she writes for, then those of the centres served. */
export async function importingOrganisations(db: Database, actor: Actor): Promise<OrganisationRow[]> {
	if (actor.kind !== 'member') return [];
	const own = await organisationsById(db, [...actor.organisations.keys()].filter((id) => writesFor(actor, id)));
	const served = [...actor.centres.values()].includes('secretariat')
		? await allOrganisations(db)
		: (await Promise.all([...actor.centres.keys()].map((centre) => organisationsOfCentre(db, centre)))).flat();
	const all = new Map([...own, ...served].map((organisation) => [organisation.id, organisation]));
	return [...all.values()].filter(({ id, centreId }) => importRules.run(actor, { organisationId: id, centreId }));
}
