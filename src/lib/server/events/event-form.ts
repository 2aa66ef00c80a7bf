import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Language } from '#lib/engines/text/language.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { memberForm, typedIn, type FormAnswer } from '#lib/server/membership/member-form.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { eventsContext, type EventsContext } from './context.ts';
import { findEvent } from './queries.ts';
import { eventRules } from './rules.ts';

/** What the work of a form at the organisers' desk is done with. */
interface EventJob {
	context: EventsContext;
	member: Member;
	form: FormData;
	eventId: string;
	/** The event's, the original first. */
	languages: readonly Language[];
	event: RequestEvent<{ id: string }>;
}

/**
 * A form action of an event's pages, on behalf of whoever is signed in. Whoever does not organise the event is told so before a
 * word of the form is read; the use cases ask again.
 */
export const eventAction =
	<Result extends object = object>(work: (job: EventJob) => Promise<Result | void>, done = 'saved') =>
	(event: RequestEvent<{ id: string }>) =>
		memberForm(event, async (member, form): Promise<{ done?: string } & Partial<Result>> => {
			const context = eventsContext(event.locals.mitra);
			const found = await asActor(context.db, member, (tx) => findEvent(tx, event.params.id, context.clock()));
			if (!found || !eventRules.view(member, found.forRules)) throw new ExpectedError('not_found', 'No such event.');
			if (!eventRules.viewInside(member, found.forRules)) throw new ExpectedError('forbidden', 'Organisers work here.');
			try {
				const result = await work({ context, member, form, eventId: event.params.id, languages: found.row.languages, event });
				// A button to remove stands beside one to save.
				return { done: form.get('remove') ? 'removed' : done, ...(result ?? ({} as Partial<Result>)) };
			} catch (error) {
				throw saidAtField(error);
			}
		});

/** What a form would do: whom its sender is shown before, null where nobody has to be told; and how it is done. */
interface Step<Asked extends object> {
	asked: Asked | null;
	work(): Promise<{ about?: string; made?: string } | void>;
}

/**
 * A form action that is done once its sender has seen whom it concerns and said so (`confirmed`). Where it fails then, the same is
 * asked again beside what is wrong: the letter to those people is written there.
 */
export const askingAction =
	<Asked extends object>(prepare: (job: EventJob) => Promise<Step<Asked>>, done: string) =>
	async (event: RequestEvent<{ id: string }>) => {
		const seen: { asked: Asked | null } = { asked: null };
		const answer = await eventAction<{ about?: string; made?: string; typed?: FormAnswer['typed'] }>(async (job) => {
			const { asked, work } = await prepare(job);
			seen.asked = asked;
			return asked && !job.form.get('confirmed') ? { typed: typedIn(job.form) } : work();
		}, done)(event);
		if (!seen.asked) return answer;
		if ('status' in answer) return fail(answer.status, { ...answer.data, asked: seen.asked });
		return answer.typed ? fail(409, { asked: seen.asked, typed: answer.typed }) : answer;
	};

/** What is wrong with a file has a field, but no sentence of its own: the kind of error is the sentence. */
function saidAtField(error: unknown): unknown {
	if (!isExpectedError(error) || error.field === undefined || error.detail?.['code'] !== undefined) return error;
	const { code, message, field, detail } = error;
	return new ExpectedError(code, message, { field, detail: { ...detail, code: code === 'invalid_input' ? 'empty_file' : code }, cause: error });
}
