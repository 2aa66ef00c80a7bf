import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { viewBudget, viewOrganised } from '#lib/server/events/desk-view.ts';
import { eventAction } from '#lib/server/events/event-form.ts';
import { idIn } from '#lib/server/events/input.ts';
import { addSponsor, removeBudgetLine, removeSponsor, saveBudgetLine } from '#lib/server/events/sponsors-and-budget.ts';
import { decimalText, money } from '#lib/money/money.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { event: row, phase, may } = await viewOrganised(event.locals.mitra, member, event.params.id);
	const { lines, sponsors } = await viewBudget(event.locals.mitra, member, event.params.id);
	const currencies = [...new Set(lines.map(({ currency }) => currency))].sort();
	const sum = (currency: string, of: 'planned' | 'actual') => lines.reduce((total, line) => (line.currency === currency ? total + (line[of] ?? 0) * (line.side === 'income' ? 1 : -1) : total), 0);
	return {
		view: {
			event: { id: row.id, names: row.names, languages: row.languages },
			phase,
			may,
			sponsors,
			lines: lines.map((line) => ({ ...line, typed: { planned: decimalText(money(line.planned, line.currency)), actual: line.actual === null ? '' : decimalText(money(line.actual, line.currency)) } })),
			balances: currencies.map((currency) => ({ currency, planned: sum(currency, 'planned'), actual: sum(currency, 'actual') })),
		},
	};
};

export const actions: Actions = {
	line: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removeBudgetLine(context, member, { eventId, id: idIn(form) }) : saveBudgetLine(context, member, { eventId, form }))),
	sponsor: eventAction(({ context, member, form, eventId }) => (form.get('remove') ? removeSponsor(context, member, { eventId, id: idIn(form) }) : addSponsor(context, member, { eventId, form }))),
};
