import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeAgenda, changeParticipants, establishGroup, saveMeeting } from '#lib/server/centres/groups/edit-meeting.ts';
import { adoptPlan, changePlan, linkItem, reportItem, startPlan } from '#lib/server/centres/groups/keep-plan.ts';
import { actionsOf } from '#lib/server/centres/groups/queries.ts';
import { remindOfActions } from '#lib/server/centres/groups/remind.ts';
import { afterWish, NOBODY, sayYes } from '#lib/server/centres/groups/two-sides.ts';
import { viewGroup, viewYear, viewYearInside } from '#lib/server/centres/groups/view-group.ts';
import { agreeMinutes, changeAction, changeDecisions, recordAction, saveMinutes, wishForMinutes } from '#lib/server/centres/groups/write-minutes.ts';
import { agreementsOf } from '#lib/server/centres/queries.ts';
import { cooperationOf } from '#lib/server/centres/view-centre.ts';
import { countCooperation } from '#lib/server/directory/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { createCentresNetwork, refused, type CentresNetwork } from './centres-network.ts';

let network: CentresNetwork;
beforeAll(async () => {
	network = await createCentresNetwork();
});
afterAll(() => network.close());

const both = (en: string): LocalText[] => [{ language: 'zh', text: `${en}（中文）` }, { language: 'en', text: en }];
const at = (year: number, centreId = 'laos') => ({ centreId, year });
const meeting = { heldOn: null as string | null, place: [], country: null, mode: 'in-person' as const, state: 'planned' as const };
const held = (day: string) => ({ ...meeting, heldOn: day, state: 'held' as const });
const hold = (year: number) => saveMeeting(network.context, network.officer, { ...at(year), expected: null, meeting: held(`${year}-05-20`) });
const seen = (actor: Actor, year: number) => viewYear(network.database.db, actor, 'laos', year, network.context.now);
const strangers = () => [network.visitor, network.owner, network.stranger, network.thaiOfficer, network.reviewer, network.authority];

test('each side says yes once, nobody for both, and publication takes both', () => {
	const now = new Date(0);
	const first = sayYes(NOBODY, 'china', 'a', now);
	if ('refused' in first) throw new Error('refused');
	expect(first.both).toBe(false);
	expect(sayYes(first.sides, 'china', 'b', now)).toEqual({ refused: 'said-already' });
	expect(sayYes(first.sides, 'partner', 'a', now)).toEqual({ refused: 'same-person' });
	expect(sayYes(first.sides, 'partner', 'b', now)).toMatchObject({ both: true });
	const silent = { chinaPublish: null, partnerPublish: null };
	expect(afterWish('draft', silent, 'china', true)).toBeUndefined();
	expect(afterWish('published', { chinaPublish: true, partnerPublish: true }, 'china', false)).toBeUndefined();
	expect(afterWish('agreed', silent, 'china', true)?.state).toBe('agreed');
	expect(afterWish('agreed', silent, 'china', false)?.state).toBe('kept');
	expect(afterWish('kept', { chinaPublish: false, partnerPublish: true }, 'china', true)?.state).toBe('published');
});

test('a group stands for each of the seven states with a memorandum; the two without have none until somebody establishes it', async () => {
	const { db } = network.database;
	const groups = await db.execute<{ centre_id: string; memorandum: string }>(sql`select g.centre_id, c.memorandum from working_group g join centre c on c.id = g.centre_id`);
	expect(groups.rows).toHaveLength(7);
	expect(new Set(groups.rows.map(({ memorandum }) => memorandum))).toEqual(new Set(['signed']));
	const establish = (actor: Actor, centreId: string) => establishGroup(network.context, actor, { centreId, names: both('Working group'), languages: ['zh', 'en'], source: 'Test' });
	for (const actor of [network.visitor, network.officer, network.owner, network.authority]) await expect(establish(actor, 'malaysia')).rejects.toMatchObject(refused('forbidden'));
	await expect(establish(network.secretariat, 'yunnan')).rejects.toMatchObject(refused('not_found'));
	await establish(network.host, 'malaysia');
	await expect(establish(network.secretariat, 'malaysia')).rejects.toMatchObject(refused('conflict'));
	expect((await viewGroup(db, network.visitor, 'malaysia', network.context.now)).centre.memorandum).toBe('not-signed');
});

