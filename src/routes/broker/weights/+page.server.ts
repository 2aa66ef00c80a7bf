import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { pageMember } from '#lib/server/accounts/acting-person.ts';
import { cancelMatchPass } from '#lib/server/matching/pass/cancel-match-pass.ts';
import { passRules } from '#lib/server/matching/rules.ts';
import { passKey } from '#lib/server/matching/tasks.ts';
import { learnNewWeights } from '#lib/server/matching/weights/learn-new-weights.ts';
import { switchWeights } from '#lib/server/matching/weights/switch-weights.ts';
import { viewWeights } from '#lib/server/matching/weights/view-weights.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const DONE = ['learned', 'switched'] as const;

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.get('done');
	return {
		...(await viewWeights(event.locals.mitra, pageMember(event))),
		done: DONE.find((each) => each === done) ?? null,
	};
};

const backTo = (done?: (typeof DONE)[number]) => redirect(303, href(`/broker/weights${done ? `?done=${done}` : ''}`));

/** What cannot be done any more (somebody was quicker) leaves the page as it is now. */
async function unlessConflict(work: Promise<unknown>): Promise<boolean> {
	try {
		await work;
		return true;
	} catch (error) {
		if (isExpectedError(error, 'conflict') || isExpectedError(error, 'not_found')) return false;
		throw error;
	}
}

export const actions: Actions = {
	learn: async (event: RequestEvent) => {
		const member = pageMember(event);
		if (!(await unlessConflict(learnNewWeights(event.locals.mitra, member)))) return fail(409);
		backTo('learned');
	},
	switch: async (event: RequestEvent) => {
		const member = pageMember(event);
		const to = String((await event.request.formData()).get('to') ?? '');
		if (to !== 'default' && !isUuid(to)) return fail(409);
		if (!(await unlessConflict(switchWeights(event.locals.mitra, member, { to: to === 'default' ? null : to })))) return fail(409);
		backTo('switched');
	},
	match: async (event: RequestEvent) => {
		if (!passRules.steer(pageMember(event))) throw new ExpectedError('forbidden', 'Only the secretariat starts a matching of all with all.');
		await event.locals.mitra.jobs.enqueue(passKey, { origin: 'command' }, { singletonKey: 'all' });
		backTo();
	},
	cancel: async (event: RequestEvent) => {
		if (!(await unlessConflict(cancelMatchPass(event.locals.mitra, pageMember(event))))) return fail(409);
		backTo();
	},
};
