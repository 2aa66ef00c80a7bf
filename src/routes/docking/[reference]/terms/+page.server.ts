import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { answerOffer, type OfferAnswer } from '#lib/server/terms/answer-offer.ts';
import { FormReader } from '#lib/server/terms/read-form.ts';
import { viewTerms } from '#lib/server/terms/view-terms.ts';
import { OFFER_WORDS_LIMIT } from '#lib/terms/vocabulary.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, compared: null, done: false, sent: false };
	const member = pageMember(event);
	const view = await viewTerms(event.locals.mitra.db, member, event.params.reference, event.locals.mitra.clock());
	const { searchParams } = event.url;
	const newest = view.offers[0]?.number ?? 0;
	const numbered = (name: string, fallback: number) => view.offers.find(({ number }) => number === Number(searchParams.get(name) ?? fallback));
	const [before, after] = [numbered('from', newest - 1), numbered('to', newest)];
	return { view, compared: before && after && before !== after ? { before, after } : null, done: searchParams.has('done'), sent: searchParams.has('sent') };
};

const answers = (answer: OfferAnswer) => (event: RequestEvent<{ reference: string }>) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		const read = new FormReader(form);
		const words = read.text('words', OFFER_WORDS_LIMIT);
		if (read.errors.length > 0) return wrongFields(form, read.errors);
		await answerOffer(dockingContext(event.locals.mitra), member, { reference, number: Number(form.get('number')) || 0, answer, words, language: event.locals.language });
		redirect(303, href(`/docking/${reference}/terms?done`));
	});

export const actions: Actions = { accept: answers('accept'), refuse: answers('refuse'), withdraw: answers('withdraw') };
