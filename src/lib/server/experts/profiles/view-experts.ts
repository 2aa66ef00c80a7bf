import type { Actor } from '#lib/server/accounts/actor.ts';
import { centreById, organisationById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { publicCopy } from '../expert-directory.ts';
import { expertBySlug, expertForRules, expertOfUser, expertsOfCentres, invitationsOfCentres, privatePartOf, publicationsOf } from '../queries.ts';
import { expertRules } from '../rules.ts';

/**
 * A profile as the reader may see it, by its address, or the reader's own. Undefined where the reader has none.
 * Errors: not_found.
 */
export async function viewExpert(db: Database, actor: Actor, slug?: string) {
	return asActor(db, actor, async (tx) => {
		const row = slug === undefined ? (actor.kind === 'member' ? await expertOfUser(tx, actor.userId) : undefined) : await expertBySlug(tx, slug);
		if (!row && slug === undefined) return undefined;
		const about = row && (await expertForRules(tx, row));
		if (!row || !about || !expertRules.view(actor, about)) throw new ExpectedError('not_found', 'No such expert.');
		const hidden = expertRules.viewPrivate(actor, about) ? await privatePartOf(tx, row.id) : undefined;
		const organisation = row.organisationId ? await organisationById(tx, row.organisationId) : undefined;
		const centre = await centreById(tx, row.centreId);
		return {
			expert: publicCopy(row, await publicationsOf(tx, [row.id])),
			state: row.state,
			consentedAt: row.consentedAt,
			private: hidden ? { phone: hidden.phone, fee: hidden.fee, remarks: hidden.remarks } : null,
			organisation: organisation?.state === 'admitted' ? { slug: organisation.slug, names: organisation.names } : null,
			centre: centre ? { id: centre.id, names: centre.names } : null,
			own: expertRules.edit(actor, about),
		};
	});
}

/** Whether a person has a profile, public or not. */
export async function isExpert(db: Database, actor: Extract<Actor, { kind: 'member' }>): Promise<boolean> {
	return asActor(db, actor, async (tx) => (await expertOfUser(tx, actor.userId)) !== undefined);
}

/** The experts and invitations of the officer's centres. Errors: forbidden. */
export async function viewCentreExperts(db: Database, actor: Extract<Actor, { kind: 'member' }>, now: Date) {
	if (actor.centres.size === 0) throw new ExpectedError('forbidden', 'The list is for officers.');
	const centres = [...actor.centres.values()].includes('secretariat') ? null : [...actor.centres.keys()];
	return asActor(db, actor, async (tx) => ({
		experts: (await expertsOfCentres(tx, centres)).map(({ slug, names, state, country, headline, isSample }) => ({ slug, names, state, country, headline, isSample })),
		invitations: (await invitationsOfCentres(tx, centres)).map(({ id, name, email, state, createdAt, expiresAt }) => ({ id, name, email, createdAt, state: state === 'open' && expiresAt <= now ? ('expired' as const) : state })),
	}));
}
