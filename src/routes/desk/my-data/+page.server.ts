import { fail } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { askForCopy } from '#lib/server/my-data/ask-for-copy.ts';
import { askForErasure, cancelErasure } from '#lib/server/my-data/ask-for-erasure.ts';
import { dataContext, type DataContext } from '#lib/server/my-data/data-context.ts';
import { viewMyData } from '#lib/server/my-data/view-my-data.ts';
import { eraseListing, withdrawListing } from '#lib/server/my-data/withdraw-listing.ts';
import { comeBack, withdrawOrganisation } from '#lib/server/my-data/withdraw-organisation.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	return { view: await viewMyData(event.locals.mitra.db, member) };
};

/** The organisation that a form is about; null: the person. */
function organisationOf(form: FormData): string | null {
	const id = form.get('organisation');
	if (id === null || id === '') return null;
	if (typeof id !== 'string' || !isUuid(id)) throw new ExpectedError('not_found', 'No such organisation.');
	return id;
}

function organisationIn(form: FormData): string {
	const id = organisationOf(form);
	if (!id) throw new ExpectedError('not_found', 'No such organisation.');
	return id;
}

type Work = (context: DataContext, member: Member, form: FormData, language: string) => Promise<unknown>;

/** What cannot be taken back is done only with its box ticked. */
const sure = (work: Work): Work => async (context, member, form, language) => {
	if (form.get('sure') !== 'on') throw new ExpectedError('invalid_input', 'The box was not ticked.', { field: 'sure' });
	return work(context, member, form, language);
};

const action = (done: string, work: Work) => async (event: RequestEvent) => {
	const form = await event.request.formData();
	const who = await actingMember(event, form);
	if ('held' in who) return fail(401, { held: who.held });
	const { mitra, language } = event.locals;
	try {
		await work(dataContext(mitra), who.member, form, language);
	} catch (error) {
		if (!isExpectedError(error)) throw error;
		return fail(error.status, { failed: error.code, field: error.field ?? null, action: done });
	}
	if (form.get('listing')) await mitra.search.refresh(String(form.get('listing')));
	return { done };
};

export const actions: Actions = {
	copy: action('copy', (context, member, form, language) => askForCopy(context, member, { organisationId: organisationOf(form), language })),
	withdrawListing: action('withdrawListing', sure((context, member, form) => withdrawListing(context, member, listingId(String(form.get('listing')))))),
	eraseListing: action('eraseListing', sure((context, member, form) => eraseListing(context, member, listingId(String(form.get('listing')))))),
	withdrawOrganisation: action('withdrawOrganisation', sure((context, member, form) => withdrawOrganisation(context, member, organisationIn(form)))),
	comeBack: action('comeBack', (context, member, form) => comeBack(context, member, organisationIn(form))),
	erase: action('erase', sure((context, member, form) => askForErasure(context, member, { organisationId: organisationOf(form) }))),
	keep: action('keep', (context, member, form) => cancelErasure(context, member, { organisationId: organisationOf(form) })),
};
