import type { RequestEvent } from '@sveltejs/kit';
import type { Member } from '#lib/server/accounts/acting-person.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { centresContext, type CentresContext } from './context.ts';
import { groupFor } from './groups/queries.ts';
import { centreFor } from './queries.ts';
import { centreRules, groupRules } from './rules.ts';

/** What the work of a form on these pages is done with. */
export interface CentreJob {
	context: CentresContext;
	member: Member;
	form: FormData;
	centreId: string;
	event: RequestEvent<{ id: string }>;
}

/** Whoever has nothing to do here is told so before a word of the form is read. The use cases ask again. */
async function assertInside({ context, member, centreId }: Pick<CentreJob, 'context' | 'member' | 'centreId'>, of: 'centre' | 'group'): Promise<void> {
	const group = of === 'group' ? await groupFor(context.db, centreId) : undefined;
	const centre = of === 'centre' ? await centreFor(context.db, centreId) : undefined;
	if (!group && !centre) throw new ExpectedError('not_found', 'No such centre or working group.');
	const may = group ? groupRules.editMeeting(member, group.forRules) : (['edit', 'close', 'reopen'] as const).some((right) => centreRules[right](member, centre!.forRules));
	if (!may) throw new ExpectedError('forbidden', 'Officers work here.');
}

/** A form action of a centre's or a working group's page, on behalf of whoever is signed in. */
export const centreAction =
	(work: (job: CentreJob) => Promise<void>, done = 'saved', of: 'centre' | 'group' = 'centre') =>
	(event: RequestEvent<{ id: string }>) =>
		memberForm(event, async (member, form) => {
			const job = { context: centresContext(event.locals.mitra), member, form, centreId: event.params.id, event };
			await assertInside(job, of);
			await work(job);
			return { done };
		});
