import { redirect, type RequestEvent } from '@sveltejs/kit';
import { localTextFor } from '#lib/text/local-text.ts';
import { asksToSignIn, pageMember, type Member } from '#lib/server/accounts/acting-person.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { membershipContext, type MembershipContext } from '#lib/server/membership/context.ts';
import { emailInput, languageInput, roleInput } from '#lib/server/membership/input.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { organisationForSlug } from '#lib/server/membership/queries.ts';
import { changeRole, handOver, nameOwner, removePerson } from '#lib/server/membership/staff/change-staff.ts';
import { invite, withdrawInvitation } from '#lib/server/membership/staff/invite.ts';
import { decideJoin, dropDomain, proveDomain } from '#lib/server/membership/staff/join.ts';
import { viewPeople } from '#lib/server/membership/view-organisation.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { people: null };
	const member = pageMember(event);
	return { people: await viewPeople(event.locals.mitra, member, event.params.slug) };
};

type Job = { context: MembershipContext; member: Member; form: FormData; organisationId: string; language: App.Locals['language']; names: Parameters<typeof localTextFor>[0] };

function change(work: (job: Job) => Promise<{ done: string; about?: string }>) {
	return (event: RequestEvent<{ slug: string }>) =>
		memberForm(event, async (member, form) => {
			const found = await organisationForSlug(event.locals.mitra.db, event.params.slug);
			if (!found) throw new ExpectedError('not_found', 'No such organisation.');
			return work({ context: membershipContext(event.locals.mitra), member, form, organisationId: found.row.id, language: event.locals.language, names: found.row.names });
		});
}

/** A user's id is whatever better-auth made it. */
const userOf = (form: FormData) => String(form.get('person') ?? '').slice(0, 100);

export const actions: Actions = {
	invite: change(async ({ context, member, form, organisationId, language }) => {
		const email = emailInput(form.get('email'));
		try {
			await invite(context, member, { organisationId, email, role: roleInput(form.get('role')), language: languageInput(form.get('language'), language) });
		} catch (error) {
			if (isExpectedError(error, 'conflict')) throw new ExpectedError('invalid_input', error.message, { field: 'email', detail: { code: 'member' } });
			throw error;
		}
		return { done: 'invite', about: email };
	}),
	withdraw: change(async ({ context, member, form, organisationId }) => {
		await withdrawInvitation(context, member, { organisationId, invitationId: listingId(String(form.get('invitation') ?? '')) });
		return { done: 'withdraw' };
	}),
	role: change(async ({ context, member, form, organisationId }) => {
		await changeRole(context, member, { organisationId, userId: userOf(form), role: roleInput(form.get('role')) });
		return { done: 'role' };
	}),
	remove: change(async ({ context, member, form, organisationId, language, names }) => {
		await removePerson(context, member, { organisationId, userId: userOf(form) });
		if (userOf(form) === member.userId) redirect(303, href(`/desk/organisation?left=${encodeURIComponent(localTextFor(names, language)?.text ?? '')}`));
		return { done: 'remove' };
	}),
	handover: change(async ({ context, member, form, organisationId, language, names }) => {
		const leave = form.get('leave') === 'yes';
		await handOver(context, member, { organisationId, toUserId: userOf(form), leave });
		if (leave) redirect(303, href(`/desk/organisation?left=${encodeURIComponent(localTextFor(names, language)?.text ?? '')}`));
		return { done: 'handover' };
	}),
	owner: change(async ({ context, member, form, organisationId }) => {
		await nameOwner(context, member, { organisationId, userId: userOf(form) });
		return { done: 'handover' };
	}),
	request: change(async ({ context, member, form, organisationId }) => {
		const role = form.get('role') === 'reader' ? 'reader' : 'editor';
		await decideJoin(context, member, { organisationId, requestId: listingId(String(form.get('request') ?? '')), decision: form.get('decision') === 'accept' ? { accept: true, role } : { accept: false } });
		return { done: 'request' };
	}),
	domain: change(async ({ context, member, organisationId }) => {
		try {
			return { done: 'domain', about: await proveDomain(context, member, { organisationId }) };
		} catch (error) {
			if (isExpectedError(error, 'conflict')) throw new ExpectedError('invalid_input', error.message, { field: 'domain', detail: { code: 'other_domain' } });
			throw error;
		}
	}),
	drop: change(async ({ context, member, form, organisationId }) => {
		await dropDomain(context, member, { organisationId, domain: String(form.get('domain') ?? '') });
		return { done: 'drop' };
	}),
};
