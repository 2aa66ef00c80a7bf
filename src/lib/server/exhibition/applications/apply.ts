import { ABOUT_MOST, APPLICATION_LIMITS } from '#lib/exhibition/vocabulary.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { personOf } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { countOf, idIn, textsInput, wordsOf, wrong } from '#lib/server/events/input.ts';
import { asActor, operator } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import type { Transaction } from '#lib/server/platform/database.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { chosenListings } from '../choose-listings.ts';
import { misplaced } from '../input.ts';
import { exhibitorOf, hallOf } from '../queries.ts';
import { takeOff } from '../take-off.ts';
import { tellExhibitor, tellOrganisers } from '../tell-exhibitor.ts';
import { findOwn, type OwnApplication } from './find-own.ts';
import { insertApplication, replaceApplied, updateApplication } from './queries.ts';

type Context = Pick<EventsContext, 'db' | 'clock' | 'jobs' | 'baseUrl'>;
interface Input {
	eventId: string;
	/** The organisation. */
	slug: string;
}

/** What a form wishes for: words about the stand, its size and hall, and a remark, in the language of the page. */
async function wishesIn(tx: Transaction, { event, application }: OwnApplication, form: FormData, language: Language) {
	const wishedHall = idIn(form, 'hall');
	if (wishedHall !== null && !(await hallOf(tx, event.row.id, wishedHall))) throw wrong('hall', 'not_allowed');
	const remark = wordsOf(form, 'remark', APPLICATION_LIMITS.remark);
	const kept = application?.remark.filter(({ text }) => text === remark) ?? [];
	return {
		about: textsInput(form, 'about', event.row.languages, { limit: ABOUT_MOST, lines: true, before: application?.about ?? [] }),
		wishedSize: countOf(form, 'size', APPLICATION_LIMITS.size),
		wishedHall,
		remark: remark === '' ? [] : kept.length > 0 ? kept : [{ language, text: remark, provenance: 'original' as const }],
	};
}

/**
 * Applies for a stand on behalf of an organisation, or changes what its application says; whoever withdrew applies again. Errors:
 * not_found, forbidden (closed, or decided), invalid_input (also: it exhibits already), conflict (somebody else of the organisation has just applied).
 */
export async function apply(context: Context, actor: Actor, input: Input & { language: Language; form: FormData }): Promise<void> {
	const { form, language } = input;
	await asActor(context.db, actor, async (tx) => {
		const own = await findOwn(tx, context, actor, { ...input, right: 'apply' });
		const { event, organisation, application, call } = own;
		if (await exhibitorOf(tx, event.row.id, organisation.id)) throw misplaced('organisation', 'exhibits_already');
		const now = context.clock();
		const listings = await chosenListings(tx, organisation.id, form);
		const values = { ...(await wishesIn(tx, own, form, language)), state: 'waiting' as const, appliedBy: personOf(actor), appliedAt: application?.state === 'waiting' ? application.appliedAt : now };
		if (application) await updateApplication(tx, application.id, values);
		const id = application?.id ?? (await insertApplication(tx, { ...values, eventId: event.row.id, organisationId: organisation.id }));
		if (id === null) throw new ExpectedError('conflict', 'The organisation has applied meanwhile.');
		await replaceApplied(tx, id, listings);
		if (application?.state !== 'waiting') await tellExhibitor(context, tx, { row: event.row, organisationId: organisation.id }, { kind: 'applied', until: call!.closesOn });
		await recordAudit(tx, { actor, action: 'exhibition.apply', entity: 'event', entityId: event.row.id, detail: { applicationId: id, changed: application?.state === 'waiting', listings: listings.length }, about: { organisationId: organisation.id, centreId: event.row.centreId } });
	});
}

/**
 * Takes the application of an organisation back. Who was admitted gives up the place; the organisers are told. Errors: not_found,
 * forbidden (closed, or nothing to withdraw), invalid_input (visitors came to the stand).
 */
export async function withdrawApplication(context: Context, actor: Actor, input: Input): Promise<void> {
	await asActor(context.db, actor, async (tx) => {
		const { event, organisation, application, forRules } = await findOwn(tx, context, actor, { ...input, right: 'withdraw' });
		const about = { row: event.row, organisationId: organisation.id };
		const exhibitor = await exhibitorOf(tx, event.row.id, organisation.id);
		if (exhibitor) {
			await asActor(tx, operator('exhibition'), () => takeOff(tx, exhibitor.id));
			await tellOrganisers(context, tx, about, forRules.centres);
		}
		await updateApplication(tx, application!.id, { state: 'withdrawn', decidedBy: null, decidedAt: null });
		await tellExhibitor(context, tx, about, { kind: 'withdrawn' });
		await recordAudit(tx, { actor, action: 'exhibition.withdraw', entity: 'event', entityId: event.row.id, detail: { applicationId: application!.id, was: application!.state }, about: { organisationId: organisation.id, centreId: event.row.centreId } });
	});
}
