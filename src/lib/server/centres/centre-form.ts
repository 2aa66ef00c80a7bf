import type { RequestEvent } from '@sveltejs/kit';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { centresContext, type CentresContext } from './context.ts';

/** What the work of a form on these pages is done with. */
export interface CentreJob {
	context: CentresContext;
	member: Member;
	form: FormData;
	centreId: string;
	event: RequestEvent<{ id: string }>;
}

/** A form action of a centre's or a working group's page, on behalf of whoever is signed in. */
export const centreAction =
	(work: (job: CentreJob) => Promise<void>, done = 'saved') =>
	(event: RequestEvent<{ id: string }>) =>
		memberForm(event, async (member, form) => {
			await work({ context: centresContext(event.locals.mitra), member, form, centreId: event.params.id, event });
			return { done };
		});
