import { isLive } from '#lib/events/phase.ts';
import { isSignedIn, type Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import type { RegistrationContext } from './context.ts';
import { keptSince } from './form/kept-files.ts';
import { answersOf, findFrame, keptFilesOf, organisationsOfPerson, questionsOf, wishesOf } from './queries.ts';
import { keptUntil } from '#lib/registration/kept-until.ts';
import { ownRegistration, type RegistrationRow } from './registrations.ts';
import { frameRules, REGISTRATION_RIGHTS, registrationRules, type RegistrationRight } from './rules.ts';

type Context = Pick<RegistrationContext, 'db' | 'clock'>;

/** What a person sees of the own registration: not who decided, nor the badge's code. */
function ownPart({ badge: _badge, badgePrinted: _digest, badgePrintedAt: _at, decidedBy: _by, invitationId, ...row }: RegistrationRow) {
	return { ...row, invited: invitationId !== null };
}

/** The page on which one registers: what is asked, and one's own registration. Errors: not_found. */
export async function viewRegister(context: Context, actor: Actor, eventId: string) {
	return asActor(context.db, actor, async (tx) => {
		const found = await findFrame(tx, eventId, context.clock());
		if (!found || !frameRules.view(actor, found.forRules)) throw gone('event');
		const { row, frame, forRules } = found;
		const member = isSignedIn(actor) ? actor : undefined;
		const own = member && (await ownRegistration(tx, eventId, member.userId));
		const ownForRules = own && { ...forRules, personId: own.personId, state: own.state };
		const may = Object.fromEntries(REGISTRATION_RIGHTS.map((right) => [right, ownForRules !== undefined && registrationRules[right](actor, ownForRules)])) as Record<RegistrationRight, boolean>;
		return {
			event: { id: row.id, names: row.names, startsOn: row.startsOn, endsOn: row.endsOn, place: row.place, country: row.country, timeZone: row.timeZone, languages: row.languages, isSample: row.isSample },
			phase: forRules.phase,
			frame: { isOpen: forRules.isOpen, closesOn: frame.closesOn, audience: frame.audience, approval: frame.approval, categories: frame.categories, wishes: frame.wishes, welcome: frame.welcome, keptUntil: keptUntil(row.endsOn, frame.keepDays) },
			questions: (await questionsOf(tx, eventId)).map(({ id, kind, labels, help, choices, required, shownWhen }) => ({ id, kind, labels, help, choices, required, shownWhen })),
			own: own ? ownPart(own) : null,
			wishes: own ? ((await wishesOf(tx, own.id)) ?? null) : null,
			answers: own ? Object.fromEntries(await answersOf(tx, own.id)) : {},
			/** Files chosen in a form that came back, by question. */
			keptFiles: member ? Object.fromEntries((await keptFilesOf(tx, eventId, member.userId, keptSince(context.clock()))).map(({ questionId, value }) => [questionId, value.name])) : {},
			organisations: member ? (await organisationsOfPerson(tx, member.userId)).map(({ slug, names, country, id }) => ({ id, slug, names, country })) : [],
			person: member ? { name: member.name, email: member.email } : null,
			mayRegister: frameRules.askToCome(actor, forRules) && (!own || own.state === 'withdrawn'),
			may,
			organises: frameRules.viewInside(actor, forRules),
			viewsDoor: frameRules.viewDoor(actor, forRules),
		};
	});
}

/** What an event's own page says of registration: whether it is open, and how far whoever asks has come. */
export async function registrationOf(context: Context, actor: Actor, eventId: string): Promise<{ isOpen: boolean; own: RegistrationRow['state'] | null }> {
	return asActor(context.db, actor, async (tx) => {
		const found = await findFrame(tx, eventId, context.clock());
		const own = found && isSignedIn(actor) ? await ownRegistration(tx, eventId, actor.userId) : undefined;
		return { isOpen: found?.forRules.isOpen === true && isLive(found.forRules), own: own?.state ?? null };
	});
}
