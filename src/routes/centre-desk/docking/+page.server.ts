import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { afterOf } from '#lib/server/docking/lists/queries.ts';
import { setScreening } from '#lib/server/docking/interests/centre-settings.ts';
import { centreDockingRules } from '#lib/server/docking/rules.ts';
import { centreQueue, dockingFigures, seesAllFigures } from '#lib/server/docking/view-lists.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { allCentres } from '#lib/server/network/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

const PERIODS = ['year', 'twelve', 'all'] as const;
type Period = (typeof PERIODS)[number];

function sinceOf(period: Period, now: Date): Date {
	if (period === 'all') return new Date(0);
	return period === 'year' ? new Date(Date.UTC(now.getUTCFullYear(), 0, 1)) : new Date(Date.UTC(now.getUTCFullYear() - 1, now.getUTCMonth(), now.getUTCDate()));
}

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { db, clock } = event.locals.mitra;
	const search = event.url.searchParams;
	const now = clock();
	const all = seesAllFigures(member);
	const centres = (await allCentres(db)).filter(({ id }) => all || member.centres.has(id)).map(({ id, names }) => ({ id, names }));
	if (centres.length === 0) throw new ExpectedError('forbidden', 'This page is for officers, the secretariat and the authority.');
	const asked = search.get('centre');
	const own = centres.find(({ id }) => member.centres.has(id));
	const centreId = asked === 'all' && all ? null : (centres.find(({ id }) => id === asked)?.id ?? own?.id ?? null);
	const period = PERIODS.find((each) => each === search.get('period')) ?? 'twelve';
	const queue =
		centreId !== null && centreDockingRules.viewQueue(member, { centreId })
			? await centreQueue(db, member, { centreId, interestsAfter: afterOf(search.get('interests')), dockingsAfter: afterOf(search.get('waiting')) })
			: null;
	return {
		view: {
			centres,
			all,
			centreId,
			period,
			queue,
			figures: await dockingFigures(db, member, { centreId, since: sinceOf(period, now), now }),
			settings: centreId !== null && centreDockingRules.settings(member, { centreId }),
		},
	};
};

export const actions: Actions = {
	screening: (event) =>
		memberForm(event, async (member, form) => {
			await setScreening(event.locals.mitra, member, { centreId: String(form.get('centre') ?? ''), screens: form.get('screens') === 'on' });
			return { done: 'screening' };
		}),
};
