import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { centreOfPlace } from '#lib/server/network/centre-of-place.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { MembershipContext } from './context.ts';
import type { ProfileInput } from './input.ts';
import { insertStep, lockOrganisation, touchListings, updateOrganisation } from './queries.ts';
import { organisationRules } from './rules.ts';

/** The applicant answers the centre's question, or what made it refuse. Errors: not_found, conflict (nothing is asked any more). */
export async function answerCentre(
	context: Pick<MembershipContext, 'db' | 'clock'>,
	actor: Actor,
	input: { organisationId: string; words: string; language: Language },
): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.answer(actor, found.forRules)) {
			if (found.row.state === 'returned' || found.row.state === 'refused') throw new ExpectedError('forbidden', 'Owners answer the centre.');
			throw new ExpectedError('conflict', 'Nothing is asked of this organisation now.');
		}
		await insertStep(tx, {
			organisationId: found.row.id,
			step: 'answer',
			words: input.words,
			language: input.language,
			by: actor.kind === 'member' ? actor.userId : null,
			at: context.clock(),
		});
		await updateOrganisation(tx, found.row.id, { state: 'applied', admissionVersion: found.row.admissionVersion + 1 });
		await recordAudit(tx, { actor, action: 'organisation.answer', entity: 'organisation', entityId: found.row.id });
	});
}

/**
 * Saves an organisation's profile. While it applies, country and place choose its centre; afterwards the centre stays, for
 * listings and people belong there. Errors: not_found, forbidden.
 */
export async function saveProfile(context: Pick<MembershipContext, 'db'>, actor: Actor, input: { organisationId: string; profile: ProfileInput }): Promise<void> {
	await inTransaction(context.db, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (!organisationRules.edit(actor, found.forRules)) throw new ExpectedError('forbidden', 'Owners and editors change the profile.');
		const { profile } = input;
		const { row } = found;
		const applying = row.state !== 'admitted';
		const moved = applying && (row.country !== profile.country || row.place !== profile.place);
		await updateOrganisation(tx, row.id, {
			names: profile.names,
			about: profile.about,
			kind: profile.kind,
			size: profile.size,
			// Another country is another centre: an admitted organisation asks its centre for that.
			country: applying ? profile.country : row.country,
			place: profile.place,
			countries: profile.countries,
			areas: profile.areas,
			website: profile.website,
			...(moved ? { centreId: centreOfPlace(profile.country, profile.place), admissionVersion: row.admissionVersion + 1 } : {}),
		});
		if (JSON.stringify([row.names, row.kind, row.size, row.place]) !== JSON.stringify([profile.names, profile.kind, profile.size, profile.place])) await touchListings(tx, row.id);
		const fields = ({ kind, size, country, place, countries, areas, website }: Pick<ProfileInput, 'kind' | 'size' | 'place' | 'countries' | 'areas' | 'website'> & { country: string }) => ({ kind, size, country, place, countries, areas, website });
		await recordAudit(tx, { actor, action: 'organisation.edit', entity: 'organisation', entityId: row.id, before: fields({ ...row, place: row.place ?? '' }), after: fields({ ...profile, country: applying ? profile.country : row.country }) });
	});
}
