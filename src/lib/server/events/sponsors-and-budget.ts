import type { Actor } from '#lib/server/accounts/actor.ts';
import { BUDGET_SIDES, EVENT_LIMITS, SPONSOR_LEVELS } from '#lib/events/vocabulary.ts';
import { CURRENCIES } from '#lib/money/money.ts';
import { readMoney } from '#lib/money/read-money.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { organisationBySlug } from '#lib/server/network/queries.ts';
import { changeEvent, gone } from './change-event.ts';
import type { EventsContext } from './context.ts';
import { choiceInput, idIn, lineOf, textsInput, websiteOf, wrong } from './input.ts';
import { budgetLine, countBudget, countSponsors, deleteBudgetLine, deleteSponsor, insertSponsor, putBudgetLine, sponsorById } from './money/queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock'>;

/** A member organisation, or a body with a name only. Errors: not_found, forbidden, invalid_input. */
export async function addSponsor(context: Context, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	const { form } = input;
	await changeEvent(context, actor, { eventId: input.eventId, action: 'add-sponsor' }, async ({ tx, row, note }) => {
		if ((await countSponsors(tx, row.id)) >= EVENT_LIMITS.sponsors) throw wrong('level', 'too_many', EVENT_LIMITS.sponsors);
		const level = choiceInput(form, 'level', SPONSOR_LEVELS);
		const slug = cleanLine(form.get('organisation'));
		const organisation = slug === '' ? undefined : await organisationBySlug(tx, slug);
		if (slug !== '' && organisation?.state !== 'admitted') throw wrong('organisation', 'unknown_organisation');
		const names = organisation ? [] : textsInput(form, 'name', row.languages, { limit: EVENT_LIMITS.name, required: true });
		await insertSponsor(tx, { eventId: row.id, level, organisationId: organisation?.id ?? null, names, website: websiteOf(form, 'website'), position: await countSponsors(tx, row.id) });
		note({ detail: { level, organisationId: organisation?.id ?? null } });
	});
}

/** Errors: not_found, forbidden. */
export async function removeSponsor(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-sponsor' }, async ({ tx, row, note }) => {
		const sponsor = await sponsorById(tx, row.id, input.id);
		if (!sponsor) throw gone('sponsor');
		await deleteSponsor(tx, sponsor.id);
		note({ detail: { level: sponsor.level, organisationId: sponsor.organisationId } });
	});
}

function amountOf(form: FormData, field: string, currency: string, required: boolean): number | null {
	const typed = cleanLine(form.get(field));
	if (typed === '') {
		if (required) throw wrong(field, 'required');
		return null;
	}
	const read = readMoney(typed, currency);
	if (!read.ok) throw wrong(field, 'amount');
	return Number(read.money.minor);
}

/** Adds a line of the budget, or saves one. Errors: not_found, forbidden, invalid_input. */
export async function saveBudgetLine(context: Context, actor: Actor, input: { eventId: string; form: FormData }): Promise<void> {
	const { form } = input;
	await changeEvent(context, actor, { eventId: input.eventId, action: 'save-budget-line' }, async ({ tx, row, note }) => {
		const id = idIn(form);
		const before = await budgetLine(tx, row.id, id);
		if (id && !before) throw gone('line');
		if (!before && (await countBudget(tx, row.id)) >= EVENT_LIMITS.budgetLines) throw wrong('what', 'too_many', EVENT_LIMITS.budgetLines);
		const currency = choiceInput(form, 'currency', CURRENCIES);
		const values = { side: choiceInput(form, 'side', BUDGET_SIDES), what: lineOf(form, 'what', EVENT_LIMITS.name, true), currency, planned: amountOf(form, 'planned', currency, true)!, actual: amountOf(form, 'actual', currency, false) };
		await putBudgetLine(tx, before?.id ?? null, { ...values, eventId: row.id, position: before?.position ?? (await countBudget(tx, row.id)) });
		// No amount goes into the log, which the authority reads too.
		note({ detail: { side: values.side, added: !before } });
	});
}

/** Errors: not_found, forbidden. */
export async function removeBudgetLine(context: Context, actor: Actor, input: { eventId: string; id: string | null }): Promise<void> {
	await changeEvent(context, actor, { eventId: input.eventId, action: 'remove-budget-line' }, async ({ tx, row, note }) => {
		const line = await budgetLine(tx, row.id, input.id);
		if (!line) throw gone('line');
		await deleteBudgetLine(tx, line.id);
		note({ detail: { side: line.side } });
	});
}
