import { fail, redirect } from '@sveltejs/kit';
import { queueFilters, queueSearch } from '#lib/brokering/queue-address.ts';
import { BULK_LIMIT } from '#lib/brokering/vocabulary.ts';
import { actingMember } from '#lib/server/accounts/acting-person.ts';
import { assignPairs } from '#lib/server/brokering/assign-pair.ts';
import { decidePairs } from '#lib/server/brokering/decide-pair.ts';
import { decisionInput } from '#lib/server/brokering/input.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => {
	const count = (name: string) => (/^\d{1,3}$/.test(url.searchParams.get(name) ?? '') ? Number(url.searchParams.get(name)) : null);
	return { bulk: count('bulk'), left: count('left') ?? 0 };
};

export const actions: Actions = {
	/** One decision, or an assignment to oneself, on every chosen pair. */
	bulk: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		const { mitra, language } = event.locals;
		const chosen = form
			.getAll('pair')
			.map((value) => /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(String(value)))
			.flatMap((match) => (match && isUuid(match[1]!) ? [{ pairId: match[1]!, expected: Number(match[2]) }] : []))
			.slice(0, BULK_LIMIT);
		const what = String(form.get('what') ?? '');
		if (chosen.length === 0) return fail(422, { bulkProblem: 'nothing' as const });
		try {
			const outcome =
				what === 'assign'
					? await assignPairs(mitra, who.member, { pairs: chosen, to: who.member.userId })
					: await decidePairs({ ...mitra, baseUrl: mitra.configuration.baseUrl }, who.member, { pairs: chosen, decision: decisionInput(what, form, mitra.clock()), language });
			const search = queueSearch(queueFilters(event.url.searchParams));
			redirect(303, href(`/broker${search}${search === '' ? '?' : '&'}bulk=${outcome.done}&left=${outcome.left.length}`));
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			return fail(error.status, { bulkProblem: 'invalid' as const });
		}
	},
};
