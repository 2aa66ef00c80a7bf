import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { centreAction } from '#lib/server/centres/centre-form.ts';
import { changeAgency, changeAgreement, linkEvent } from '#lib/server/centres/edit-centre.ts';
import { establishGroup } from '#lib/server/centres/groups/edit-meeting.ts';
import { agencyInput, agreementInput, choiceInput, lineOf, textsOf } from '#lib/server/centres/input.ts';
import { viewCentreInside } from '#lib/server/centres/view-centre.ts';
import { LANGUAGES } from '#lib/engines/text/language.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { mitra } = event.locals;
	const { centre, rights, agencies, agreements, group, ownEvents, otherEvents } = await viewCentreInside(mitra.db, member, event.params.id, mitra.clock());
	if (!rights.edit) throw new ExpectedError('not_found', 'No such centre.');
	return { view: { centre, rights, agencies, agreements, group, ownEvents, otherEvents } };
};

const agencyId = (form: FormData): number => {
	const id = Number(form.get('id'));
	if (!Number.isSafeInteger(id) || id < 1 || id > 2_147_483_647) throw new ExpectedError('not_found', 'No such agency.');
	return id;
};
const agreementId = (form: FormData) => listingId(String(form.get('id') ?? ''));

export const actions: Actions = {
	addAgency: centreAction(({ context, member, form, centreId }) => changeAgency(context, member, { centreId, change: { add: agencyInput(form) } }), 'agency'),
	agency: centreAction(({ context, member, form, centreId }) => changeAgency(context, member, { centreId, change: form.get('remove') ? { id: agencyId(form), remove: true } : { id: agencyId(form), save: agencyInput(form) } }), 'agency'),
	addAgreement: centreAction(({ context, member, form, centreId }) => changeAgreement(context, member, { centreId, change: { add: agreementInput(form) } }), 'agreement'),
	agreement: centreAction(({ context, member, form, centreId }) => changeAgreement(context, member, { centreId, change: form.get('remove') ? { id: agreementId(form), remove: true } : { id: agreementId(form), save: agreementInput(form) } }), 'agreement'),
	event: centreAction(({ context, member, form, centreId }) => linkEvent(context, member, { centreId, eventId: cleanLine(form.get('event')), link: form.get('link') !== 'no' }), 'event'),
	establish: centreAction(
		({ context, member, form, centreId }) =>
			establishGroup(context, member, { centreId, names: textsOf(form, 'group', { limit: 200, required: true, languages: ['en'] }), languages: [choiceInput(form, 'language_1', LANGUAGES), choiceInput(form, 'language_2', LANGUAGES)], source: lineOf(form, 'source', 300, true) }),
		'group',
	),
};
