import { error, redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { writesFor } from '#lib/server/accounts/actor.ts';
import { viewListing } from '#lib/server/listings/view-listing.ts';
import { listingByReference } from '#lib/server/listings/queries.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { microsOf, MICROS } from '#lib/server/trading/context.ts';
import { parseTrade, type TradeInput } from '#lib/server/trading/input.ts';
import { contextOf } from '#lib/server/trading/page-context.ts';
import { beginTrade } from '#lib/server/trading/put-up.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const DAY = 86_400 * MICROS;

/** What the form begins with: a week from tomorrow on, at the full hour. */
function firstDraft(now: number): TradeInput {
	const opens = Math.ceil((now + DAY) / (3600 * MICROS)) * 3600 * MICROS;
	const closes = opens + 7 * DAY;
	return { mode: 'fixed', subject: 'licence', terms: '', currency: 'USD', price: null, increment: null, reserve: null, places: 1, opens, closes, softSeconds: 300, latestEnd: closes + DAY / 2, admission: 'rules', kinds: [], countries: [], answerDays: 14 };
}

export const load: PageServerLoad = async (event) => {
	const draft = firstDraft(microsOf(event.locals.mitra.clock()));
	if (asksToSignIn(event)) return { draft, listing: null };
	const member = pageMember(event);
	const { db } = event.locals.mitra;
	const row = await listingByReference(db, Number(event.params.listing));
	if (!row || !writesFor(member, row.organisationId) || row.kind !== 'offer' || row.state !== 'published') error(404);
	const view = await viewListing(db, member, row.reference);
	const { price } = view.content;
	const currency = price?.currency ?? draft.currency;
	return { draft: { ...draft, currency, price: price?.min === null || price?.min === undefined ? null : BigInt(price.min) }, listing: { reference: row.reference, title: view.content.title, language: view.content.language } };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { trade, errors } = parseTrade(form, microsOf(event.locals.mitra.clock()));
			if (errors.length > 0) return wrongFields(form, errors);
			const number = await beginTrade(contextOf(event), member, { reference: Number(event.params.listing), trade });
			redirect(303, href(`/desk/trading/${number}?saved`));
		}),
};
