import { APPLICATION_LIMITS } from '#lib/exhibition/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent, personOf, type Change } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { isUuid, wordsOf, wrong } from '#lib/server/events/input.ts';
import { SeveralErrors } from '#lib/server/platform/errors.ts';
import { admit } from '../admit.ts';
import { assertFree, standsByLabel, type NamedStand } from '../stands-by-label.ts';
import { applicationRules } from '../rules.ts';
import { tellExhibitor } from '../tell-exhibitor.ts';
import { lockApplications, updateApplication, type ApplicationRow } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;

/** The applications that a form chose, each as the organiser saw it: `seen_<id>` is its version. Errors: invalid_input, conflict (one was decided or changed meanwhile). */
async function chosenIn(actor: Actor, { tx, row, forRules }: Change, form: FormData): Promise<ApplicationRow[]> {
	const ids = [...new Set(form.getAll('application').map(String))].filter(isUuid);
	if (ids.length === 0) throw wrong('application', 'required');
	const chosen = await lockApplications(tx, row.id, ids);
	const asSeen = ({ id, version, state, organisationId }: ApplicationRow) => String(version) === form.get(`seen_${id}`) && applicationRules.decide(actor, { ...forRules, organisationId, state, isOpen: true });
	const changed = ids.filter((id) => !chosen.some((each) => each.id === id && asSeen(each)));
	if (changed.length > 0) throw new SeveralErrors('conflict', changed.map((id) => ({ field: `application_${id}`, code: 'changed_meanwhile' })));
	return chosen;
}

/**
 * Admits applicants, each on the stand that `stand_<id>` names or without one yet; all of those chosen, or none. Errors: not_found,
 * forbidden, invalid_input (an unknown stand, too many), conflict (decided or changed meanwhile).
 */
export async function admitApplicants(context: Context, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<number> {
	return changeEvent(context, actor, { eventId, action: 'admit-applicants' }, async (change) => {
		const { tx, row, note } = change;
		const chosen = await chosenIn(actor, change, form);
		await assertFree(tx, row.id, chosen.length, 'application');
		const standNamed = await standsByLabel(tx, row.id);
		const placed: { organisationId: string; stand: NamedStand | null }[] = [];
		const unknown: string[] = [];
		for (const { id, organisationId } of chosen) {
			const stand = standNamed(String(form.get(`stand_${id}`) ?? ''));
			if (stand === undefined) unknown.push(id);
			else placed.push({ organisationId, stand });
		}
		if (unknown.length > 0) throw new SeveralErrors('invalid_input', unknown.map((id) => ({ field: `stand_${id}`, code: 'no_such_stand' })));
		for (const each of placed) await admit(context, actor, change, each);
		note({ detail: { applications: chosen.map(({ id }) => id) } });
		return chosen.length;
	});
}

/** Declines applicants with a reason, in the language of the page; all of those chosen, or none. Errors: not_found, forbidden, invalid_input (no reason), conflict. */
export async function declineApplicants(context: Context, actor: Actor, { eventId, form, language }: { eventId: string; form: FormData; language: Language }): Promise<number> {
	return changeEvent(context, actor, { eventId, action: 'decline-applicants' }, async (change) => {
		const { tx, row, now, note } = change;
		const chosen = await chosenIn(actor, change, form);
		const reason = [{ language, text: wordsOf(form, 'reason', APPLICATION_LIMITS.remark, true), provenance: 'original' as const }];
		for (const { id, organisationId } of chosen) {
			await updateApplication(tx, id, { state: 'declined', reason, decidedBy: personOf(actor), decidedAt: now });
			await tellExhibitor(context, tx, { row, organisationId }, { kind: 'declined', reason });
		}
		note({ detail: { applications: chosen.map(({ id }) => id) } });
		return chosen.length;
	});
}