test('the meeting of a year: planned, held, one a year, by officers of the two sides only; two who save at once are told', async () => {
	for (const actor of strangers()) await expect(saveMeeting(network.context, actor, { ...at(2021), expected: null, meeting })).rejects.toMatchObject(refused('forbidden'));
	await saveMeeting(network.context, network.host, { ...at(2021), expected: null, meeting });
	await expect(saveMeeting(network.context, network.officer, { ...at(2021), expected: null, meeting })).rejects.toMatchObject(refused('conflict'));
	await expect(saveMeeting(network.context, network.officer, { ...at(2021), expected: 1, meeting: held('2022-01-01') })).rejects.toMatchObject({ code: 'invalid_input', field: 'held_on' });
	await expect(saveMeeting(network.context, network.officer, { ...at(2027), expected: null, meeting: held('2027-01-01') })).rejects.toMatchObject({ field: 'held_on' });
	const saves = await Promise.allSettled([network.officer, network.host].map((actor) => saveMeeting(network.context, actor, { ...at(2021), expected: 1, meeting: held('2021-05-20') })));
	expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
	await changeAgenda(network.context, network.officer, { ...at(2021), change: { add: { texts: both('Opening'), lead: 'both' } } });
	await changeAgenda(network.context, network.host, { ...at(2021), change: { add: { texts: both('Plans'), lead: 'china' } } });
	await changeParticipants(network.context, network.officer, { ...at(2021), change: { add: { side: 'partner', name: 'Shown Person', position: '', shown: true } } });
	await changeParticipants(network.context, network.officer, { ...at(2021), change: { add: { side: 'partner', name: 'Hidden Person', position: '', shown: false } } });
	for (const actor of strangers()) await expect(changeAgenda(network.context, actor, { ...at(2021), change: { add: { texts: both('x'), lead: 'both' } } })).rejects.toMatchObject(refused('forbidden'));
	const view = await seen(network.visitor, 2021);
	expect(view.meeting?.agenda.map(({ texts }) => texts.find(({ language }) => language === 'en')?.text)).toEqual(['Opening', 'Plans']);
	expect(view.meeting?.participants.map(({ name }) => name)).toEqual(['Shown Person']);
	expect(view.meeting?.counts.participantsPartner).toBe(2);
	expect((await seen(network.officer, 2021)).meeting?.participants).toHaveLength(2);
});

