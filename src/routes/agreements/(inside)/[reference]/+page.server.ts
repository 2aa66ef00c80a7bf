import { redirect, type RequestEvent } from '@sveltejs/kit';
import { AGREEMENT_WORDS_LIMIT, CONSENT_PURPOSE_LIMIT, MARKS, REGISTER_FIELDS } from '#lib/agreements/vocabulary.ts';
import { PRIORITY_AREAS } from '#lib/engines/thesaurus/thesaurus.ts';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { advanceAgreement, type PlainEvent } from '#lib/server/agreements/advance-agreement.ts';
import { letShow } from '#lib/server/agreements/let-show.ts';
import { answerMarks, askForMarks } from '#lib/server/agreements/marks.ts';
import { recordSignature } from '#lib/server/agreements/record-signature.ts';
import { viewAgreement } from '#lib/server/agreements/view-agreement.ts';
import { dockingContext } from '#lib/server/docking/context.ts';
import { fileOf, memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { FormReader } from '#lib/server/terms/read-form.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, areas: {} as Record<string, string>, done: null };
	const { mitra, language } = event.locals;
	const member = pageMember(event);
	const view = await viewAgreement(mitra.db, member, event.params.reference, mitra.clock());
	return { view, areas: conceptLabels(mitra.thesaurus, [...PRIORITY_AREAS], language), done: event.url.searchParams.get('done') };
};

type Event = RequestEvent<{ reference: string }>;
interface Pressed {
	event: Event;
	member: Member;
	read: FormReader;
	context: ReturnType<typeof dockingContext>;
	reference: string;
}

/** One button of the page: read, checked, done, and the page shown anew. */
const act = (work: (pressed: Pressed) => Promise<void>, done = 'done') => (event: Event) =>
	memberForm(event, async (member, form) => {
		const read = new FormReader(form);
		const { reference } = event.params;
		try {
			await work({ event, member, read, context: dockingContext(event.locals.mitra), reference });
		} catch (error) {
			if (error === STOP) return wrongFields(form, read.errors);
			throw error;
		}
		redirect(303, href(`/agreements/${reference}?done=${done}`));
	});

/** Thrown where fields are wrong: they are gathered already. */
const STOP = new Error('fields are wrong');
const checked = (read: FormReader) => {
	if (read.errors.length > 0) throw STOP;
};
const versionOf = ({ form }: FormReader) => Number(form.get('version')) || 0;

const step = (what: PlainEvent) =>
	act(async ({ event, member, read, context, reference }) => {
		const words = read.text('words', AGREEMENT_WORDS_LIMIT);
		checked(read);
		await advanceAgreement(context, member, { reference, event: what, expected: versionOf(read), words, language: event.locals.language });
	});

const signature = (as: 'record' | 'attest') =>
	act(async ({ event, member, read, context, reference }) => {
		const signedOn = read.day('signedOn');
		if (!signedOn) read.wrong('signedOn', 'required');
		const [place, occasion] = [read.line('place', 200), read.line('occasion', 200)];
		const scan = fileOf(read.form, 'scan');
		if (!scan) read.wrong('scan', 'required');
		checked(read);
		const source = new Uint8Array(await scan!.arrayBuffer());
		await recordSignature({ ...context, files: event.locals.mitra.files }, member, { reference, expected: versionOf(read), as, signedOn: signedOn!, place, occasion, scan: { name: scan!.name, source } });
	});

const consent = (what: 'grant' | 'refuse' | 'withdraw') => act(({ member, read, context, reference }) => answerMarks(context, member, { reference, consent: String(read.form.get('consent') ?? ''), event: what }));

export const actions: Actions = {
	submit: step('submit'),
	clear: step('clear'),
	return: step('return'),
	reopen: step('reopen'),
	confirm: step('confirm'),
	dispute: step('dispute'),
	end: step('end'),
	abandon: step('abandon'),
	record: signature('record'),
	attest: signature('attest'),
	show: act(({ member, read, context, reference }) => letShow(context, member, { reference, fields: read.several('show', REGISTER_FIELDS) }), 'register'),
	ask: act(async ({ event, member, read, context, reference }) => {
		const marks = read.several('marks', MARKS);
		if (marks.length === 0) read.wrong('marks', 'required');
		const purpose = read.text('purpose', CONSENT_PURPOSE_LIMIT);
		if (purpose === '') read.wrong('purpose', 'required');
		const expiresOn = read.day('expiresOn');
		if (!expiresOn) read.wrong('expiresOn', 'required');
		else if (expiresOn <= event.locals.mitra.clock().toISOString().slice(0, 10)) read.wrong('expiresOn', 'past');
		checked(read);
		await askForMarks(context, member, { reference, owner: Number(read.form.get('owner')), marks, purpose, expiresOn: expiresOn!, language: event.locals.language });
	}),
	grant: consent('grant'),
	refuse: consent('refuse'),
	takeback: consent('withdraw'),
};
