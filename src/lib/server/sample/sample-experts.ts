import { readFile } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { user } from '#lib/server/accounts/tables.ts';
import { insertExpert, replacePublications } from '#lib/server/experts/queries.ts';
import type { expert, expertPublication } from '#lib/server/experts/tables.ts';
import { centreOfPlace } from '#lib/server/network/centre-of-place.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import type { Transaction } from '#lib/server/platform/database.ts';

type SampleExpert = Omit<typeof expert.$inferInsert, 'centreId' | 'state' | 'createdAt' | 'updatedAt'> & {
	/** The address of the sample account behind the profile; most have none. */
	account?: string;
	publications: Omit<typeof expertPublication.$inferInsert, 'expertId' | 'position'>[];
};

const DAY = 86_400_000;

/** The sample experts, all public: nobody's consent is invented, for each name says that it is a sample. */
export async function insertSampleExperts(tx: Transaction, file: string, now: Date): Promise<void> {
	const samples = JSON.parse(await readFile(file, 'utf8')) as SampleExpert[];
	await asActor(tx, operator('sample'), async () => {
		for (const [index, { account, publications, ...sample }] of samples.entries()) {
			const at = new Date(now.getTime() - (index + 1) * DAY);
			const [behind] = account ? await tx.select({ id: user.id }).from(user).where(eq(user.email, account)) : [];
			const id = await insertExpert(tx, {
				...sample,
				userId: behind?.id ?? null,
				centreId: centreOfPlace(sample.country, sample.place ?? null),
				state: 'public',
				consentedAt: at,
				isSample: true,
				createdAt: at,
				updatedAt: at,
			});
			await replacePublications(tx, id, publications);
		}
	});
}
