import { randomBytes } from 'node:crypto';
import { applicantLetter } from '#lib/server/membership/letters.ts';
import { insertStep, officersOf, organisationFor } from '#lib/server/membership/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { inTransaction, violatedConstraint, type Transaction } from '#lib/server/platform/database.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { centreById } from '#lib/server/network/queries.ts';
import { centreOfPlace } from '#lib/server/network/centre-of-place.ts';
import type { AccountsContext } from './accounts-context.ts';
import type { OrganisationInput } from './input.ts';
import { insertAppliedOrganisation, insertMembership, lockUser, ownsApplication } from './queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';

export type FoundingContext = Pick<AccountsContext, 'db' | 'jobs' | 'baseUrl'>;

/**
 * Enters an organisation that applies for admission; the person becomes its owner and may write drafts at once. Its
 * centre follows from country and place, and the centre's officers get a letter. Answers the organisation's id.
 * Errors: conflict (the person's earlier application still waits).
 */
export async function foundOrganisation(
	context: FoundingContext,
	person: { userId: string; name: string },
	input: OrganisationInput,
	now = new Date(),
): Promise<string> {
	for (let attempt = 0; ; attempt++) {
		try {
			return await inTransaction(context.db, async (tx) => {
				await lockUser(tx, person.userId);
				if (await ownsApplication(tx, person.userId))
					throw new ExpectedError('conflict', 'An application of this person is waiting already.');
				const id = await insertAppliedOrganisation(tx, {
					slug: slugOf(input.name, attempt),
					kind: input.kind,
					country: input.country,
					place: input.place,
					...input.more,
					names: [{ language: input.nameLanguage, text: input.name, provenance: 'original' }, ...(input.more?.names ?? [])],
					centreId: centreOfPlace(input.country, input.place),
				});
				await insertMembership(tx, { userId: person.userId, organisationId: id, role: 'owner' });
				// The person has no membership that the walls could know before this transaction.
				await asActor(tx, operator('registration'), () => insertStep(tx, { organisationId: id, step: 'apply', language: input.nameLanguage, by: person.userId, at: now }));
				await recordAudit(tx, {
					actor: operator('registration'),
					action: 'organisation.apply',
					entity: 'organisation',
					entityId: id,
					detail: { userId: person.userId },
				});
				await tellOfficers(tx, context, id, person);
				return id;
			});
		} catch (error) {
			if (attempt >= 5 || violatedConstraint(error) !== 'organisation_slug_key') throw error;
		}
	}
}

async function tellOfficers(tx: Transaction, { jobs, baseUrl }: FoundingContext, organisationId: string, person: { userId: string; name: string }): Promise<void> {
	const { row } = (await organisationFor(tx, organisationId))!;
	// The centre that serves it may be the successor of a closed one.
	const centre = await centreById(tx, row.centreId);
	for (const officer of await officersOf(tx, row.centreId))
		if (officer.id !== person.userId)
			await sendMail(tx, jobs, applicantLetter(officer, { names: row.names, kind: row.kind, country: row.country, centre: centre?.names ?? [], who: person.name, slug: row.slug, baseUrl }));
}

/** An address part made of a name's Latin letters; a random one where the name has none, or after another took it. */
function slugOf(name: string, attempt: number): string {
	const latin = name
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/đ/g, 'd')
		.replace(/[^a-z0-9]+/g, '-')
		.replace(/^-|-$/g, '')
		.slice(0, 80)
		.replace(/-$/, '');
	const usable = latin.length >= 3;
	if (usable && attempt === 0) return latin;
	return `${usable ? latin : 'organisation'}-${randomBytes(3).toString('hex')}`;
}
