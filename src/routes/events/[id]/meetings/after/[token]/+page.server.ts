import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { MEETING_OUTCOMES } from '#lib/meetings/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { choiceInput, wordsOf } from '#lib/server/centres/input.ts';
import { INTEREST_LIMITS } from '#lib/docking/vocabulary.ts';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { meetingsContext } from '#lib/server/meetings/context.ts';
import { answerOutcome, answerThroughLink, questionOfLink, viewOutcome, type OutcomeQuestion } from '#lib/server/meetings/follow-up/answer-outcome.ts';
import { interestChoices, openInterest } from '#lib/server/meetings/follow-up/open-interest.ts';
import { outcomeInput } from '#lib/server/meetings/input.ts';
import { failedForm, memberForm } from '#lib/server/membership/member-form.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { ensureSecret } from '#lib/server/platform/secret.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

type Event = RequestEvent<{ id: string; token: string }>;

/** What is asked: through the address of a letter, or of whoever is signed in and names the meeting. */
async function questionOf({ params, locals }: Event): Promise<OutcomeQuestion> {
	const context = meetingsContext(locals.mitra);
	if (isUuid(params.token)) return viewOutcome(context, locals.actor, { eventId: params.id, meetingId: params.token });
	return questionOfLink(context, await ensureSecret(locals.mitra.configuration.dataFolder), { eventId: params.id, token: params.token });
}

/** Opening the link changes nothing: the form of its page does. */
export const load: PageServerLoad = async (event) => {
	const { locals, params, url, setHeaders } = event;
	// The address is the right itself: it must not travel on, nor stay in a shared cache.
	setHeaders({ 'cache-control': 'no-store' });
	if (isUuid(params.token)) {
		if (asksToSignIn(event)) return { question: null, choices: [], asked: null, signedIn: false };
		pageMember(event);
	}
	const question = await questionOf(event);
	const { actor, mitra } = locals;
	const signedIn = actor.kind === 'member';
	// Who holds the link need not be who is signed in here: only the own meeting leads on to an interest.
	const isOwn = signedIn && (await isOwnMeeting(event, question.meetingId));
	const choices = isOwn && question.outcome === 'interest' ? await interestChoices(meetingsContext(mitra), actor, question.listingIds) : [];
	return { question, choices, asked: MEETING_OUTCOMES.find((each) => each === url.searchParams.get('is')) ?? null, signedIn };
};

async function isOwnMeeting({ params, locals }: Event, meetingId: string): Promise<boolean> {
	try {
		return (await viewOutcome(meetingsContext(locals.mitra), locals.actor, { eventId: params.id, meetingId })).meetingId === meetingId;
	} catch (failure) {
		if (isExpectedError(failure)) return false;
		throw failure;
	}
}

export const actions: Actions = {
	/** Through a letter's link nobody needs to be signed in. */
	answer: async (event) => {
		const { params, locals, request } = event;
		const context = meetingsContext(locals.mitra);
		if (isUuid(params.token)) return memberForm(event, async (member, form) => answerOutcome(context, member, { eventId: params.id, meetingId: params.token, outcome: outcomeInput(form) }).then(() => ({ done: 'concluded' })));
		const form = await request.formData();
		try {
			await answerThroughLink(context, await ensureSecret(locals.mitra.configuration.dataFolder), { eventId: params.id, token: params.token, outcome: outcomeInput(form) });
		} catch (failure) {
			return failedForm(form, failure);
		}
		return { done: 'concluded' };
	},
	interest: (event) =>
		memberForm(event, async (member, form) => {
			const { params, locals } = event;
			if (!isUuid(params.token)) error(404);
			const interest = {
				listingId: listingId(String(form.get('listing') ?? '')),
				organisationId: listingId(String(form.get('organisation') ?? '')),
				language: choiceInput(form, 'language', LANGUAGES),
				whoWeAre: wordsOf(form, 'whoWeAre', INTEREST_LIMITS.whoWeAre, true),
				why: wordsOf(form, 'why', INTEREST_LIMITS.why, true),
			};
			const result = await openInterest(meetingsContext(locals.mitra), member, { eventId: params.id, meetingId: params.token, interest });
			if (result.outcome === 'docked') redirect(303, href(`/docking/${result.reference}`));
			redirect(303, href(`/docking/interest/${result.id}?${result.outcome}`));
		}),
};
