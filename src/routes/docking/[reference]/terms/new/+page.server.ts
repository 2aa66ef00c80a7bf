import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { parseOffer } from '#lib/server/terms/input.ts';
import { makeOffer } from '#lib/server/terms/make-offer.ts';
import { viewTerms } from '#lib/server/terms/view-terms.ts';
import { daysAfter } from '#lib/terms/reminder-day.ts';
import { emptyTerms } from '#lib/terms/terms.ts';
import { OFFER_DAYS } from '#lib/terms/vocabulary.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const dayOf = (time: Date) => time.toISOString().slice(0, 10);

export const load: PageServerLoad = async (event) => {
	const { language, mitra } = event.locals;
	const now = mitra.clock();
	const standsUntil = daysAfter(dayOf(now), OFFER_DAYS);
	if (asksToSignIn(event)) return { terms: emptyTerms(language), standsUntil, seen: 0, counters: false };
	const view = await viewTerms(mitra.db, pageMember(event), event.params.reference, now);
	if (!view.may.offer && !view.may.counter) throw new ExpectedError('forbidden', 'The parties make offers, one after the other.');
	const last = view.offers[0];
	return { terms: last?.terms ?? emptyTerms(language), standsUntil, seen: last?.number ?? 0, counters: last?.state === 'open' };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			const { mitra, language } = event.locals;
			const { terms, words, standsUntil, errors } = parseOffer(form, language, dayOf(mitra.clock()));
			if (errors.length > 0) return wrongFields(form, errors);
			const { reference } = event.params;
			await makeOffer(dockingContext(mitra), member, { reference, seen: Number(form.get('seen')) || 0, counters: form.get('counters') === '1', terms, words, standsUntil });
			redirect(303, href(`/docking/${reference}/terms?sent`));
		}),
};
