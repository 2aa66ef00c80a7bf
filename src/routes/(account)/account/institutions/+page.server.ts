import { fail } from '@sveltejs/kit';
import { askingOf, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { disconnectInstitution, parseProvider, removeProvider, saveProvider } from '#lib/server/accounts/institutions/change-providers.ts';
import { accountProvider, environmentProviders, openProviders } from '#lib/server/accounts/institutions/providers.ts';
import { providerRows, subjectsOf } from '#lib/server/accounts/institutions/queries.ts';
import { accountRules } from '#lib/server/accounts/rules.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const member = pageMember(event);
	const { accounts, db } = event.locals.mitra;
	const open = await openProviders(accounts);
	const links = await subjectsOf(db, member.userId);
	const maySet = accountRules.setInstitutions(member);
	return {
		open: open.map(({ id, name, issuer }) => ({ id, name, linkId: links.find(({ providerId }) => providerId === accountProvider(issuer))?.id ?? null })),
		// Connections whose institution is no longer offered.
		gone: links.filter(({ providerId }) => !open.some(({ issuer }) => accountProvider(issuer) === providerId)).map(({ id }) => id),
		connected: event.url.searchParams.has('connected'),
		settings: maySet
			? {
					fixed: environmentProviders().map(({ id, name, issuer, domains }) => ({ id, name, issuer, domains })),
					rows: (await providerRows(db)).map(({ id, name, issuer, clientId, domains, enabled }) => ({ id, name, issuer, clientId, domains, enabled })),
					address: `${accounts.baseUrl}/sign-in/institution/…/back`,
				}
			: null,
	};
};

export const actions: Actions = {
	disconnect: async (event) => {
		const member = pageMember(event);
		const id = cleanLine((await event.request.formData()).get('id'));
		const result = await disconnectInstitution(event.locals.mitra.accounts, member, id);
		return result === 'last' ? fail(409, { last: true as const }) : { disconnected: true as const };
	},
	save: async (event) => {
		const member = pageMember(event);
		const input = parseProvider(await event.request.formData());
		const result = await saveProvider(event.locals.mitra.accounts, member, input, askingOf(event).now);
		const { clientSecret: _secret, ...typed } = input;
		return 'errors' in result ? fail(422, { typed, errors: result.errors }) : { saved: true as const };
	},
	remove: async (event) => {
		const member = pageMember(event);
		await removeProvider(event.locals.mitra.accounts, member, cleanLine((await event.request.formData()).get('id')));
		return { removed: true as const };
	},
};
