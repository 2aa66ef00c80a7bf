import { redirect } from '@sveltejs/kit';
import { REQUEST_WORDS_LIMIT } from '#lib/membership/vocabulary.ts';
import { AttemptLimit } from '#lib/server/accounts/attempt-limit.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { mailDomain } from '#lib/server/membership/admission.ts';
import { membershipContext } from '#lib/server/membership/context.ts';
import { findOrganisations } from '#lib/server/membership/find-organisations.ts';
import { wordsInput } from '#lib/server/membership/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { askToJoin } from '#lib/server/membership/staff/join.ts';
import { organisationOfDomain } from '#lib/server/membership/staff/queries.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { COUNTRIES } from '#lib/text/countries.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

/** Questions of one network address in ten minutes: the directory is no secret, but it is work. */
const byPlace = new AttemptLimit({ most: 300, windowMs: 10 * 60_000 });
const NAME_MOST = 200;

export const load: PageServerLoad = async ({ locals, url, getClientAddress }) => {
	const { mitra, actor } = locals;
	const name = [...cleanLine(url.searchParams.get('name'))].slice(0, NAME_MOST).join('');
	const country = cleanLine(url.searchParams.get('country'));
	const place = [...cleanLine(url.searchParams.get('place'))].slice(0, 120).join('');
	const member = actor.kind === 'member' ? actor : null;
	const domain = member ? mailDomain(member.email) : undefined;
	const ofDomain = domain ? await organisationOfDomain(mitra.db, domain) : undefined;
	const question = { name, country: COUNTRIES.includes(country) ? country : '', place };
	if (name === '') return { question, found: null, signedIn: member !== null, ofDomain: ofDomain && !member?.organisations.has(ofDomain.id) ? ofDomain : null };
	if (!byPlace.allow(getClientAddress(), mitra.clock().getTime())) throw new ExpectedError('rate_limited', 'Too many questions from one place.');
	const found = await findOrganisations(mitra.db, question);
	return {
		question,
		signedIn: member !== null,
		ofDomain: null,
		found: {
			// Who waits for admission is known to people with an account only.
			registered: found.registered.filter(({ organisation: { state } }) => state === 'admitted' || member !== null).map(({ organisation: { id, slug, names, country: where, place: city, kind, state }, likeness }) => ({ id, slug: state === 'admitted' ? slug : null, names, country: where, place: city, kind, waits: state !== 'admitted', mine: member?.organisations.has(id) ?? false, likeness })),
			known: found.known.map(({ organisation: { id, names, country: where, place: city, kind, host }, likeness }) => ({ id, name: names[0]!.text, others: names.filter(({ acronym }) => !acronym).slice(1, 4).map(({ text }) => text), country: where, place: city, kind, host, likeness })),
		},
	};
};

export const actions: Actions = {
	ask: (event) =>
		memberForm(event, async (member, form) => {
			await askToJoin(membershipContext(event.locals.mitra), member, {
				organisationId: listingId(String(form.get('organisation') ?? '')),
				words: wordsInput(form.get('words'), { field: 'words', required: false, limit: REQUEST_WORDS_LIMIT }),
			});
			redirect(303, href('/desk/organisation?asked'));
		}),
};
