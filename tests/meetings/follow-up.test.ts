import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MeetingOutcome } from '#lib/meetings/vocabulary.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { cancelMeeting } from '#lib/server/meetings/agenda/cancel-meeting.ts';
import { viewAgenda } from '#lib/server/meetings/agenda/view-agenda.ts';
import { answerOutcome, answerThroughLink, questionOfLink } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { askOutcomes } from '#lib/server/meetings/follow-up/ask-outcomes.ts';
import { interestChoices, openInterest } from '#lib/server/meetings/follow-up/open-interest.ts';
import { outcomeToken } from '#lib/server/meetings/follow-up/outcome-link.ts';
import { reportAtDesk, reportOwnMeeting } from '#lib/server/meetings/live/report-meeting.ts';
import { answerRequest } from '#lib/server/meetings/requests/answer-request.ts';
import { sendRequest } from '#lib/server/meetings/requests/send-request.ts';
import { viewRequests } from '#lib/server/meetings/requests/view-requests.ts';
import { meetingFigures } from '#lib/server/meetings/statistics/figures.ts';
import { outcomeFacts, requestFacts } from '#lib/server/meetings/statistics/queries.ts';
import { meetingAttendee } from '#lib/server/meetings/tables.ts';
import { createMeetingsNetwork, EVENT, type MeetingsNetwork } from './meetings-network.ts';

const SECRET = 'a secret of the tests';
let network: MeetingsNetwork;
beforeAll(async () => {
	network = await createMeetingsNetwork();
});
afterAll(() => network.close());

const forbidden = { code: 'forbidden' };
const notFound = { code: 'not_found' };

/** A meeting of somebody of the institute, who shows an offer, and somebody of the company, who shows a need. */
async function meet(one: string, other: string) {
	const an = await network.participant(one, { listings: [network.offer] });
	const bo = await network.participant(other, { organisation: network.network.company, listings: [network.need] });
	await sendRequest(network.context, an.actor, { eventId: EVENT, registrationId: bo.id, request: { message: 'Let us talk.', language: 'en', ownListingId: network.offer, theirListingId: network.need, also: [] } });
	const { requests } = await viewRequests(network.context, bo.actor, EVENT);
	const accepted = await answerRequest(network.context, bo.actor, { eventId: EVENT, requestId: requests[0]!.id, answer: { answer: 'yes', slotId: null } });
	return { an, bo, meeting: accepted!.meeting! };
}
const attendee = async (registrationId: string) => (await network.read((tx) => tx.select().from(meetingAttendee).where(eq(meetingAttendee.registrationId, registrationId))))[0]!;
const ask = () => askOutcomes({ ...network.context, secret: SECRET });

test('each who met is asked once what came of it, after the last slot of the day; a link answers without signing in', async () => {
	const { an, bo, meeting } = await meet('an', 'bo');
	const off = await meet('c', 'd');
	await cancelMeeting(network.context, off.an.actor, { eventId: EVENT, meetingId: off.meeting.id, words: '', language: 'en' });
	const answer = (actor: Actor) => answerOutcome(network.context, actor, { eventId: EVENT, meetingId: meeting.id, outcome: 'contact' });
	await expect(answer(an.actor)).rejects.toMatchObject(forbidden);
	network.context.now = new Date('2027-03-15T03:00:00Z');
	expect(await ask()).toBe(0);
	network.context.now = new Date('2027-03-15T04:00:00Z');
	expect(await ask()).toBe(1);
	expect(await ask()).toBe(0);
	const letter = (await network.mailsTo(an.actor)).find(({ text }) => text.includes('?is=interest'))!;
	expect(letter.text).toContain('bo');
	expect((await network.mailsTo(off.an.actor)).every(({ text }) => !text.includes('?is='))).toBe(true);

	const token = /after\/([\w.-]+)\?is=contact/.exec(letter.text)![1]!;
	expect(await questionOfLink(network.context, SECRET, { eventId: EVENT, token })).toMatchObject({ meetingId: meeting.id, outcome: null });
	// Opening it changes nothing; another secret's, another event's or a changed link opens nothing.
	expect((await attendee(an.id)).outcome).toBeNull();
	for (const wrong of [outcomeToken('another', { meetingId: meeting.id, registrationId: an.id }), outcomeToken(SECRET, { meetingId: meeting.id, registrationId: off.an.id }), `${token.slice(0, -1)}x`])
		await expect(answerThroughLink(network.context, SECRET, { eventId: EVENT, token: wrong, outcome: 'contact' })).rejects.toMatchObject(notFound);
	await answerThroughLink(network.context, SECRET, { eventId: EVENT, token, outcome: 'contact' });
	expect(await attendee(an.id)).toMatchObject({ outcome: 'contact' });
	expect(await attendee(bo.id)).toMatchObject({ outcome: null });
	for (const actor of [network.network.visitor, network.network.stranger, off.an.actor]) await expect(answer(actor)).rejects.toMatchObject(notFound);
	await expect(answerOutcome(network.context, off.an.actor, { eventId: EVENT, meetingId: off.meeting.id, outcome: 'contact' })).rejects.toMatchObject(forbidden);
	await expect(answerOutcome(network.context, network.network.officer, { eventId: EVENT, meetingId: meeting.id, outcome: 'contact' })).rejects.toMatchObject(forbidden);
	expect((await viewAgenda(network.context, bo.actor, EVENT)).meetings[0]).toMatchObject({ state: 'held', outcome: null, may: { cancel: false, conclude: true } });
});

