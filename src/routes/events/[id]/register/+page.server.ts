import { asksToSignIn } from '#lib/server/accounts/acting-person.ts';
import { hasExhibition } from '#lib/server/exhibition/view-exhibition.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { hasCertificate } from '#lib/server/registration/certificate.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { withdraw } from '#lib/server/registration/decide.ts';
import { register } from '#lib/server/registration/register.ts';
import { surveysForMe } from '#lib/server/registration/surveys/answer-survey.ts';
import { viewRegister } from '#lib/server/registration/view-register.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const { mitra, actor } = event.locals;
	return { view: await viewRegister(mitra, actor, event.params.id), hasCertificate: await hasCertificate(mitra, actor, event.params.id), hasExhibition: await hasExhibition(mitra, actor, event.params.id), surveys: await surveysForMe(registrationContext(mitra), actor, event.params.id), code: event.url.searchParams.get('code')?.slice(0, 20) ?? '', asksToSignIn: asksToSignIn(event) };
};

export const actions: Actions = {
	register: (event) =>
		memberForm(event, async (member, form) => {
			const { state, isNew } = await register(registrationContext(event.locals.mitra), member, { eventId: event.params.id, form, language: event.locals.language });
			return { done: isNew ? state : 'saved' };
		}),
	withdraw: (event) =>
		memberForm(event, async (member) => {
			await withdraw(registrationContext(event.locals.mitra), member, { eventId: event.params.id });
			return { done: 'withdrawn' };
		}),
};
