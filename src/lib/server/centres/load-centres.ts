import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userIdOfEmail } from '#lib/server/membership/staff/queries.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { inTransaction, type Database, type Transaction } from '#lib/server/platform/database.ts';
import type { LocalText } from '#lib/text/local-text.ts';
import { addAction, addAgendaItem, addDecision, addLink, addParticipant, addPlanItem, insertGroup, insertMeeting, insertPlan, putMinutes, putMinutesText, type ActionRow, type GroupRow, type MeetingRow, type MinutesRow, type PlanItemRow } from './groups/queries.ts';
import { agreementsOf, putCentreEvent, putStaff, putStatedAgreement, updateCentre, type AgreementRow } from './queries.ts';
import type { HoursSpan } from '#lib/centres/opening-hours.ts';

interface Facts {
	agreements: (Pick<AgreementRow, 'centreId' | 'kind' | 'titles' | 'signedOn' | 'parties' | 'source'> & { externalId: string })[];
	groups: Omit<GroupRow, 'createdAt'>[];
}

/**
 * Puts the founding agreements and working groups that the documents state (data/network/working-groups.json) into the
 * database. It may run again: agreements are brought up to date, groups that there are stay as they are.
 */
export async function loadCentreFacts(db: Database, folder: string): Promise<void> {
	const { agreements, groups } = JSON.parse(await readFile(join(folder, 'working-groups.json'), 'utf8')) as Facts;
	await inTransaction(db, async (tx) => {
		for (const agreement of agreements) await putStatedAgreement(tx, agreement);
		for (const group of groups) await insertGroup(tx, group);
	});
}

interface SampleMeeting extends Pick<MeetingRow, 'centreId' | 'year' | 'heldOn' | 'country' | 'place' | 'mode' | 'state'> {
	agenda: { texts: LocalText[]; lead: 'china' | 'partner' | 'both' }[];
	participants: { side: 'china' | 'partner'; name: string; position: string; shown: boolean }[];
	minutes: { state: MinutesRow['state']; texts: LocalText[] };
	decisions: LocalText[][];
	actions: (Pick<ActionRow, 'texts' | 'side' | 'dueOn' | 'state'> & { owner: string; outcome?: string; endedOn?: string })[];
}

interface Samples {
	hours: { centreId: string; hours: HoursSpan[] }[];
	staff: { centreId: string; email: string; position: LocalText[]; languages: string[] }[];
	events: { centreId: string; eventId: string }[];
	meetings: SampleMeeting[];
	plans: { centreId: string; year: number; state: 'draft' | 'adopted'; items: (Pick<PlanItemRow, 'kind' | 'texts' | 'dueOn' | 'state' | 'outcome'> & { event?: string; agreement?: string })[] }[];
}

/** Hours, meetings and plans that no document states, marked as samples (data/sample/centres.json). Once, into an empty network. */
export async function loadCentreSamples(tx: Transaction, folder: string, now: Date): Promise<void> {
	const samples = JSON.parse(await readFile(join(folder, 'centres.json'), 'utf8')) as Samples;
	await asActor(tx, operator('samples'), async () => {
		for (const { centreId, hours } of samples.hours) await updateCentre(tx, centreId, { hours, sampleFields: ['hours'] });
		for (const { email, ...staff } of samples.staff) {
			const userId = await userIdOfEmail(tx, email);
			if (userId) await putStaff(tx, { ...staff, userId, shown: true, decidedAt: now });
		}
		for (const { centreId, eventId } of samples.events) await putCentreEvent(tx, centreId, eventId);
		for (const meeting of samples.meetings) await putSampleMeeting(tx, meeting, now);
		for (const plan of samples.plans) await putSamplePlan(tx, plan, now);
	});
}

async function putSampleMeeting(tx: Transaction, sample: SampleMeeting, now: Date): Promise<void> {
	const { agenda, participants, minutes, decisions, actions, ...values } = sample;
	const meetingId = await insertMeeting(tx, { ...values, isSample: true });
	if (!meetingId) return;
	const of = { meetingId, centreId: sample.centreId };
	for (const item of agenda) await addAgendaItem(tx, { meetingId, ...item });
	for (const participant of participants) await addParticipant(tx, { ...of, ...participant });
	const agreed = minutes.state === 'draft' ? { chinaAt: null, partnerAt: null } : { chinaAt: now, partnerAt: now };
	const wish = { published: true, kept: false, agreed: null, draft: null }[minutes.state];
	await putMinutes(tx, { ...of, state: minutes.state, ...agreed, chinaPublish: wish, partnerPublish: wish });
	await putMinutesText(tx, { ...of, texts: minutes.texts });
	for (const texts of decisions) await addDecision(tx, { ...of, texts });
	for (const { owner, endedOn, ...action } of actions)
		await addAction(tx, { ...of, ...action, ownerId: (await userIdOfEmail(tx, owner)) ?? null, endedAt: endedOn ? new Date(endedOn) : null });
}

async function putSamplePlan(tx: Transaction, sample: Samples['plans'][number], now: Date): Promise<void> {
	const { centreId, year, state, items } = sample;
	const adopted = state === 'adopted' ? { chinaAt: now, partnerAt: now } : {};
	await insertPlan(tx, { centreId, year, state, ...adopted, isSample: true });
	const agreements = await agreementsOf(tx, centreId);
	for (const { event, agreement, ...item } of items) {
		const itemId = await addPlanItem(tx, { centreId, year, ...item });
		if (event) await addLink(tx, { itemId, eventId: event });
		const agreementId = agreements.find(({ externalId }) => externalId === agreement)?.id;
		if (agreement && agreementId) await addLink(tx, { itemId, agreementId });
	}
}