test('a meeting of which one side says that it did not take place is not held, whatever the other says, until the desk decides', async () => {
	network.context.now = new Date('2027-03-01T03:00:00Z');
	const { an, bo, meeting } = await meet('j', 'k');
	network.context.now = new Date('2027-03-15T04:00:00Z');
	while ((await ask()) > 0);
	const letter = (await network.mailsTo(an.actor)).find(({ text }) => text.includes('?is=not_held'))!;
	const token = /after\/([\w.-]+)\?is=not_held/.exec(letter.text)![1]!;
	const answer = (actor: Actor, outcome: MeetingOutcome) => answerOutcome(network.context, actor, { eventId: EVENT, meetingId: meeting.id, outcome });
	const seenBy = async ({ actor }: typeof an) => (await viewAgenda(network.context, actor, EVENT)).meetings.find(({ id }) => id === meeting.id)!;

	await answerThroughLink(network.context, SECRET, { eventId: EVENT, token, outcome: 'not_held' });
	expect(await seenBy(an)).toMatchObject({ state: 'no_show', outcome: 'not_held', may: { conclude: true } });
	for (const actor of [network.network.stranger, network.network.visitor]) await expect(answer(actor, 'not_held')).rejects.toMatchObject(notFound);
	// The other side disagrees: in doubt it is not counted.
	await answer(bo.actor, 'contact');
	expect(await seenBy(bo)).toMatchObject({ state: 'no_show', outcome: 'contact' });
	const figures = () => network.read(async (tx) => meetingFigures((await requestFacts(tx, EVENT)).filter(({ meetingId }) => meetingId === meeting.id), await outcomeFacts(tx, EVENT), 2, network.context.now));
	expect(await figures()).toMatchObject({ due: 1, held: 0, noShows: 1, heldShare: 0, followUps: 0, disputed: 1 });
	// Whoever thinks otherwise later says so again.
	await answer(an.actor, 'nothing');
	expect(await seenBy(an)).toMatchObject({ state: 'held', outcome: 'nothing' });
	expect(await figures()).toMatchObject({ held: 1, heldShare: 1, followUps: 1, disputed: 0 });

	const desk = (report: 'held' | 'absent' | 'expected', who: string | null) => reportAtDesk(network.context, network.network.officer, { eventId: EVENT, meetingId: meeting.id, report, who });
	await desk('absent', bo.id);
	await answer(an.actor, 'contact');
	expect((await seenBy(an)).state).toBe('no_show');
	await desk('held', null);
	await answer(an.actor, 'not_held');
	expect((await seenBy(an)).state).toBe('held');
	// The desk takes its word back: what its people say decides again.
	await desk('expected', null);
	expect((await seenBy(an)).state).toBe('no_show');
});

