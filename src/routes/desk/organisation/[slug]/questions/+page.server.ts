import { QUESTIONS_MOST } from '#lib/docking/vocabulary.ts';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { belongsTo } from '#lib/server/accounts/actor.ts';
import { questionsInput } from '#lib/server/docking/input.ts';
import { ownerQuestions, setOwnerQuestions } from '#lib/server/docking/interests/owner-questions.ts';
import { listingInterestRules } from '#lib/server/docking/rules.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { organisationForSlug } from '#lib/server/membership/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

async function organisationOf(event: { locals: App.Locals; params: { slug: string } }) {
	const found = await organisationForSlug(event.locals.mitra.db, event.params.slug);
	if (!found) throw new ExpectedError('not_found', 'No such organisation.');
	return found.row;
}

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null, rows: QUESTIONS_MOST };
	const member = pageMember(event);
	const { id, slug, names, state } = await organisationOf(event);
	if (!belongsTo(member, id)) throw new ExpectedError('not_found', 'No such organisation.');
	const questions = (await ownerQuestions(event.locals.mitra.db, member, id)).map(({ question, language }) => ({ question, language }));
	return { view: { slug, names, admitted: state === 'admitted', questions, may: listingInterestRules.ask(member, { ownerOrganisationId: id }) }, rows: QUESTIONS_MOST };
};

export const actions: Actions = {
	default: (event) =>
		memberForm(event, async (member, form) => {
			await setOwnerQuestions(event.locals.mitra, member, { organisationId: (await organisationOf(event)).id, questions: questionsInput(form), language: event.locals.language });
			return { done: 'questions' };
		}),
};
