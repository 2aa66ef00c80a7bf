import { fail, redirect } from '@sveltejs/kit';
import { actingMember, asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { homeOf } from '#lib/server/accounts/home.ts';
import { actorOfUser } from '#lib/server/accounts/queries.ts';
import { CONSENT_HOURS, giveConsent, withdrawConsent } from '#lib/server/accounts/support/consent.ts';
import { consentById, standingConsent, standingConsents, visitsTo } from '#lib/server/accounts/support/queries.ts';
import { supportRules } from '#lib/server/accounts/support/rules.ts';
import { startVisit } from '#lib/server/accounts/support/support-visit.ts';
import { isExpectedError } from '#lib/server/platform/errors.ts';
import { isUuid } from '#lib/server/platform/uuid.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

const MOST_VISITS = 20;

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { support: null, refused: false };
	const member = pageMember(event);
	const { db, clock } = event.locals.mitra;
	const now = clock();
	return {
		refused: event.url.searchParams.has('refused'),
		support: {
			until: (await standingConsent(db, member.userId, now))?.until ?? null,
			hours: CONSENT_HOURS,
			visits: await visitsTo(db, member.userId, MOST_VISITS),
			asked: supportRules.listConsents(member) ? (await standingConsents(db, now)).filter(({ userId }) => userId !== member.userId) : null,
		},
	};
};

export const actions: Actions = {
	give: async (event) => {
		const form = await event.request.formData();
		const who = await actingMember(event, form);
		if ('held' in who) return fail(401, { held: who.held });
		try {
			await giveConsent(event.locals.mitra, who.member, { hours: Number(form.get('hours')), now: event.locals.mitra.clock() });
		} catch (error) {
			if (!isExpectedError(error, 'invalid_input')) throw error;
			return fail(422, { hoursWrong: true as const });
		}
		return { given: true as const };
	},
	withdraw: async (event) => {
		const who = await actingMember(event, await event.request.formData());
		if ('held' in who) return fail(401, { held: who.held });
		await withdrawConsent(event.locals.mitra, who.member, event.locals.mitra.clock());
		return { withdrawn: true as const };
	},
	begin: async (event) => {
		const form = await event.request.formData();
		const helper = pageMember(event);
		const { accounts, clock, db } = event.locals.mitra;
		const consentId = String(form.get('consent') ?? '');
		const reason = cleanLine(form.get('reason'));
		const now = clock();
		const consent = isUuid(consentId) ? await consentById(db, consentId, now) : undefined;
		if (!consent) return fail(404, { consentId, reason, gone: true as const });
		try {
			await startVisit(accounts, helper, { consentId, reason, now });
		} catch (error) {
			if (!isExpectedError(error, 'invalid_input')) throw error;
			return fail(422, { consentId, reason, reasonWrong: true as const });
		}
		redirect(303, href(homeOf(await actorOfUser(db, consent.userId))));
	},
};
