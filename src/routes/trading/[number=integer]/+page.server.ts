import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { cleanLine } from '#lib/server/accounts/input.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { contextOf } from '#lib/server/trading/page-context.ts';
import { answerAward } from '#lib/server/trading/decide-trade.ts';
import { bidInput, keyOf, reasonInput } from '#lib/server/trading/input.ts';
import { placeBid } from '#lib/server/trading/place-bid.ts';
import { tradeByNumber } from '#lib/server/trading/queries.ts';
import { askToBid, takeBidBack } from '#lib/server/trading/take-part.ts';
import { viewTrade } from '#lib/server/trading/view-trade.ts';
import { BID_REFUSALS } from '#lib/trading/vocabulary.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const said = event.url.searchParams;
	const view = await viewTrade(contextOf(event), event.locals.actor, Number(event.params.number));
	return {
		view,
		/** Goes with the bid: sent twice, it is one. A new one for each page, so that the next bid is another. */
		key: crypto.randomUUID(),
		done: ['bid', 'asked', 'back', 'answered'].find((each) => said.has(each)) ?? null,
		refused: BID_REFUSALS.find((each) => each === said.get('refused')) ?? null,
	};
};

type Event = RequestEvent<{ number: number }>;
const act = (work: (what: { event: Event; member: Member; form: FormData; number: number }) => Promise<string>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const number = Number(event.params.number);
		const said = await work({ event, member, form, number });
		redirect(303, href(`/trading/${number}?${said}`));
	});

export const actions: Actions = {
	ask: act(async ({ event, member, form, number }) => {
		await askToBid(contextOf(event), member, { number, organisationId: cleanLine(form.get('organisation')) });
		return 'asked';
	}),
	bid: (event) =>
		memberForm(event, async (member, form) => {
			const context = contextOf(event);
			const number = Number(event.params.number);
			// Only the currency is asked for: in the heat of an auction a bid must be light.
			const trade = await tradeByNumber(context.db, number);
			const outcome = await placeBid(context, member, { ...bidInput(form, trade?.currency ?? 'USD'), number, language: event.locals.language });
			if (outcome.accepted) redirect(303, href(`/trading/${number}?bid`));
			// The refusal stands on record; what was typed stays for the next try.
			return fail(409, { refused: outcome.reason, typed: Object.fromEntries(['as', 'amount', 'words'].map((field) => [field, [String(form.get(field) ?? '')]])) });
		}),
	back: act(async ({ event, member, form, number }) => {
		await takeBidBack(contextOf(event), member, { number, organisationId: cleanLine(form.get('organisation')), key: keyOf(form) });
		return 'back';
	}),
	accept: act(async ({ event, member, form }) => {
		await answerAward(contextOf(event), member, { award: cleanLine(form.get('award')), accept: true, reason: '' });
		return 'answered';
	}),
	refuse: act(async ({ event, member, form }) => {
		await answerAward(contextOf(event), member, { award: cleanLine(form.get('award')), accept: false, reason: reasonInput(form, false) });
		return 'answered';
	}),
};
