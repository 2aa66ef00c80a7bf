import { redirect } from '@sveltejs/kit';
import { decimalText, fromMoneyText } from '#lib/money/money.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { outcomeInput } from '#lib/server/outcomes/input.ts';
import { draftStory } from '#lib/server/outcomes/stories/change-story.ts';
import { viewRecord } from '#lib/server/outcomes/view-record.ts';
import { answerOutcome } from '#lib/server/outcomes/yearly/answer-outcome.ts';
import { STORY_LANGUAGES } from '#lib/outcomes/vocabulary.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

type View = Awaited<ReturnType<typeof viewRecord>>;

/** The answer that a form is shown for: of the year asked for, else of the newest that waits, else of this year. */
function formOf(view: View, asked: number) {
	const [own] = view.answerable;
	if (!own) return null;
	const mine = view.outcomes.filter(({ party }) => party === own.party);
	const year = own.years.find((each) => each === asked) ?? mine.find(({ state }) => state === 'asked')?.year ?? own.years[0]!;
	const standing = mine.find((each) => each.year === year);
	const amount = (of: 'sales' | 'investment') => (standing?.[of] ? decimalText(fromMoneyText(standing[of])) : '');
	return {
		party: own.party, years: own.years, year, version: standing?.version ?? 0,
		standing: {
			status: standing?.status ?? null, reason: standing?.reason ?? null, words: standing?.words ?? '', jobs: standing?.jobs ?? null, publications: standing?.publications ?? null, agreements: standing?.agreements ?? null,
			sales: amount('sales'), investment: amount('investment'), currency: standing?.currency ?? view.currency,
		},
		asked: own.years.includes(asked) || standing?.state === 'asked',
	};
}

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { view: null as View | null, form: null as ReturnType<typeof formOf>, done };
	const view: View = await viewRecord(event.locals.mitra.db, pageMember(event), event.params.reference, event.locals.mitra.clock());
	return { view: view as View | null, form: formOf(view, Number(event.url.searchParams.get('year'))), done };
};

export const actions: Actions = {
	answer: (event) =>
		memberForm(event, async (member, form) => {
			const { reference } = event.params;
			const { input, errors } = outcomeInput(form, event.locals.language);
			if (errors.length > 0) return wrongFields(form, errors);
			await answerOutcome(dockingContext(event.locals.mitra), member, { reference, party: Number(form.get('party')), year: Number(form.get('year')), expected: Number(form.get('version')) || 0, answer: input });
			redirect(303, href(`/outcomes/${reference}?done`));
		}),
	draft: (event) =>
		memberForm(event, async (member) => {
			const { mitra } = event.locals;
			const { reference } = event.params;
			const { area } = await viewRecord(mitra.db, member, reference, mitra.clock());
			const names = area ? Object.fromEntries(STORY_LANGUAGES.map((language) => [language, mitra.thesaurus.label(area, language)])) : {};
			await draftStory(dockingContext(mitra), member, { reference, area: names });
			redirect(303, href(`/outcomes/${reference}/story`));
		}),
};
