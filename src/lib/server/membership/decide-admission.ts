import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { sendMail } from '#lib/server/platform/mail.ts';
import { nextAdmissionState, type AdmissionStep } from './admission.ts';
import type { MembershipContext } from './context.ts';
import { admissionLetter } from './letters.ts';
import { insertStep, lockOrganisation, ownersOf, updateOrganisation } from './queries.ts';
import { organisationRules } from './rules.ts';

/**
 * An officer decides on an application. `expected` is the version that the officer saw: where another officer was faster,
 * nothing happens. The owners get a letter in their language. Answers the new version.
 * Errors: not_found (also for who is of another centre), conflict, forbidden.
 */
export async function decideAdmission(
	context: MembershipContext,
	actor: Actor,
	input: { organisationId: string; expected: number; step: Exclude<AdmissionStep, { type: 'answer' }>; language: Language },
): Promise<number> {
	const { step } = input;
	return asActor(context.db, actor, async (tx) => {
		const found = await lockOrganisation(tx, input.organisationId);
		if (!found || !organisationRules.viewInside(actor, found.forRules)) throw new ExpectedError('not_found', 'No such organisation.');
		if (found.row.admissionVersion !== input.expected) throw new ExpectedError('conflict', 'Another officer has decided on this application meanwhile.');
		const state = nextAdmissionState(found.row.state, step.type);
		if (!state) throw new ExpectedError('conflict', 'The application is in another state by now.');
		if (!organisationRules[step.type](actor, found.forRules)) throw new ExpectedError('forbidden', 'This person cannot decide on this application.');
		const now = context.clock();
		const words = step.type === 'return' ? step.question : step.type === 'refuse' ? step.words : '';
		await insertStep(tx, {
			organisationId: found.row.id,
			step: step.type,
			reason: step.type === 'refuse' ? step.reason : null,
			words,
			language: input.language,
			by: actor.kind === 'member' ? actor.userId : null,
			at: now,
		});
		const version = found.row.admissionVersion + 1;
		await updateOrganisation(tx, found.row.id, { state, admissionVersion: version });
		for (const owner of await ownersOf(tx, found.row.id))
			await sendMail(tx, context.jobs, admissionLetter(owner, { names: found.row.names, slug: found.row.slug, step, wordsLanguage: input.language, baseUrl: context.baseUrl }));
		await recordAudit(tx, {
			actor,
			action: `organisation.${step.type}`,
			entity: 'organisation',
			entityId: found.row.id,
			detail: step.type === 'refuse' ? { reason: step.reason } : {},
		});
		return version;
	});
}
