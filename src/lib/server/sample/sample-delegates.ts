import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { membership, user } from '#lib/server/accounts/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { Language } from '#lib/engines/text/language.ts';

/** Somebody invented of a sample organisation who answers for its listings. Nobody can sign in as this person: there is no password. */
export interface SampleDelegate {
	organisation: string;
	name: string;
	language: Language;
	languages: Language[];
	/** What is sought at the meetings. */
	seeks?: string;
	/** Registered for the meetings; whoever is not can be invited. */
	comes: boolean;
}

export async function readSampleDelegates(folder: string): Promise<SampleDelegate[]> {
	return JSON.parse(await readFile(join(folder, 'meetings', 'water-2027.json'), 'utf8')) as SampleDelegate[];
}

/** The address of somebody invented, by which the meetings know the person. */
export const delegateEmail = ({ organisation }: Pick<SampleDelegate, 'organisation'>): string => `${organisation.replace(/^sample-/, '')}@mitra.example`;

export async function insertSampleDelegates(tx: Transaction, delegates: readonly SampleDelegate[], idBySlug: ReadonlyMap<string, { id: string }>): Promise<void> {
	for (const delegate of delegates) {
		const organisationId = idBySlug.get(delegate.organisation)?.id;
		if (!organisationId) throw new Error(`meetings/water-2027.json: "${delegate.organisation}" is no sample organisation.`);
		const id = crypto.randomUUID();
		await tx.insert(user).values({ id, name: delegate.name, email: delegateEmail(delegate), emailVerified: true, language: delegate.language, isSample: true });
		await tx.insert(membership).values({ userId: id, organisationId, role: 'editor' });
	}
}