describe('minutes', () => {
	test('are agreed by both sides in both languages as each saw them, and published when both want it', async () => {
		await hold(2022);
		const save = (actor: Actor, expected: number, texts: LocalText[]) => saveMinutes(network.context, actor, { ...at(2022), expected, texts });
		await save(network.officer, 0, [{ language: 'en', text: 'Only English' }]);
		for (const actor of strangers()) {
			await expect(save(actor, 1, both('x'))).rejects.toMatchObject(refused('forbidden'));
			await expect(agreeMinutes(network.context, actor, { ...at(2022), expected: 1 })).rejects.toMatchObject(refused('forbidden'));
		}
		await expect(agreeMinutes(network.context, network.officer, { ...at(2022), expected: 1 })).rejects.toMatchObject({ code: 'invalid_input', field: 'minutes_zh' });
		await save(network.host, 1, both('Minutes of 2022'));
		await expect(save(network.officer, 1, both('Stale'))).rejects.toMatchObject(refused('conflict'));
		await agreeMinutes(network.context, network.officer, { ...at(2022), expected: 2 });
		await expect(agreeMinutes(network.context, network.secondOfficer, { ...at(2022), expected: 2 })).rejects.toMatchObject(refused('conflict'));
		// A decision more, and what the partner agreed to is another text.
		await changeDecisions(network.context, network.host, { ...at(2022), change: { add: both('First decision') } });
		await expect(agreeMinutes(network.context, network.host, { ...at(2022), expected: 2 })).rejects.toMatchObject(refused('conflict'));
		await agreeMinutes(network.context, network.host, { ...at(2022), expected: 3 });
		expect((await seen(network.officer, 2022)).meeting?.minutes).toMatchObject({ state: 'draft', partnerAt: null });
		await agreeMinutes(network.context, network.officer, { ...at(2022), expected: 3 });
		await expect(save(network.officer, 3, both('Later'))).rejects.toMatchObject(refused('conflict'));
		await expect(changeDecisions(network.context, network.officer, { ...at(2022), change: { add: both('Later') } })).rejects.toMatchObject(refused('conflict'));
		await wishForMinutes(network.context, network.host, { ...at(2022), publish: true });
		for (const actor of strangers()) await expect(wishForMinutes(network.context, actor, { ...at(2022), publish: true })).rejects.toMatchObject(refused('forbidden'));
		expect((await seen(network.visitor, 2022)).meeting).toMatchObject({ reads: false, decisions: [], minutes: { state: 'agreed', texts: [] } });
		await wishForMinutes(network.context, network.officer, { ...at(2022), publish: true });
		expect((await seen(network.visitor, 2022)).meeting).toMatchObject({ reads: true, decisions: [{ number: 1 }], minutes: { state: 'published', texts: both('Minutes of 2022') } });
		await expect(wishForMinutes(network.context, network.officer, { ...at(2022), publish: false })).rejects.toMatchObject(refused('conflict'));
	});

	test('nobody agrees for both sides, also who has a role on each', async () => {
		await hold(2023);
		const twice = await network.person('of-both', { laos: 'officer', cattc: 'officer' });
		await saveMinutes(network.context, network.host, { ...at(2023), expected: 0, texts: both('Minutes of 2023') });
		await agreeMinutes(network.context, twice, { ...at(2023), expected: 1 });
		expect((await seen(network.host, 2023)).meeting?.minutes).toMatchObject({ partnerAt: expect.any(Date) as Date, chinaAt: null });
		await expect(agreeMinutes(network.context, twice, { ...at(2023), expected: 1 })).rejects.toMatchObject(refused('conflict'));
		// The officer of Laos leaves, and is of the headquarters only: still the same person.
		await network.database.db.execute(sql`delete from membership where user_id = ${twice.userId} and centre_id = 'laos'`);
		await expect(agreeMinutes(network.context, await network.again(twice), { ...at(2023), expected: 1 })).rejects.toMatchObject(refused('forbidden'));
	});

	test('kept inside are read by the two sides only, behind a second wall, and each opening is on record', async () => {
		await hold(2024);
		await saveMinutes(network.context, network.host, { ...at(2024), expected: 0, texts: both('Inside of 2024') });
		await changeDecisions(network.context, network.host, { ...at(2024), change: { add: both('Inside decision') } });
		await recordAction(network.context, network.host, { ...at(2024), action: { texts: both('Inside action'), side: 'china', ownerId: null, dueOn: '2024-09-01' } });
		await agreeMinutes(network.context, network.host, { ...at(2024), expected: 3 });
		await agreeMinutes(network.context, network.officer, { ...at(2024), expected: 3 });
		await wishForMinutes(network.context, network.officer, { ...at(2024), publish: false });
		await wishForMinutes(network.context, network.host, { ...at(2024), publish: true });
		const rows = (actor: Actor, table: string) => asActor(network.database.db, actor, async (tx) => (await tx.execute(sql.raw(`select 1 from ${table} t join working_meeting m on m.id = t.meeting_id where m.year = 2024`))).rowCount);
		for (const actor of strangers()) {
			const view = await seen(actor, 2024);
			expect(view.meeting).toMatchObject({ reads: false, decisions: [], actions: [], minutes: { state: 'kept', texts: [] }, counts: { decisions: 1, overdue: 1 } });
			// A query that forgot to ask gets nothing.
			for (const table of ['working_minutes_text', 'working_decision', 'working_action']) expect([actor.kind, table, await rows(actor, table)]).toEqual([actor.kind, table, 0]);
		}
		for (const actor of [network.officer, network.host, network.secretariat]) {
			expect((await seen(actor, 2024)).meeting?.minutes?.texts).toEqual(both('Inside of 2024'));
			for (const table of ['working_minutes_text', 'working_decision', 'working_action']) expect(await rows(actor, table)).toBe(1);
		}
		const opened = (await network.audited('working-group.read-guarded', 'laos')).filter(({ detail }) => detail.year === 2024);
		expect(opened).toHaveLength(3);
		expect(opened[0]?.centre_id).toBe('laos');
		// Whoever did not want it changes the mind: then it is published.
		await wishForMinutes(network.context, network.secondOfficer, { ...at(2024), publish: true });
		expect(await rows(network.visitor, 'working_minutes_text')).toBe(1);
	});
});

