import { isLanguage } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { isPublicMailDomain, mailDomain } from './admission.ts';
import type { MembershipContext } from './context.ts';
import { mergedFrom, organisationForSlug, proofsOf, stepsOf, type FoundOrganisation } from './queries.ts';
import { organisationRights, organisationRules } from './rules.ts';
import { domainsOf, invitationsOf, staffOf, waitingRequestsOf } from './staff/queries.ts';

const INVITATIONS_SHOWN = 50;

async function inside(db: Database, actor: Actor, slug: string): Promise<FoundOrganisation> {
	const found = await organisationForSlug(db, slug);
	if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
	return found;
}

/** An organisation as its people and its centre see it: the profile, what was said at the admission, and what proves it. */
export async function viewOrganisation(db: Database, actor: Actor, slug: string) {
	const found = await inside(db, actor, slug);
	const { row } = found;
	const { steps, proofs } = await asActor(db, actor, async (tx) => ({ steps: await stepsOf(tx, row.id), proofs: await proofsOf(tx, row.id) }));
	const { nameKeys: _nameKeys, ...organisation } = row;
	return {
		organisation,
		rights: organisationRights(actor, found.forRules),
		steps: steps.map(({ id, step, reason, words, language, at, byName }) => ({ id, step, reason, words, language: isLanguage(language) ? language : ('en' as const), at, by: byName })),
		proofs: proofs.map(({ id, name, bytes, mediaType, createdAt }) => ({ id, name, bytes, mediaType, createdAt })),
		mergedFrom: await mergedFrom(db, row.id),
	};
}

/** The people of an organisation, who is invited, who asks, and by which mail domains one may ask. */
export async function viewPeople(context: Pick<MembershipContext, 'db' | 'clock'>, actor: Actor, slug: string) {
	const { db } = context;
	const found = await inside(db, actor, slug);
	const { row } = found;
	const rights = organisationRights(actor, found.forRules);
	const now = context.clock();
	const own = actor.kind === 'member' ? mailDomain(actor.email) : undefined;
	const domains = await domainsOf(db, row.id);
	const manages = rights.managePeople || rights.nameOwner;
	const invitations = rights.invite ? await invitationsOf(db, row.id, INVITATIONS_SHOWN) : [];
	return {
		organisation: { id: row.id, slug: row.slug, names: row.names, state: row.state },
		rights,
		owned: found.forRules.owned ?? false,
		staff: await staffOf(db, row.id),
		me: actor.kind === 'member' ? actor.userId : null,
		invitations: invitations.map(({ id, email, role, createdAt, expiresAt, usedAt, withdrawnAt }) => ({
			id, email, role, createdAt, expiresAt,
			state: usedAt ? ('used' as const) : withdrawnAt ? ('withdrawn' as const) : expiresAt <= now ? ('expired' as const) : ('open' as const),
		})),
		requests: manages ? await waitingRequestsOf(db, row.id) : [],
		domains,
		/** The domain that the person's own address could prove. */
		ownDomain: own && !isPublicMailDomain(own) && !domains.some(({ domain }) => domain === own) ? own : null,
	};
}
