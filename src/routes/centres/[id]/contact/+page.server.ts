import { fail } from '@sveltejs/kit';
import { centresContext } from '#lib/server/centres/context.ts';
import { centreFor } from '#lib/server/centres/queries.ts';
import { centreRules } from '#lib/server/centres/rules.ts';
import { looksAutomatic, messageInput, sendMessage } from '#lib/server/centres/send-message.ts';
import { ExpectedError, isExpectedError } from '#lib/server/platform/errors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const { mitra, actor } = locals;
	const found = await centreFor(mitra.db, params.id);
	if (!found || !centreRules.ask(actor, found.forRules)) throw new ExpectedError('not_found', 'No such centre.');
	const { id, names, languages } = found.row;
	return { centre: { id, names, languages }, me: actor.kind === 'member' ? { name: actor.name, email: actor.email } : null, shownAt: mitra.clock().getTime() };
};

export const actions: Actions = {
	default: async (event) => {
		const { mitra, actor, language } = event.locals;
		const form = await event.request.formData();
		const typed = Object.fromEntries(['name', 'email', 'words'].map((field) => [field, [String(form.get(field) ?? '')]]));
		try {
			const input = messageInput(form);
			if (looksAutomatic(form, mitra.clock())) return { done: 'sent' };
			await sendMessage(centresContext(mitra), actor, { ...input, centreId: event.params.id, language, address: event.getClientAddress() });
			return { done: 'sent' };
		} catch (error) {
			if (!isExpectedError(error)) throw error;
			const { code, limit } = { code: error.detail?.code, limit: error.detail?.limit };
			const problems = error.field && typeof code === 'string' ? [{ field: error.field, code, ...(typeof limit === 'number' ? { limit } : {}) }] : [];
			return fail(error.status, { failed: error.code, problems, typed });
		}
	},
};
