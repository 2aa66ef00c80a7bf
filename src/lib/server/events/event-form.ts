import type { RequestEvent } from '@sveltejs/kit';
import type { Language } from '#lib/engines/text/language.ts';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { eventsContext, type EventsContext } from './context.ts';
import { findEvent } from './queries.ts';
import { eventRules } from './rules.ts';

/** What the work of a form at the organisers' desk is done with. */
export interface EventJob {
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

/** What is wrong with a file has a field, but no sentence of its own: the kind of error is the sentence. */
function saidAtField(error: unknown): unknown {
	if (!isExpectedError(error) || error.field === undefined || error.detail?.['code'] !== undefined) return error;
	const { code, message, field, detail } = error;
	return new ExpectedError(code, message, { field, detail: { ...detail, code: code === 'invalid_input' ? 'required' : code }, cause: error });
}