describe('actions', () => {
	test('have owners of the two sides, are done, overdue, handed on, and remind once a week', async () => {
		await hold(2025);
		const act = (actor: Actor, ownerId: string | null, dueOn: string, side: 'china' | 'partner' = 'partner') => recordAction(network.context, actor, { ...at(2025), action: { texts: both(`Due ${dueOn}`), side, ownerId, dueOn } });
		const officer = network.officer as { userId: string };
		await expect(act(network.officer, (network.owner as { userId: string }).userId, '2026-11-25')).rejects.toMatchObject({ field: 'owner' });
		for (const actor of strangers()) await expect(act(actor, null, '2026-11-25')).rejects.toMatchObject(refused('forbidden'));
		const soon = await act(network.officer, officer.userId, '2026-11-25');
		const overdue = await act(network.officer, officer.userId, '2026-11-01');
		await act(network.officer, officer.userId, '2027-03-01');
		const unowned = await act(network.host, null, '2026-11-20', 'china');
		await remindOfActions(network.context);
		expect(await network.mailsTo(network.officer)).toHaveLength(1);
		expect((await network.mailsTo(network.officer))[0]?.text).toContain('/working-groups/laos/2025');
		expect((await network.mailsTo(network.host))[0]).toMatchObject({ language: 'zh' });
		expect((await network.mailsTo(network.thaiOfficer))).toHaveLength(0);
		await remindOfActions(network.context);
		expect(await network.mailsTo(network.officer)).toHaveLength(1);
		expect((await seen(network.visitor, 2025)).meeting?.counts).toMatchObject({ open: 2, overdue: 2, done: 0 });

		const change = (actor: Actor, actionId: string, what: Parameters<typeof changeAction>[2]['change']) => changeAction(network.context, actor, { ...at(2025), actionId, change: what });
		for (const actor of strangers()) await expect(change(actor, soon, { end: 'done', outcome: '' })).rejects.toMatchObject(refused('forbidden'));
		const ends = await Promise.allSettled([network.officer, network.host].map((actor) => change(actor, overdue, { end: 'done', outcome: 'Sent' })));
		expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		await change(network.host, unowned, { handTo: network.host.userId, dueOn: '2026-12-24' });
		network.context.now = new Date('2026-11-28T12:00:00Z');
		await remindOfActions(network.context);
		expect((await network.mailsTo(network.officer))).toHaveLength(2);
		expect((await network.mailsTo(network.officer))[0]?.text).not.toContain('Due 2026-11-01');
		// What was handed on is told to its new owner when its own day comes near.
		expect((await network.mailsTo(network.host)).some(({ text }) => text.includes('2026年12月24日'))).toBe(false);
		const view = await seen(network.officer, 2025);
		expect(view.meeting?.counts).toMatchObject({ open: 2, overdue: 1, done: 1 });
		expect(view.meeting?.actions.find(({ id }) => id === overdue)).toMatchObject({ state: 'done', outcome: 'Sent' });
		// The owner's account goes; the action stays, and its side is told.
		await network.database.asOwner((client) => client.query('delete from "user" where id = $1', [network.host.userId]));
		const left = await asActor(network.database.db, network.secretariat, (tx) => actionsOf(tx, view.meeting!.id));
		expect(left.find(({ id }) => id === unowned)).toMatchObject({ state: 'open', ownerId: null });
		network.context.now = new Date('2026-11-21T12:00:00Z');
	});
});

