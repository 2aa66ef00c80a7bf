import { contentFromTerms, emptyContent, kindOfTransfer, valueOf, type Texts } from '#lib/agreements/content.ts';
import type { AgreementKind, DocumentLanguage } from '#lib/agreements/vocabulary.ts';
import { PARTIES_LEAST, PARTIES_MOST } from '#lib/agreements/vocabulary.ts';
import type { MoneyText } from '#lib/money/money.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import { passBall } from '#lib/server/docking/move-docking.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { dockingRules, standOf } from '#lib/server/docking/rules.ts';
import { tellDocking } from '#lib/server/docking/tell-docking.ts';
import { centreById, organisationById } from '#lib/server/network/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { acceptedOffer } from '#lib/server/terms/queries.ts';
import { agreementLetter } from './letters.ts';
import { findAgreement, insertAgreement, insertStep, nextReference, peopleOfParties } from './queries.ts';
import { newAgreementRules } from './rules.ts';
import type { agreementParty } from './tables.ts';

export interface NewAgreement {
	/** Where accepted terms say what kind it is, it may be left out. */
	kind: AgreementKind | null;
	titles: Texts;
	languages: DocumentLanguage[];
	area: string | null;
}

type NewParty = Omit<typeof agreementParty.$inferInsert, 'agreementId' | 'touchedAt'>;

/**
 * Begins an agreement in a docking, from the terms that were accepted last, if there are any, or from the price of a trade. Answers
 * its reference.
 * Errors: not_found, forbidden.
 */
export async function beginInDocking(context: DockingContext, actor: Actor, input: NewAgreement & { docking: string; trade?: { id: string; price: MoneyText } }): Promise<string> {
	return asActor(context.db, actor, async (tx) => {
		const docking = await findDocking(tx, { reference: input.docking });
		if (!docking || !dockingRules.view(actor, docking.access)) throw new ExpectedError('not_found', 'No such docking.');
		if (!dockingRules.write(actor, docking.access)) throw new ExpectedError('forbidden', 'This person only reads in the docking.');
		// The contract of a trade has the trade's price, and nothing of what the two may have settled about something else.
		const offer = input.trade ? undefined : await acceptedOffer(tx, docking.row.id);
		const kind = input.kind ?? (offer ? kindOfTransfer(offer.terms.transfer) : 'co-operation');
		const parties: NewParty[] = [];
		for (const side of ['offering', 'seeking'] as const) {
			const { organisationId, called, country, centreId } = docking.parties[side];
			const organisation = organisationId ? await organisationById(tx, organisationId) : undefined;
			parties.push({ position: parties.length, organisationId, centreId: null, adviserCentreId: centreId, names: organisation?.names ?? called, country, side });
		}
		const reference = await insert(context, tx, actor, { ...input, kind, parties, dockingId: docking.row.id, offer });
		if (docking.row.state !== 'completed') {
			const stand = standOf(actor, docking.access);
			await passBall(context, tx, actor, docking.row.id, stand === 'offering' || stand === 'seeking' ? stand : docking.row.ball, 'draft_agreement');
		}
		await tellDocking(context, tx, docking.row, 'agreement', { except: actor });
		return reference;
	});
}

/**
 * Begins an agreement from scratch, between organisations and centres of the network; all hear of it. Answers its reference.
 * Errors: forbidden (speaks for none of them and advises none), not_found (a party), invalid_input.
 */
export async function beginFromScratch(context: DockingContext, actor: Actor, input: NewAgreement & { parties: ({ organisationId: string } | { centreId: string })[] }): Promise<string> {
	return asActor(context.db, actor, async (tx) => {
		const parties: NewParty[] = [];
		for (const party of input.parties) parties.push({ position: parties.length, ...(await partyOf(tx, party)) });
		const once = new Set(parties.map(({ organisationId, centreId }) => organisationId ?? centreId));
		if (parties.length < PARTIES_LEAST || parties.length > PARTIES_MOST || once.size < parties.length) throw new ExpectedError('invalid_input', 'Two to six parties, each once.', { field: 'party_0', detail: { code: 'parties' } });
		const forRules = parties.map(({ position, organisationId, adviserCentreId, centreId }) => ({ position, organisationId: organisationId ?? null, adviserCentreId: adviserCentreId ?? null, isCentre: centreId !== null }));
		if (!newAgreementRules.begin(actor, { parties: forRules })) throw new ExpectedError('forbidden', 'Who begins an agreement speaks for a party, or advises one.');
		const reference = await insert(context, tx, actor, { ...input, kind: input.kind ?? 'memorandum', parties, dockingId: null, offer: undefined });
		await asActor(tx, operator('agreements'), async (tx) => {
			const found = await findAgreement(tx, { reference });
			for (const person of await peopleOfParties(tx, found!.parties))
				if (!isSignedIn(actor) || person.id !== actor.userId) await sendMail(tx, context.jobs, agreementLetter(person, { reference, baseUrl: context.baseUrl, news: 'begun' }));
		});
		return reference;
	});
}

async function partyOf(tx: Transaction, party: { organisationId: string } | { centreId: string }): Promise<Omit<NewParty, 'position'>> {
	if ('centreId' in party) {
		const centre = await centreById(tx, party.centreId);
		if (!centre) throw new ExpectedError('not_found', 'No such centre.');
		return { organisationId: null, centreId: centre.id, adviserCentreId: centre.id, names: centre.names, country: centre.country, side: null };
	}
	const organisation = await organisationById(tx, party.organisationId);
	if (organisation?.state !== 'admitted') throw new ExpectedError('not_found', 'No such organisation.');
	return { organisationId: organisation.id, centreId: null, adviserCentreId: organisation.centreId, names: organisation.names, country: organisation.country, side: null };
}

async function insert(
	context: DockingContext,
	tx: Transaction,
	actor: Actor,
	input: NewAgreement & { kind: AgreementKind; parties: NewParty[]; dockingId: string | null; offer: Awaited<ReturnType<typeof acceptedOffer>>; trade?: { id: string; price: MoneyText } },
): Promise<string> {
	const now = context.clock();
	const person = isSignedIn(actor) ? actor : null;
	const { kind, titles, languages, area, parties, offer, trade, dockingId } = input;
	const base = offer ? contentFromTerms(kind, offer.terms) : emptyContent(kind, trade?.price.currency);
	const content = trade ? { ...base, lumpSum: trade.price } : base;
	const value = valueOf(null, content);
	// The row is behind its own wall before it stands: the right was asked above.
	return asActor(tx, operator('agreements'), async (tx) => {
		const reference = await nextReference(tx, now.getUTCFullYear());
		const row = await insertAgreement(
			tx,
			{
				reference, dockingId, fromDocking: dockingId !== null, offerId: offer?.id ?? null, tradeId: trade?.id ?? null, kind, titles, languages, area, content,
				valueMinor: value ? BigInt(value.minor) : null, currency: value?.currency ?? null, createdBy: person?.userId ?? null, createdAt: now, updatedAt: now,
			},
			parties.map((party) => ({ ...party, touchedAt: now })),
		);
		await insertStep(tx, { agreementId: row.id, step: 'begin', state: 'draft', language: 'en', by: person?.userId ?? null, called: person?.name ?? '', at: now });
		await recordAudit(tx, { actor, action: 'agreement.begin', entity: 'agreement', entityId: row.id, detail: { reference, kind }, about: { organisationId: parties[0]?.organisationId ?? null, centreId: parties[0]?.adviserCentreId ?? null } });
		return reference;
	});
}
