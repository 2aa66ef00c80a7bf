import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { queueFilters, queueSearch } from '#lib/brokering/queue-address.ts';
import { isOneOf, PAIR_DECISIONS } from '#lib/brokering/vocabulary.ts';
import { detectLanguage } from '#lib/engines/text/detect-language.ts';
import type { Language } from '#lib/engines/text/language.ts';
import { actingMember, asksToSignIn, heldForm, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { VISITOR } from '#lib/server/accounts/actor.ts';
import { assignPair } from '#lib/server/brokering/assign-pair.ts';
import { decidePair } from '#lib/server/brokering/decide-pair.ts';
import { decisionInput } from '#lib/server/brokering/input.ts';
import { makePair } from '#lib/server/brokering/make-pair.ts';
import { notePair } from '#lib/server/brokering/note-pair.ts';
import { undoDecision } from '#lib/server/brokering/undo-decision.ts';
import { viewPair } from '#lib/server/brokering/view-pair.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

/** How sure the language of an officer's words must be to be marked as it; else it is taken to be the interface's. */
const SURE = 0.7;

export const load: PageServerLoad = async (event) => {
	event.depends('broker:pair');
	if (asksToSignIn(event)) return { pair: null, done: null, me: '' };
	const member = pageMember(event);
	const { mitra, language } = event.locals;
	const done = event.url.searchParams.get('done');
	return {
		me: member.userId,
		pair: await viewPair(mitra, member, listingId(event.params.id), language),
		/** Without a script: what was just decided on the pair before, and how to take it back. */
		done: isOneOf(PAIR_DECISIONS, done) ? { decision: done, pairId: event.url.searchParams.get('of') ?? '', decisionId: event.url.searchParams.get('step') ?? '' } : null,
	};
};

type Failure = { field?: string; code?: string; limit?: number; failed: string; typed: Record<string, string>; action: string };

/** Does what a form of the pair asks for; what was typed comes back with whatever keeps it from being done. */
async function act<Result>(event: RequestEvent, action: string, work: (form: FormData, member: Member) => Promise<Result>) {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	try {
		return await work(form, who.member);
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		if (form.has('again_email') && (error.code === 'not_found' || error.code === 'forbidden')) {
			event.locals.actor = VISITOR;
			return fail(401, { held: heldForm(event, form, 'other') });
		}
		const typed = Object.fromEntries([...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
		const failure: Failure = {
			failed: error.code,
			action,
			typed,
			...(error.field ? { field: error.field, code: String(error.detail?.code ?? ''), ...(error.detail?.limit ? { limit: Number(error.detail.limit) } : {}) } : {}),
		};
		return fail(error.status, failure);
	}
}

const contextOf = (event: RequestEvent) => ({ ...event.locals.mitra, baseUrl: event.locals.mitra.configuration.baseUrl });

function languageOf(words: unknown, reader: Language): Language {
	const read = detectLanguage(String(words ?? ''));
	return read.confidence >= SURE ? read.language : reader;
}

/** The page of a pair with the queue's filters kept, and more of the address if wanted. */
function pairAddress(event: RequestEvent, id: string, more: Record<string, string> = {}): string {
	const search = new URLSearchParams(queueSearch(queueFilters(event.url.searchParams), { page: queueFilters(event.url.searchParams).page }).slice(1));
	for (const [name, value] of Object.entries(more)) search.set(name, value);
	return href(`/broker${id === '' ? '' : `/${id}`}`) + (search.size > 0 ? `?${search}` : '');
}

const decide = (decision: string) => (event: RequestEvent) =>
	act(event, decision, async (form, member) => {
		const pairId = listingId(event.params.id ?? '');
		const { mitra, language } = event.locals;
		const input = decisionInput(decision, form, mitra.clock());
		const expected = Number(form.get('expected'));
		const words = languageOf(form.get('question'), language);
		const { decisionId } = await decidePair(contextOf(event), member, { pairId, expected, decision: input, language: words });
		if (form.has('stay')) return { decided: { pairId, decisionId, decision: input.decision } };
		const next = String(form.get('next') ?? '');
		const to = isUuid(next) ? next : pairId;
		redirect(303, pairAddress(event, to, { done: decision, of: pairId, step: decisionId }));
	});

export const actions: Actions = {
	introduce: decide('introduce'),
	later: decide('later'),
	reject: decide('reject'),
	ask: decide('ask'),
	reopen: decide('reopen'),
	undo: (event) =>
		act(event, 'undo', async (form, member) => {
			const pairId = listingId(event.params.id ?? '');
			await undoDecision(event.locals.mitra, member, { pairId, decisionId: listingId(String(form.get('decisionId') ?? '')) });
			redirect(303, pairAddress(event, pairId, { done: 'undo', of: pairId }));
		}),
	note: (event) =>
		act(event, 'note', async (form, member) => {
			const pairId = listingId(event.params.id ?? '');
			const words = form.get('note');
			await notePair(event.locals.mitra, member, {
				pairId,
				words,
				internal: form.get('internal') === 'yes',
				language: languageOf(words, event.locals.language),
			});
			if (form.has('stay')) return { noted: true };
			redirect(303, `${pairAddress(event, pairId)}#notes`);
		}),
	assign: (event) =>
		act(event, 'assign', async (form, member) => {
			const pairId = listingId(event.params.id ?? '');
			const to = String(form.get('to') ?? '');
			await assignPair(event.locals.mitra, member, { pairId, expected: Number(form.get('expected')), to: to === '' ? null : to });
			if (form.has('stay')) return { assigned: true };
			redirect(303, pairAddress(event, pairId));
		}),
	make: (event) =>
		act(event, 'make', async (form, member) => {
			const needId = listingId(String(form.get('needId') ?? ''));
			const offerId = listingId(String(form.get('offerId') ?? ''));
			redirect(303, pairAddress(event, await makePair(event.locals.mitra, member, { needId, offerId })));
		}),
};
