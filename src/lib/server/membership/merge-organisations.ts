import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import type { MembershipContext } from './context.ts';
import { mergeLetter } from './letters.ts';
import { lockOrganisations, mergeInto, ownersOf, updateOrganisation } from './queries.ts';
import { organisationRules } from './rules.ts';

/**
 * Makes a doubled organisation part of another, in one transaction: listings, people, imports, memberships and whatever else
 * refers to it. Its address leads to the other from then on; its admission and the audit log stay. The other one takes
 * over the names that it does not have. Errors: not_found, forbidden, conflict (already merged, or with itself).
 */
export async function mergeOrganisations(
	context: Pick<MembershipContext, 'db' | 'jobs' | 'baseUrl'>,
	actor: Actor,
	input: { sourceId: string; targetId: string },
): Promise<{ moved: Record<string, number> }> {
	if (input.sourceId === input.targetId) throw new ExpectedError('conflict', 'An organisation is not merged with itself.');
	return inTransaction(context.db, async (tx) => {
		const found = await lockOrganisations(tx, [input.sourceId, input.targetId]);
		const [source, target] = [found.get(input.sourceId), found.get(input.targetId)];
		if (!source || !target || !organisationRules.viewInside(actor, source.forRules) || !organisationRules.viewInside(actor, target.forRules))
			throw new ExpectedError('not_found', 'No such organisation.');
		if (source.row.state === 'merged' || target.row.state === 'merged') throw new ExpectedError('conflict', 'One of the two is merged already.');
		if (!organisationRules.merge(actor, source.forRules) || !organisationRules.merge(actor, target.forRules))
			throw new ExpectedError('forbidden', 'Officers of both centres, or the secretariat, merge organisations.');
		const people = new Map([...(await ownersOf(tx, source.row.id)), ...(await ownersOf(tx, target.row.id))].map((person) => [person.id, person]));
		const moved = await mergeInto(tx, source.row.id, target.row.id);
		const languages = new Set(target.row.names.map(({ language }) => language));
		const names = [...target.row.names, ...source.row.names.filter(({ language }) => !languages.has(language))];
		await updateOrganisation(tx, target.row.id, { names, directoryId: target.row.directoryId ?? source.row.directoryId });
		for (const person of people.values())
			await sendMail(tx, context.jobs, mergeLetter(person, { source: source.row.names, target: target.row.names, slug: target.row.slug, baseUrl: context.baseUrl }));
		for (const [entityId, detail] of [[source.row.id, { into: target.row.id, moved }], [target.row.id, { from: source.row.id, moved }]] as const)
			await recordAudit(tx, { actor, action: 'organisation.merge', entity: 'organisation', entityId, detail });
		return { moved };
	});
}
