import type { PlanItemKind, PlanItemState } from '#lib/centres/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { entryByNumber } from '#lib/server/agreements/register/queries.ts';
import { eventById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import type { CentresContext } from '../context.ts';
import { wrong } from '../input.ts';
import { agreementById } from '../queries.ts';
import { groupAudit, groupWithRight } from './edit-meeting.ts';
import { addLink, addPlanItem, insertPlan, lockPlan, planItemById, planItemsOf, removeLink, removePlanItem, updatePlan, updatePlanItem, type FoundGroup, type PlanRow } from './queries.ts';
import { NOBODY, sayYes } from './two-sides.ts';
import { agreeingSide } from './write-minutes.ts';

type Context = Pick<CentresContext, 'db' | 'clock'>;
type At = { centreId: string; year: number };

async function planWithRight(tx: Transaction, actor: Actor, at: At): Promise<FoundGroup & { plan: PlanRow }> {
	const found = await groupWithRight(tx, actor, at.centreId, 'editPlan');
	const plan = await lockPlan(tx, at.centreId, at.year);
	if (!plan) throw new ExpectedError('not_found', 'No such work plan.');
	return { ...found, plan };
}

/** What is planned changes in a draft only, and takes back what a side had adopted. Errors: conflict. */
async function draftChanged(tx: Transaction, plan: PlanRow): Promise<void> {
	if (plan.state !== 'draft') throw new ExpectedError('conflict', 'Both sides have adopted this plan.');
	await updatePlan(tx, plan, { ...NOBODY, version: plan.version + 1 });
}

/** Errors: not_found, forbidden, conflict (the year has its plan). */
export async function startPlan(context: Context, actor: Actor, input: At): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		await groupWithRight(tx, actor, input.centreId, 'editPlan');
		if (!(await insertPlan(tx, { centreId: input.centreId, year: input.year }))) throw new ExpectedError('conflict', 'This year has its plan already.');
		await recordAudit(tx, groupAudit(actor, 'start-plan', input));
	});
}

export interface PlanItemInput {
	kind: PlanItemKind;
	texts: LocalText[];
	dueOn: string | null;
}

export type PlanChange = { add: PlanItemInput } | { id: string; save: PlanItemInput } | { id: string; remove: true };

/** Errors: not_found, forbidden, conflict (adopted already), invalid_input (a language is missing). */
export async function changePlan(context: Context, actor: Actor, input: At & { change: PlanChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { plan, row } = await planWithRight(tx, actor, input);
		const { change } = input;
		await draftChanged(tx, plan);
		const values = 'add' in change ? change.add : 'save' in change ? change.save : null;
		const missing = values && row.languages.find((language) => !values.texts.some((text) => text.language === language));
		if (missing) throw wrong(`item_${missing}`, 'both_languages');
		if ('add' in change) await addPlanItem(tx, { centreId: plan.centreId, year: plan.year, ...change.add });
		else {
			if (!(await planItemById(tx, plan, change.id))) throw new ExpectedError('not_found', 'No such item.');
			await ('remove' in change ? removePlanItem(tx, change.id) : updatePlanItem(tx, change.id, change.save));
		}
		await recordAudit(tx, groupAudit(actor, 'edit-plan', input, { detail: { change: Object.keys(change).at(-1) } }));
	});
}

/** How far an item is; possible at any time. Errors: not_found, forbidden. */
export async function reportItem(context: Context, actor: Actor, input: At & { itemId: string; state: PlanItemState; outcome: LocalText[] }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { plan } = await planWithRight(tx, actor, input);
		const item = await planItemById(tx, plan, input.itemId);
		if (!item) throw new ExpectedError('not_found', 'No such item.');
		await updatePlanItem(tx, item.id, { state: input.state, outcome: input.outcome });
		await recordAudit(tx, groupAudit(actor, 'report-item', input, { detail: { itemId: item.id }, before: { state: item.state }, after: { state: input.state } }));
	});
}

export type LinkChange = { event: string } | { agreement: string } | { register: number } | { remove: string };

/** Says what fulfils an item: an event, an agreement of the centre, or one between members by its entry in the public register. Errors: not_found, forbidden. */
export async function linkItem(context: Context, actor: Actor, input: At & { itemId: string; change: LinkChange }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { plan } = await planWithRight(tx, actor, input);
		const item = await planItemById(tx, plan, input.itemId);
		const { change } = input;
		if (!item) throw new ExpectedError('not_found', 'No such item.');
		if ('event' in change && !(await eventById(tx, change.event))) throw new ExpectedError('not_found', 'No such event.');
		if ('agreement' in change && (await agreementById(tx, change.agreement))?.centreId !== plan.centreId) throw new ExpectedError('not_found', 'No such agreement of this centre.');
		if ('register' in change && !(await entryByNumber(tx, change.register))) throw new ExpectedError('not_found', 'No such entry of the register.');
		if ('remove' in change) await removeLink(tx, item.id, change.remove);
		else await addLink(tx, { itemId: item.id, eventId: 'event' in change ? change.event : null, agreementId: 'agreement' in change ? change.agreement : null, registerNumber: 'register' in change ? change.register : null });
		await recordAudit(tx, groupAudit(actor, 'remove' in change ? 'unlink-item' : 'link-item', input, { detail: { itemId: item.id, ...change } }));
	});
}

/** One side adopts the plan as it saw it; with the second one it is adopted, and public. Errors: not_found, forbidden, conflict, invalid_input (nothing is planned). */
export async function adoptPlan(context: Context, actor: Actor, input: At & { expected: number }): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { plan, forRules } = await planWithRight(tx, actor, input);
		const { side, userId } = agreeingSide(actor, forRules);
		if (plan.state !== 'draft' || plan.version !== input.expected) throw new ExpectedError('conflict', 'The plan has changed meanwhile.');
		if ((await planItemsOf(tx, plan.centreId, plan.year)).length === 0) throw wrong('items', 'required');
		const said = sayYes(plan, side, userId, context.clock());
		if ('refused' in said) throw said.refused === 'same-person' ? new ExpectedError('forbidden', 'Nobody adopts for both sides.') : new ExpectedError('conflict', 'This side has adopted it already.');
		await updatePlan(tx, plan, { ...said.sides, state: said.both ? 'adopted' : 'draft' });
		await recordAudit(tx, groupAudit(actor, 'adopt-plan', input, { detail: { side }, before: { state: plan.state }, after: { state: said.both ? 'adopted' : 'draft' } }));
	});
}
