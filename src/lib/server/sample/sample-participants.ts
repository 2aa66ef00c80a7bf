import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eq, inArray } from 'drizzle-orm';
import type { Language } from '#lib/engines/text/language.ts';
import { membership, user } from '#lib/server/accounts/tables.ts';
import type { OrganisationKind } from '#lib/server/network/organisation.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';

/** Somebody invented who comes to sample events. */
interface SampleParticipant {
	/** The beginning of the address. */
	who: string;
	name: string;
	/** The name as it is written at home. */
	own?: string;
	language: Language;
	/** The best first. */
	languages: Language[];
	country: string;
	/** Of whom comes for no member organisation. Whoever has none is of the accounts or of the people at the meetings. */
	worksAt?: string;
	kind?: OrganisationKind;
	headline?: string;
}

/** What a registration says of the person, by the person's name in the samples. */
export type ParticipantRows = ReadonlyMap<string, { personId: string; organisationId: string | null; organisationKind: OrganisationKind | null; names: LocalText[]; worksAt: LocalText[]; headline: LocalText[]; country: string; languages: Language[] }>;

const addressOf = (who: string): string => `${who}@mitra.example`;
const original = (language: Language, text: string | undefined): LocalText[] => (text === undefined ? [] : [{ language, text, provenance: 'original' }]);

/** Everybody of participants.json who is there now; those who are of no member organisation are made here, as whom nobody can sign in. As the operator. */
export async function insertSampleParticipants(tx: Transaction, folder: string): Promise<ParticipantRows> {
	const samples = JSON.parse(await readFile(join(folder, 'participants.json'), 'utf8')) as SampleParticipant[];
	const outside = samples.filter(({ worksAt }) => worksAt !== undefined);
	await tx.insert(user).values(outside.map(({ who, name, language }) => ({ id: crypto.randomUUID(), name, email: addressOf(who), emailVerified: true, language, isSample: true })));
	const rows = await tx
		.select({ personId: user.id, email: user.email, organisationId: organisation.id, organisationNames: organisation.names })
		.from(user)
		.leftJoin(membership, eq(membership.userId, user.id))
		.leftJoin(organisation, eq(organisation.id, membership.organisationId))
		.where(inArray(user.email, samples.map(({ who }) => addressOf(who))));
	return new Map(
		samples.flatMap(({ who, name, own, language, languages, country, worksAt, kind = null, headline }) => {
			const row = rows.find(({ email }) => email === addressOf(who));
			// A network that was loaded without sample accounts lacks them.
			if (!row) return [];
			const { personId, organisationId, organisationNames } = row;
			return [[who, { personId, organisationId, organisationKind: kind, names: [...original('en', name), ...original(language, own)], worksAt: organisationNames ?? original('en', worksAt), headline: original('en', headline), country, languages }] as const];
		}),
	);
}
