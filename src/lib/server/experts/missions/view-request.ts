import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { centreById, organisationById } from '#lib/server/network/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Database } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { expertForRules, expertById, expertOfUser, privatePartOf } from '../queries.ts';
import { expertRules, requestRules } from '../rules.ts';
import { findRequest, requestLines, requestLinesOfExpert, stepsOf, type RequestLine } from './queries.ts';
import { FORMING, hasLeader, needsReplacement, nextRequestState, type RequestStep } from './service-request.ts';

/** A request with its task force, mission and history, and what the reader may do with it now. Errors: not_found. */
export async function viewRequest(db: Database, actor: Actor, number: number) {
	return asActor(db, actor, async (tx) => {
		const found = await findRequest(tx, number);
		if (!found || !requestRules.view(actor, found.forRules)) throw new ExpectedError('not_found', 'No such request.');
		const { row, places, mission, forRules } = found;
		const organisation = await organisationById(tx, row.organisationId);
		const centre = await centreById(tx, row.centreId);
		const may = (right: keyof typeof requestRules, step: RequestStep) => requestRules[right](actor, forRules) && nextRequestState(row.state, step, { places }) !== undefined;
		const forms = requestRules.form(actor, forRules);
		const self = isSignedIn(actor) ? actor.userId : '';
		const inside = requestRules.screen(actor, forRules) || forms || requestRules.plan(actor, forRules);
		return {
			request: row,
			organisation: { slug: organisation?.slug ?? '', names: organisation?.names ?? [] },
			centre: { id: row.centreId, names: centre?.names ?? [] },
			mission,
			// Others see who stands or stood; who was only asked, and what was answered, is between the expert and the centre.
			places: places
				.filter((place) => inside || place.userId === self || place.state === 'accepted' || place.state === 'withdrawn')
				.map(({ userId, ...place }) => ({ ...place, words: inside || userId === self ? place.words : '', answer: inside || userId === self ? place.answer : '', own: userId === self && self !== '' })),
			contacts: inside ? await contactsOf(tx, actor, places) : [],
			steps: inside || requestRules.answer(actor, forRules) ? await stepsOf(tx, row.id) : [],
			needsReplacement: needsReplacement(row.state, places),
			hasLeader: hasLeader({ places }),
			forming: FORMING.has(row.state),
			may: {
				accept: may('screen', 'accept'),
				return: may('screen', 'return'),
				decline: may('screen', 'decline'),
				answer: may('answer', 'answer'),
				withdraw: may('withdraw', 'withdraw'),
				form: forms,
				plan: may('plan', 'plan'),
				begin: may('begin', 'begin'),
				report: may('report', 'report'),
				thank: may('thank', 'thank'),
			},
		};
	});
}

/** How the officer reaches those who have accepted: the private parts, as far as they may be read. */
async function contactsOf(tx: Parameters<typeof findRequest>[0], actor: Actor, places: readonly { expertId: string | null; state: string; called: string }[]) {
	const contacts: { called: string; phone: string; fee: string; remarks: string }[] = [];
	for (const place of places) {
		if (place.state !== 'accepted' || !place.expertId) continue;
		const row = await expertById(tx, place.expertId);
		if (!row || !expertRules.viewPrivate(actor, await expertForRules(tx, row))) continue;
		const hidden = await privatePartOf(tx, row.id);
		if (!hidden || !(hidden.phone || hidden.fee || hidden.remarks)) continue;
		await recordAudit(tx, { actor, action: 'expert.read-guarded', entity: 'expert', entityId: row.id, about: { centreId: row.centreId } });
		contacts.push({ called: place.called, phone: hidden.phone, fee: hidden.fee, remarks: hidden.remarks });
	}
	return contacts;
}

/** Requests of the reader's organisations. */
export async function ownRequests(db: Database, actor: Extract<Actor, { kind: 'member' }>): Promise<RequestLine[]> {
	return asActor(db, actor, (tx) => requestLines(tx, { organisations: [...actor.organisations.keys()] }));
}

/** Requests of the officer's centres; of all for the secretariat. Errors: forbidden. */
export async function requestsOfCentres(db: Database, actor: Extract<Actor, { kind: 'member' }>): Promise<RequestLine[]> {
	if (actor.centres.size === 0) throw new ExpectedError('forbidden', 'The list is for officers.');
	const all = [...actor.centres.values()].includes('secretariat');
	return asActor(db, actor, (tx) => requestLines(tx, { centres: all ? null : [...actor.centres.keys()] }));
}

/** Requests that the reader, as an expert, was asked to come for. */
export async function invitedRequests(db: Database, actor: Extract<Actor, { kind: 'member' }>): Promise<RequestLine[]> {
	return asActor(db, actor, async (tx) => {
		const own = await expertOfUser(tx, actor.userId);
		return own ? requestLinesOfExpert(tx, own.id) : [];
	});
}
