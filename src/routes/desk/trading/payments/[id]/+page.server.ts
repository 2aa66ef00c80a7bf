import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { pastDayInput, reasonInput } from '#lib/server/trading/input.ts';
import { contextOf } from '#lib/server/trading/page-context.ts';
import { confirmPayment, issueInvoice, reachMilestone, reportSales, waivePayment } from '#lib/server/trading/payments/bill.ts';
import { baseAmountInput, parsePayment } from '#lib/server/trading/payments/input.ts';
import { viewPlan } from '#lib/server/trading/payments/view-plan.ts';
import { addPayment, agreeToPlan, cancelPlan, proposePlan, removePayment } from '#lib/server/trading/payments/write-plan.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const today = (event: Pick<RequestEvent, 'locals'>) => event.locals.mitra.clock().toISOString().slice(0, 10);

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, done: false };
	return { view: await viewPlan(event.locals.mitra.db, pageMember(event), event.params.id, today(event)), done: event.url.searchParams.has('done') };
};

type Event = RequestEvent<{ id: string }>;
type What = { event: Event; context: ReturnType<typeof contextOf>; member: Member; form: FormData; id: string; expected: number; payment: string };

/** One button of the page: done, the page is shown anew. */
const act = (work: (what: What) => Promise<unknown>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const { id } = event.params;
		await work({ event, context: contextOf(event), member, form, id, expected: Number(form.get('version')) || 0, payment: cleanLine(form.get('payment')) });
		redirect(303, href(`/desk/trading/payments/${id}?done`));
	});
const currencyOfPlan = async (event: Event, member: Member) => (await viewPlan(event.locals.mitra.db, member, event.params.id, today(event))).plan.currency;

export const actions: Actions = {
	add: (event) =>
		memberForm(event, async (member, form) => {
			const { payment, errors } = parsePayment(form, await currencyOfPlan(event, member));
			if (errors.length > 0) return wrongFields(form, errors);
			await addPayment(contextOf(event), member, { id: event.params.id, expected: Number(form.get('version')) || 0, payment });
			redirect(303, href(`/desk/trading/payments/${event.params.id}?done`));
		}),
	remove: act(({ context, member, id, expected, payment }) => removePayment(context, member, { id, expected, payment })),
	propose: act(({ context, member, id, expected }) => proposePlan(context, member, { id, expected })),
	agree: act(({ context, member, id, expected }) => agreeToPlan(context, member, { id, expected })),
	cancel: act(({ context, member, id, expected }) => cancelPlan(context, member, { id, expected })),
	reach: act(({ context, member, id, payment }) => reachMilestone(context, member, { id, payment })),
	invoice: act(({ context, member, form, id, payment }) => issueInvoice(context, member, { id, payment, remarks: reasonInput(form, false, 'remarks') })),
	paid: act(({ event, context, member, form, id, payment }) => confirmPayment(context, member, { id, payment, paidOn: pastDayInput(form, 'paidOn', today(event)), remarks: reasonInput(form, false, 'remarks') })),
	waive: act(({ context, member, form, id, payment }) => waivePayment(context, member, { id, payment, reason: reasonInput(form, true) })),
	report: act(async ({ event, context, member, form, id, payment }) => reportSales(context, member, { id, payment, base: baseAmountInput(form, await currencyOfPlan(event, member)).minor })),
};