test('who was tapped as absent by the other side is known to have come once that one says what came of it', async () => {
	network.context.now = new Date('2027-03-01T03:00:00Z');
	const { an, bo, meeting } = await meet('l', 'm');
	network.context.now = meeting.startsAt;
	await reportOwnMeeting(network.context, an.actor, { eventId: EVENT, meetingId: meeting.id, report: 'absent' });
	network.context.now = new Date('2027-03-15T04:00:00Z');
	const state = async () => (await viewAgenda(network.context, an.actor, EVENT)).meetings[0]!.state;
	await answerOutcome(network.context, bo.actor, { eventId: EVENT, meetingId: meeting.id, outcome: 'contact' });
	expect(await state()).toBe('no_show');
	await answerOutcome(network.context, an.actor, { eventId: EVENT, meetingId: meeting.id, outcome: 'contact' });
	expect(await state()).toBe('held');
	expect(await attendee(bo.id)).toMatchObject({ presence: 'there' });
});

test('an interest in what the other showed is expressed as from the listing’s own page, and stays with the meeting', async () => {
	network.context.now = new Date('2027-03-01T03:00:00Z');
	const { an, bo, meeting } = await meet('e', 'f');
	network.context.now = new Date('2027-03-15T04:00:00Z');
	const interest = { listingId: network.need, organisationId: network.network.institute, language: 'en' as const, whoWeAre: 'An institute.', why: 'We met.' };
	const open = (actor: Actor, changed: Partial<typeof interest> = {}) => openInterest(network.context, actor, { eventId: EVENT, meetingId: meeting.id, interest: { ...interest, ...changed } });
	expect(await interestChoices(network.context, an.actor, [network.need, network.offer])).toMatchObject([{ id: network.need, asks: false }]);
	// What the other side did not show, and what is one's own, is none.
	await expect(open(an.actor, { listingId: network.offer })).rejects.toMatchObject(notFound);
	await expect(open(network.network.stranger)).rejects.toMatchObject(notFound);
	await expect(open(bo.actor)).rejects.toMatchObject(notFound);
	const display = (as: string) => network.read((tx) => tx.execute(sql`update listing_version set display = ${as} where id = (select published_version_id from listing where id = ${network.need})`));
	await display('hidden');
	// Who showed it would tell whose it is.
	expect(await interestChoices(network.context, an.actor, [network.need])).toEqual([]);
	await expect(open(an.actor)).rejects.toMatchObject(notFound);
	await display('open');
	// Whatever fails on the way, nothing of it stands: what came of the meeting is said again with the interest.
	const broken = { ...network.context, jobs: { ...network.context.jobs, enqueue: () => Promise.reject(new Error('The queue is away.')) } };
	await expect(openInterest(broken, an.actor, { eventId: EVENT, meetingId: meeting.id, interest })).rejects.toThrow('The queue is away.');
	expect(await attendee(an.id)).toMatchObject({ outcome: null, interestId: null });
	expect(await network.read(async (tx) => Number((await tx.execute<{ all: string }>(sql`select count(*) as all from interest`)).rows[0]!.all))).toBe(0);
	const result = await open(an.actor);
	expect(result).toMatchObject({ outcome: 'sent' });
	expect(await attendee(an.id)).toMatchObject({ outcome: 'interest', interestId: 'id' in result ? result.id : '' });
	expect((await attendee(bo.id)).outcome).toBeNull();
});

test('who met several people is asked about all of a day in one letter', async () => {
	while ((await ask()) > 0);
	network.context.now = new Date('2027-03-01T03:00:00Z');
	const { an } = await meet('g', 'h');
	const third = await network.participant('i', { organisation: network.network.company });
	await sendRequest(network.context, third.actor, { eventId: EVENT, registrationId: an.id, request: { message: 'Me too.', language: 'en', ownListingId: null, theirListingId: null, also: [] } });
	const { requests } = await viewRequests(network.context, an.actor, EVENT);
	await answerRequest(network.context, an.actor, { eventId: EVENT, requestId: requests.find(({ others }) => others[0]!.id === third.id)!.id, answer: { answer: 'yes', slotId: null } });
	network.context.now = new Date('2027-03-15T04:00:00Z');
	expect(await ask()).toBe(2);
	const letters = (await network.mailsTo(an.actor)).filter(({ text }) => text.includes('?is='));
	expect(letters).toHaveLength(1);
	for (const who of ['h', 'i']) expect(letters[0]!.text).toContain(`\n${who}`);
});
