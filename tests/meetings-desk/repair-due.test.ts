import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { viewLive } from '#lib/server/meetings/live/view-live.ts';
import { followRegistrations } from '#lib/server/meetings/standing/follow-registrations.ts';
import { tellOfRepairs } from '#lib/server/meetings/standing/tell-of-repair.ts';
import { createDeskNetwork, type DeskEvent, type DeskNetwork } from './desk-network.ts';

let network: DeskNetwork;
beforeAll(async () => {
	network = await createDeskNetwork();
});
afterAll(() => network.close());

const dueAt = async ({ id }: DeskEvent) => (await viewLive(network.desk, network.officer, { eventId: id, slot: null })).repairDue;
const letters = async () => (await network.mailsTo(network.officer)).filter(({ subject }) => subject.includes('a repair could find places'));
const cancel = async (event: DeskEvent, guest: number) => {
	const { actor } = event.guests[guest]!;
	const [meeting] = (await viewAgenda(network.desk, actor, event.id)).meetings;
	await cancelMeeting(network.desk, actor, { eventId: event.id, meetingId: meeting!.id, words: '', language: 'en' });
};
/** So many hours after now, something happens. */
const hoursLater = <Result>(hours: number, work: () => Promise<Result>) => network.during(new Date(network.events.now.getTime() + hours * 3_600_000).toISOString(), work);

/** One table and one slot a day: of three wishes of six people two have a place. */
async function scarce(name: string) {
	const event = await network.event(name, { guests: 6, tables: 1, slots: { until: '09:20' } });
	for (const [from, to] of [[0, 1], [2, 3], [4, 5]] as const) await event.request(from, to);
	await network.publish(event, await network.schedule(event.id));
	return event;
}

test('organisers hear once of all places that have become free while wishes wait, and see how many', async () => {
	const event = await scarce('Places became free');
	expect(await network.standing(event.id)).toHaveLength(2);
	expect(await dueAt(event)).toBeNull();
	const placed = (await network.rows(sql`select registration_id from meeting_attendee where event_id = ${event.id}`)).map(({ registration_id }) => registration_id);
	const [first, second] = [0, 2, 4].filter((guest) => placed.includes(event.guests[guest]!.id)) as [number, number];
	await hoursLater(1, () => cancel(event, first));
	await network.rows(sql`update event_registration set state = 'withdrawn', badge = null where id = ${event.guests[second]!.id} returning id`);
	await hoursLater(2, () => followRegistrations(network.desk, 10));
	await hoursLater(6, async () => {
		expect(await dueAt(event)).toMatchObject({ freed: 2, agreed: 0, waiting: 1 });
		expect(await tellOfRepairs(network.desk)).toBe(0);
	});
	await hoursLater(8, async () => {
		expect(await tellOfRepairs(network.desk)).toBe(1);
		expect(await tellOfRepairs(network.desk)).toBe(0);
	});
	const told = await letters();
	expect(told).toHaveLength(1);
	expect(told[0]!.text).toContain('called off: 2; newly agreed: 0. Wishes without a place, in all: 1');
	expect(told[0]!.text).toContain(`/desk/events/${event.id}/meetings/live`);
	// A repair that is published settles it.
	await hoursLater(9, async () => {
		await network.publish(event, await network.schedule(event.id, { scope: 'few-moves' }));
		expect(await network.standing(event.id)).toContainEqual(expect.objectContaining({ state: 'planned' }));
		expect(await dueAt(event)).toBeNull();
		expect(await tellOfRepairs(network.desk)).toBe(0);
	});
});

test('they hear of wishes agreed on after publication, but not where nobody waits', async () => {
	const before = (await letters()).length;
	const event = await network.event('Agreed late', { guests: 4 });
	await event.request(0, 1);
	await network.publish(event, await network.schedule(event.id));
	await hoursLater(1, () => cancel(event, 0));
	await hoursLater(10, async () => {
		expect(await dueAt(event)).toBeNull();
		expect(await tellOfRepairs(network.desk)).toBe(0);
		await event.request(2, 3);
		expect(await dueAt(event)).toMatchObject({ freed: 1, agreed: 1, waiting: 1 });
	});
	await hoursLater(17, async () => expect(await tellOfRepairs(network.desk)).toBe(1));
	expect(await letters()).toHaveLength(before + 1);
	await expect(viewLive(network.desk, network.thaiOfficer, { eventId: event.id, slot: null })).rejects.toMatchObject({ code: 'not_found' });
});