describe('a work plan', () => {
	test('is drafted inside, read by the authority, adopted by both, and its items name what fulfils them', async () => {
		const { context } = network;
		const { db } = network.database;
		const host = await network.person('zh-second-host', { cattc: 'officer' });
		await startPlan(context, network.officer, at(2026));
		await expect(startPlan(context, host, at(2026))).rejects.toMatchObject(refused('conflict'));
		await expect(adoptPlan(context, host, { ...at(2026), expected: 1 })).rejects.toMatchObject({ field: 'items' });
		await changePlan(context, network.officer, { ...at(2026), change: { add: { kind: 'docking', texts: both('Docking in Vientiane'), dueOn: '2026-09-01' } } });
		await expect(changePlan(context, host, { ...at(2026), change: { add: { kind: 'visit', texts: [{ language: 'en', text: 'English only' }], dueOn: null } } })).rejects.toMatchObject({ field: 'item_zh' });
		for (const actor of strangers()) {
			await expect(changePlan(context, actor, { ...at(2026), change: { add: { kind: 'visit', texts: both('x'), dueOn: null } } })).rejects.toMatchObject(refused('forbidden'));
			await expect(adoptPlan(context, actor, { ...at(2026), expected: 2 })).rejects.toMatchObject(refused('forbidden'));
			const readsItems = asActor(db, actor, async (tx) => (await tx.execute(sql`select 1 from work_plan_item where year = 2026`)).rowCount);
			expect(await readsItems).toBe(actor === network.authority ? 1 : 0);
			if (actor === network.authority) expect((await seen(actor, 2026)).plan?.items).toHaveLength(1);
			else await expect(seen(actor, 2026)).rejects.toMatchObject(refused('not_found'));
		}
		await adoptPlan(context, host, { ...at(2026), expected: 2 });
		await adoptPlan(context, network.officer, { ...at(2026), expected: 2 });
		await expect(changePlan(context, network.officer, { ...at(2026), change: { add: { kind: 'visit', texts: both('Late'), dueOn: null } } })).rejects.toMatchObject(refused('conflict'));
		await asActor(db, { kind: 'operator', name: 'test' }, (tx) => tx.execute(sql`insert into event (id, kind, names, starts_on, ends_on, country, source) values ('docking-2026', 'b2b-meeting', '[{"language": "en", "text": "Docking"}]', '2026-09-01', '2026-09-02', 'LA', 'Test')`));
		const [item] = (await seen(network.visitor, 2026)).plan!.items;
		const link = (actor: Actor, change: Parameters<typeof linkItem>[2]['change']) => linkItem(context, actor, { ...at(2026), itemId: item!.id, change });
		for (const actor of strangers()) await expect(link(actor, { event: 'docking-2026' })).rejects.toMatchObject(refused('forbidden'));
		await link(network.officer, { event: 'docking-2026' });
		await link(host, { agreement: (await agreementsOf(db, 'laos'))[0]!.id });
		await expect(link(host, { agreement: (await agreementsOf(db, 'thailand'))[0]!.id })).rejects.toMatchObject(refused('not_found'));
		await expect(link(host, { event: 'no-such-event' })).rejects.toMatchObject(refused('not_found'));
		await expect(link(host, { register: 1 })).rejects.toMatchObject(refused('not_found'));
		await reportItem(context, network.officer, { ...at(2026), itemId: item!.id, state: 'done', outcome: both('Held') });
		const view = await seen(network.visitor, 2026);
		expect(view.plan?.items[0]?.links.map(({ type }) => type).sort()).toEqual(['agreement', 'event']);
		expect(view.report).toMatchObject({ linked: 1, itemStates: { done: 1, planned: 0 }, docking: { count: 1, least: 2 } });
		// One that is cancelled was not held.
		await network.database.asOwner((client) => client.query("update event set state = 'cancelled', cancelled_at = now() where id = 'docking-2026'"));
		expect((await seen(network.visitor, 2026)).report).toMatchObject({ linked: 1, events: 0, docking: { count: 0, planned: 0 } });
		// An event that goes takes its links along; the item stays.
		await network.database.asOwner((client) => client.query("delete from event where id = 'docking-2026'"));
		expect((await seen(network.visitor, 2026)).plan?.items[0]?.links.map(({ type }) => type)).toEqual(['agreement']);
	});

	test('an item is fulfilled by an agreement between members as far as the register shows it, and the year counts what was docked and signed', async () => {
		const { context } = network;
		const { db } = network.database;
		// As pages keep these figures for a while, they are counted here.
		const counted = async (year: number) => cooperationOf(await asActor(db, { kind: 'operator', name: 'test' }, countCooperation), 'laos', year);
		const [before, earlier] = [await counted(2026), await counted(2022)];
		const number = await asActor(db, { kind: 'operator', name: 'test' }, async (tx) => {
			await tx.execute(sql`insert into docking (reference, title, title_language, state_since, ball, ball_since, next_step, opened_at, touched_at) values ('D-2026-0001', 'Pump', 'en', now(), 'seeking', now(), 'answer', '2026-03-01', now())`);
			await tx.execute(sql`insert into docking_party (docking_id, side, called, country, centre_id, state, furthest, ball, ball_since, opened_at, touched_at)
				select d.id, side, '[]', country, centre, d.state, d.furthest, d.ball, d.ball_since, d.opened_at, d.touched_at from docking d, (values ('offering', 'CN', 'cattc'), ('seeking', 'LA', 'laos')) as p(side, country, centre) where d.reference = 'D-2026-0001'`);
			const { rows } = await tx.execute<{ id: string }>(sql`insert into agreement (reference, from_docking, kind, state, languages, content, frozen, frozen_sha256, signed_on, countries, created_at, updated_at)
				values ('A-2026-0001', false, 'training', 'signed', '{en}', '{}', '{}', sha256('text'), '2026-04-01', '{CN,LA}', now(), now()) returning id`);
			await tx.execute(sql`insert into agreement_party (agreement_id, position, adviser_centre_id, names, country, touched_at) values (${rows[0]!.id}, 0, 'laos', '[]', 'LA', now()), (${rows[0]!.id}, 1, 'laos', '[]', 'CN', now())`);
			return (await tx.execute<{ number: string }>(sql`insert into agreement_register (agreement_id, kind, countries, signed_on) values (${rows[0]!.id}, 'training', '{CN,LA}', '2026-04-01') returning number`)).rows[0]!.number;
		});
		const [item] = (await seen(network.visitor, 2026)).plan!.items;
		const link = (actor: Actor) => linkItem(context, actor, { ...at(2026), itemId: item!.id, change: { register: Number(number) } });
		for (const actor of strangers()) await expect(link(actor)).rejects.toMatchObject(refused('forbidden'));
		expect((await viewYearInside(db, network.officer, 'laos', 2026, context.now)).register).toEqual([{ number: Number(number), titles: null, kind: 'training', signedOn: '2026-04-01' }]);
		await link(network.officer);
		const view = await seen(network.visitor, 2026);
		expect(view.plan?.items[0]?.links.find(({ type }) => type === 'register')).toMatchObject({ entry: { number: Number(number), titles: null, kind: 'training' } });
		expect(view.report).toMatchObject({ dockings: expect.any(Number) as number, memberAgreements: expect.any(Number) as number });
		expect([await counted(2026), await counted(2022)]).toEqual([{ dockings: before.dockings + 1, agreements: before.agreements + 1 }, earlier]);
		// Parties that take their entry off the register take the link along.
		await asActor(db, { kind: 'operator', name: 'test' }, (tx) => tx.execute(sql`delete from agreement_register where number = ${number}`));
		expect((await seen(network.visitor, 2026)).plan?.items[0]?.links.map(({ type }) => type)).not.toContain('register');
	});
});
