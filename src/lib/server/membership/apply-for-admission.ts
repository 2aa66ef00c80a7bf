import type { Actor } from '#lib/server/accounts/actor.ts';
import { foundOrganisation } from '#lib/server/accounts/found-organisation.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MembershipContext } from './context.ts';
import type { ProfileInput } from './input.ts';
import { knownOrganisations } from './known-organisations.ts';
import { organisationsWithDirectoryId } from './queries.ts';

/**
 * Enters an organisation that asks its centre for admission; the person becomes its owner. Answers its id.
 * Errors: unauthenticated, conflict (an earlier application of the person waits; or, with `field: directoryId`, that entry of
 * the directory is registered already).
 */
export async function applyForAdmission(
	context: Pick<MembershipContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>,
	actor: Actor,
	input: { profile: ProfileInput; directoryId: string | null },
): Promise<string> {
	if (actor.kind !== 'member') throw new ExpectedError('unauthenticated', 'Who asks for admission signs in first.');
	const { profile } = input;
	const known = input.directoryId ? (await knownOrganisations()).byId.get(input.directoryId) : undefined;
	if (known && (await organisationsWithDirectoryId(context.db, known.id)).length > 0)
		throw new ExpectedError('conflict', 'This organisation is registered already.', { field: 'directoryId' });
	const [first, ...more] = profile.names;
	return foundOrganisation(context, { userId: actor.userId, name: actor.name }, {
		name: first!.text,
		nameLanguage: first!.language,
		kind: profile.kind,
		country: profile.country,
		place: profile.place,
		more: {
			names: more,
			about: profile.about,
			size: profile.size,
			areas: profile.areas,
			countries: profile.countries,
			website: profile.website,
			directoryId: known?.id ?? null,
			// Where the directory puts it, as long as it says the same country.
			...(known && known.country === profile.country ? { latitude: known.latitude, longitude: known.longitude } : {}),
		},
	}, context.clock());
}
