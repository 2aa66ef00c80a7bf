import { readTurnover, TURNOVER_BY } from '#lib/server/trading/turnover/turnover.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const by = TURNOVER_BY.find((each) => each === url.searchParams.get('by')) ?? 'year';
	const turnover = await readTurnover(locals.mitra.db, locals.actor, by);
	const most = turnover.groups.reduce((top, { agreed }) => (agreed !== null && agreed > top ? agreed : top), 0n);
	return {
		turnover: { ...turnover, groups: turnover.groups.map((group) => ({ ...group, share: group.agreed === null || most === 0n ? 0 : Number((group.agreed * 1000n) / most) / 1000 })) },
		labels: by === 'area' ? conceptLabels(locals.mitra.thesaurus, turnover.groups.map(({ key }) => key), locals.language) : ({} as Record<string, string>),
	};
};
