import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { confidenceContext, type ConfidenceContext } from '#lib/server/confidence/context.ts';
import { ndaProposal, ndaWords, ownNdaProposal, signatureInput, wrongField } from '#lib/server/confidence/input.ts';
import { closeNda } from '#lib/server/confidence/nda/close-nda.ts';
import { proposeNda, proposeOwnNda } from '#lib/server/confidence/nda/propose-nda.ts';
import { signNda } from '#lib/server/confidence/nda/sign-nda.ts';
import { viewNda, type NdaPageView } from '#lib/server/confidence/nda/view-nda.ts';
import { fileOf, memberForm } from '#lib/server/membership/member-form.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const shown = { done: event.url.searchParams.get('done'), address: event.getClientAddress(), name: event.locals.actor.kind === 'member' ? event.locals.actor.name : '' };
	if (asksToSignIn(event)) return { view: null as unknown as NdaPageView, ...shown };
	return { view: await viewNda(event.locals.mitra.db, pageMember(event), event.params.reference), ...shown };
};

type Event = RequestEvent<{ reference: string }>;
interface Job {
	context: ConfidenceContext;
	member: Member;
	form: FormData;
	reference: string;
	language: App.Locals['language'];
	event: Event;
}

/** One button of the page: done, the page is shown anew. */
const act = (name: string, work: (job: Job) => Promise<unknown>) => (event: Event) =>
	memberForm(event, async (member, form) => {
		const { reference } = event.params;
		await work({ context: confidenceContext(event.locals.mitra), member, form, reference, language: event.locals.language, event });
		redirect(303, href(`/docking/${encodeURIComponent(reference)}/nda?done=${name}`));
	});

function chosen(form: FormData, field: string) {
	const file = fileOf(form, field);
	return file ? { name: file.name, source: file.stream() as unknown as AsyncIterable<Uint8Array> } : null;
}
const numberOf = (form: FormData) => Number(form.get('number')) || 0;

export const actions: Actions = {
	propose: act('propose', ({ context, member, form, reference }) => proposeNda(context, member, { reference, proposal: ndaProposal(form) })),
	own: act('own', ({ context, member, form, reference }) => {
		const proposal = ownNdaProposal(form);
		const file = chosen(form, 'paper');
		if (!file) throw wrongField('paper', 'required');
		return proposeOwnNda(context, member, { reference, ...proposal, ...file });
	}),
	sign: act('sign', ({ context, member, form, reference, event }) => signNda(context, member, { reference, signature: signatureInput(form), scan: chosen(form, 'scan'), address: event.getClientAddress() })),
	decline: act('decline', ({ context, member, form, reference, language }) => closeNda(context, member, { reference, number: numberOf(form), event: 'decline', words: ndaWords(form, true), language })),
	withdraw: act('withdraw', ({ context, member, form, reference, language }) => closeNda(context, member, { reference, number: numberOf(form), event: 'withdraw', words: '', language })),
};
