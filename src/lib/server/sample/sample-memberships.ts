import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { coreMembership, networkCoordinator, networkMember } from '#lib/server/membership/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';

interface SampleMemberships {
	/** Addresses of accounts by network. */
	coordinators: Record<string, string[]>;
	/** Organisations by network. */
	members: Record<string, string[]>;
	/** Organisations that are shown as core members. */
	core: string[];
}

export async function readSampleMemberships(folder: string): Promise<SampleMemberships> {
	return JSON.parse(await readFile(join(folder, 'memberships.json'), 'utf8')) as SampleMemberships;
}

const DAY = 86_400_000;

/** Which sample organisations are members of what. Throws an Error that names a bad sample. */
export async function insertSampleMemberships(tx: Transaction, samples: SampleMemberships, options: { idBySlug: ReadonlyMap<string, { id: string }>; now: Date }): Promise<void> {
	const idOf = (slug: string) => {
		const found = options.idBySlug.get(slug);
		if (!found) throw new Error(`memberships.json: "${slug}" is no sample organisation.`);
		return found.id;
	};
	const ago = (days: number) => new Date(options.now.getTime() - days * DAY);
	for (const [networkId, slugs] of Object.entries(samples.members))
		for (const [at, slug] of slugs.entries())
			await tx.insert(networkMember).values({ networkId, organisationId: idOf(slug), state: 'admitted', appliedAt: ago(100 - at), decidedAt: ago(90 - at), isSample: true });
	for (const [networkId, emails] of Object.entries(samples.coordinators))
		for (const email of emails) {
			const person = (await tx.select({ id: user.id }).from(user).where(eq(user.email, email)))[0];
			if (!person) throw new Error(`memberships.json: "${email}" is no sample account.`);
			await tx.insert(networkCoordinator).values({ networkId, userId: person.id, namedAt: ago(110) });
		}
	for (const [at, slug] of samples.core.entries())
		await tx.insert(coreMembership).values({ organisationId: idOf(slug), since: ago(500 - 60 * at).toISOString().slice(0, 10) });
}
