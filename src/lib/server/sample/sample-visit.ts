import { and, eq, inArray } from 'drizzle-orm';
import type { NextStep, VisitConsent } from '#lib/exhibition/vocabulary.ts';
import { user } from '#lib/server/accounts/tables.ts';
import { exhibitionVisit, exhibitionVisitListing, exhibitionVisitNote, exhibitionVisitor, exhibitor } from '#lib/server/exhibition/tables.ts';
import { listing } from '#lib/server/listings/tables.ts';
import { organisation } from '#lib/server/network/tables.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { eventRegistration } from '#lib/server/registration/tables.ts';

const HOUR = 3_600_000;

/** A visit to a stand of a sample event, and what the exhibitor wrote about it. */
export interface SampleVisit {
	/** The organisation's address name. */
	exhibitor: string;
	/** The beginning of the sample account's address. */
	who: string;
	consent: VisitConsent;
	hoursAgo: number;
	/** External ids. */
	listings: string[];
	nextStep: NextStep | null;
	words: string;
}

/** Notes a visit of a sample person; none in a network that was loaded without sample accounts. */
export async function insertSampleVisit(tx: Transaction, eventId: string, visit: SampleVisit, now: Date): Promise<void> {
	const at = new Date(now.getTime() - visit.hoursAgo * HOUR);
	const [visitor] = await tx
		.select({ id: eventRegistration.id })
		.from(eventRegistration)
		.innerJoin(user, eq(user.id, eventRegistration.personId))
		.where(and(eq(eventRegistration.eventId, eventId), eq(user.email, `${visit.who}@mitra.example`)));
	if (!visitor) return;
	const [stand] = await tx.select({ id: exhibitor.id }).from(exhibitor).innerJoin(organisation, eq(organisation.id, exhibitor.organisationId)).where(and(eq(exhibitor.eventId, eventId), eq(organisation.slug, visit.exhibitor)));
	if (!stand) throw new Error(`A sample visit names the exhibitor "${visit.exhibitor}", which there is not.`);
	const [row] = await tx.insert(exhibitionVisit).values({ eventId, exhibitorId: stand.id, firstAt: at, lastAt: at }).returning();
	await tx.insert(exhibitionVisitor).values({ visitId: row!.id, eventId, exhibitorId: stand.id, registrationId: visitor.id, consent: visit.consent, answeredAt: visit.consent === 'waiting' ? null : at, askedAt: at });
	if (visit.words === '' && visit.nextStep === null) return;
	await tx.insert(exhibitionVisitNote).values({ visitId: row!.id, exhibitorId: stand.id, words: visit.words, nextStep: visit.nextStep, writtenAt: at });
	const interests = visit.listings.length === 0 ? [] : await tx.select({ id: listing.id }).from(listing).where(inArray(listing.externalId, visit.listings));
	if (interests.length > 0) await tx.insert(exhibitionVisitListing).values(interests.map(({ id }) => ({ visitId: row!.id, exhibitorId: stand.id, listingId: id })));
}
