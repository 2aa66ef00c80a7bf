import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { microsOf } from '#lib/server/trading/context.ts';
import { chooseBid, completeTrade, declineAll, recordContract, withdrawTrade } from '#lib/server/trading/decide-trade.ts';
import { draftContract } from '#lib/server/trading/draft-contract.ts';
import { parseTrade, pastDayInput, reasonInput } from '#lib/server/trading/input.ts';
import { openSealedBids } from '#lib/server/trading/open-bids.ts';
import { contextOf } from '#lib/server/trading/page-context.ts';
import { beginPlan } from '#lib/server/trading/payments/write-plan.ts';
import { announceTrade, discardTrade, saveTrade } from '#lib/server/trading/put-up.ts';
import { decideBidder } from '#lib/server/trading/take-part.ts';
import { viewTrade } from '#lib/server/trading/view-trade.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const said = ['saved', 'announced', 'done', 'one-more'].find((each) => event.url.searchParams.has(each)) ?? null;
	if (asksToSignIn(event)) return { view: null, said };
	const view = await viewTrade(contextOf(event), pageMember(event), Number(event.params.number));
	if (!view.inside) error(404);
	return { view, said };
};

type Event = RequestEvent<{ number: number }>;
type What = { event: Event; context: ReturnType<typeof contextOf>; member: Member; form: FormData; number: number; expected: number };

/** One button of the page: done, the page is shown anew. */
const act = (work: (what: What) => Promise<string | void>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const number = Number(event.params.number);
		const said = await work({ event, context: contextOf(event), member, form, number, expected: Number(form.get('version')) || 0 });
		redirect(303, href(`/desk/trading/${number}?${said ?? 'done'}`));
	});
const decide = (admit: boolean) =>
	act(({ context, member, form, number }) => decideBidder(context, member, { number, bidder: Number(form.get('bidder')), admit, reason: admit ? '' : reasonInput(form, true) }));

export const actions: Actions = {
	save: (event) =>
		memberForm(event, async (member, form) => {
			const { trade, errors } = parseTrade(form, microsOf(event.locals.mitra.clock()));
			if (errors.length > 0) return wrongFields(form, errors);
			const number = Number(event.params.number);
			await saveTrade(contextOf(event), member, { number, expected: Number(form.get('version')) || 0, trade });
			redirect(303, href(`/desk/trading/${number}?saved`));
		}),
	announce: act(async ({ context, member, number, expected }) => {
		await announceTrade(context, member, { number, expected });
		return 'announced';
	}),
	discard: (event) =>
		memberForm(event, async (member) => {
			await discardTrade(contextOf(event), member, { number: Number(event.params.number) });
			redirect(303, href('/desk/trading'));
		}),
	withdraw: act(({ context, member, form, number }) => withdrawTrade(context, member, { number, reason: reasonInput(form, true) })),
	choose: act(({ context, member, form, number, expected }) => chooseBid(context, member, { number, expected, bid: cleanLine(form.get('bid')) })),
	decline: act(({ context, member, form, number, expected }) => declineAll(context, member, { number, expected, reason: reasonInput(form, true) })),
	admit: decide(true),
	refuse: decide(false),
	open: act(async ({ context, member, number }) => ((await openSealedBids(context, member, { number })) > 0 ? 'one-more' : 'done')),
	contract: act(({ event, context, member, form, number }) => recordContract(context, member, { number, award: cleanLine(form.get('award')), day: pastDayInput(form, 'day', event.locals.mitra.clock().toISOString().slice(0, 10)) })),
	complete: act(({ context, member, number, expected }) => completeTrade(context, member, { number, expected })),
	agreement: (event) =>
		memberForm(event, async (member, form) => {
			const reference = await draftContract(contextOf(event), member, { award: cleanLine(form.get('award')) });
			redirect(303, href(`/agreements/${reference}`));
		}),
	plan: (event) =>
		memberForm(event, async (member, form) => {
			const id = await beginPlan(contextOf(event), member, { award: cleanLine(form.get('award')) });
			redirect(303, href(`/desk/trading/payments/${id}`));
		}),
};
