import type { DockingSide } from '#lib/docking/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { findDocking } from '#lib/server/docking/queries.ts';
import { dockingRules, partySideOf } from '#lib/server/docking/rules.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { changedLines, type TermLine } from '#lib/terms/difference.ts';
import type { Terms } from '#lib/terms/terms.ts';
import type { OfferState } from '#lib/terms/vocabulary.ts';
import { stateNow } from './offer.ts';
import { offersOf, type OfferRow } from './queries.ts';
import { offerRules, termsRules } from './rules.ts';

export interface OfferView {
	number: number;
	side: DockingSide;
	state: OfferState;
	terms: Terms;
	words: string;
	language: Language;
	called: string;
	madeAt: Date;
	/** The last day on which it can be accepted. */
	standsUntil: string | null;
	answeredCalled: string;
	answeredAt: Date | null;
	answerWords: string;
	answerLanguage: Language | null;
	/** The fingerprint of the terms, as hexadecimal digits. */
	sha256: string;
	/** The lines that differ from the offer before. */
	changed: TermLine[];
}

/** The offers of a docking, the newest first, with what the reader may do now. Errors: not_found. */
export async function viewTerms(db: Database, actor: Actor, reference: string, now: Date) {
	return asActor(db, actor, async (tx) => {
		const found = await findDocking(tx, { reference });
		if (!found || !dockingRules.view(actor, found.access)) throw new ExpectedError('not_found', 'No such docking.');
		const rows = (await offersOf(tx, found.row.id)).map((row) => ({ ...row, state: stateNow(row, now) }));
		const open = rows.find(({ state }) => state === 'open');
		const forRules = open && { docking: found.access, side: open.side, state: open.state };
		const may = (right: 'counter' | 'accept' | 'refuse' | 'withdraw') => forRules !== undefined && offerRules[right](actor, forRules);
		return {
			offers: rows.map((row, index) => offerView(row, rows[index + 1])),
			side: partySideOf(actor, found.access),
			accepted: rows.find(({ state }) => state === 'accepted')?.number ?? null,
			may: { offer: !open && termsRules.offer(actor, { docking: found.access }), counter: may('counter'), accept: may('accept'), refuse: may('refuse'), withdraw: may('withdraw') },
		};
	});
}

function offerView(row: OfferRow, before: OfferRow | undefined): OfferView {
	const { number, side, state, terms, words, language, called, madeAt, standsUntil, answeredCalled, answeredAt, answerWords, answerLanguage } = row;
	const sha256 = Buffer.from(row.termsSha256 ?? []).toString('hex');
	return { number, side, state, terms, words, language, called, madeAt, standsUntil, answeredCalled, answeredAt, answerWords, answerLanguage, sha256, changed: before ? changedLines(before.terms, terms) : [] };
}
