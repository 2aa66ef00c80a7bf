import { redirect, type RequestEvent } from '@sveltejs/kit';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { dockingContext, type DockingContext } from '#lib/server/docking/context.ts';
import { memberForm, wrongFields } from '#lib/server/membership/member-form.ts';
import { milestoneInput, wordsInput } from '#lib/server/outcomes/input.ts';
import type { MilestoneEvent, ProjectEvent } from '#lib/server/outcomes/project.ts';
import { addMilestone, changeMilestone, endProject, writeReport } from '#lib/server/outcomes/projects/change-project.ts';
import { viewProject } from '#lib/server/outcomes/view-record.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

type View = Awaited<ReturnType<typeof viewProject>>;

export const load: PageServerLoad = async (event) => {
	const done = event.url.searchParams.has('done');
	if (asksToSignIn(event)) return { view: null as View | null, done };
	const { mitra } = event.locals;
	const view: View = await viewProject(mitra.db, pageMember(event), event.params.reference, Number(event.params.number), mitra.clock());
	return { view: view as View | null, done };
};

interface Job<Input> {
	context: DockingContext;
	member: Member;
	form: FormData;
	which: { reference: string; project: number };
	input: Input & { language: App.Locals['language'] };
}

/** One button of the page: read, checked, done, and the page shown anew. */
const act = <Input extends object>(parse: (form: FormData) => { input: Input; errors: { field: string; code: string; limit?: number }[] }, work: (job: Job<Input>) => Promise<void>) => (event: RequestEvent<{ reference: string; number: number }>) =>
	memberForm(event, async (member, form) => {
		const { reference, number } = event.params;
		const { input, errors } = parse(form);
		if (errors.length > 0) return wrongFields(form, errors);
		await work({ context: dockingContext(event.locals.mitra), member, form, which: { reference, project: Number(number) }, input: { ...input, language: event.locals.language } });
		redirect(303, href(`/outcomes/${reference}/projects/${number}?done`));
	});
const version = (form: FormData) => Number(form.get('version')) || 0;

const milestone = (what: MilestoneEvent) =>
	act(wordsInput, ({ context, member, form, which, input }) => changeMilestone(context, member, { ...which, ...input, milestone: String(form.get('milestone') ?? ''), expected: version(form), event: what }));
const end = (what: ProjectEvent) =>
	act(wordsInput, ({ context, member, form, which, input }) => endProject(context, member, { ...which, words: input.words, language: input.language, expected: version(form), event: what, whole: form.has('whole') }));

export const actions: Actions = {
	reached: milestone('report'),
	confirm: milestone('confirm'),
	dispute: milestone('dispute'),
	drop: milestone('drop'),
	add: act(milestoneInput, ({ context, member, which, input }) => addMilestone(context, member, { ...which, ...input })),
	report: act(wordsInput, ({ context, member, which, input }) => writeReport(context, member, { ...which, words: input.words, language: input.language })),
	complete: end('complete'),
	stop: end('stop'),
	reopen: end('reopen'),
};
