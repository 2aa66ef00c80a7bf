import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Language } from '#lib/engines/text/language.ts';
import type { Category } from '#lib/registration/vocabulary.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Executor } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { eventRegistration } from '../tables.ts';

export type RegistrationRow = typeof eventRegistration.$inferSelect;

/** Somebody who comes to an event, as other participants may know the person. */
export interface Participant {
	/** The registration's id. */
	id: string;
	personId: string;
	names: LocalText[];
	headline: LocalText[];
	/** Where the person works, as said at registration. */
	worksAt: LocalText[];
	/** The member organisation that the person comes for. */
	organisation: { id: string; slug: string; names: LocalText[] } | null;
	category: Category;
	country: string;
	/** Spoken, the best first. */
	languages: Language[];
	/** Whether other participants find the person among them. */
	listed: boolean;
	isSample: boolean;
}

/**
 * Everybody who is approved for an event, in the order of registration; inside `asActor`: organisers and the operator get all,
 * participants those who let others find them and themselves, everybody else nobody but himself.
 */
export async function participantsOf(tx: Executor, eventId: string): Promise<Participant[]> {
	const rows = await tx
		.select({ registration: eventRegistration, organisation: { id: organisation.id, slug: organisation.slug, names: organisation.names } })
		.from(eventRegistration)
		.leftJoin(organisation, and(eq(organisation.id, eventRegistration.organisationId), eq(organisation.state, 'admitted')))
		.where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.state, 'approved')))
		.orderBy(asc(eventRegistration.createdAt), asc(eventRegistration.id));
	return rows.map(({ registration: { id, personId, names, headline, worksAt, category, country, languages, listed, isSample }, organisation: member }) => ({ id, personId, names, headline, worksAt, organisation: member, category, country, languages, listed, isSample }));
}

/** A person's own registration, in whatever state; inside `asActor`. */
export async function ownRegistration(tx: Executor, eventId: string, personId: string): Promise<RegistrationRow | undefined> {
	return (await tx.select().from(eventRegistration).where(and(eq(eventRegistration.eventId, eventId), eq(eventRegistration.personId, personId))))[0];
}

/** Everybody who counts on coming, whatever the organisers have decided so far, with how to reach the person; as the operator. */
export async function registeredPeople(tx: Executor, eventId: string) {
	return tx
		.select({ id: user.id, email: user.email, name: user.name, language: user.language })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.where(and(eq(eventRegistration.eventId, eventId), inArray(eventRegistration.state, ['asked', 'waiting', 'approved'])))
		.orderBy(asc(eventRegistration.createdAt));
}
