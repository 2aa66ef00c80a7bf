import { redirect } from '@sveltejs/kit';
import { asksToSignIn, pageMember } from '#lib/server/accounts/acting-person.ts';
import { cleanLine } from '#lib/server/accounts/input.ts';
import { COPIED_PARTS, EVENT_LIMITS } from '#lib/events/vocabulary.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { createEvent } from '#lib/server/events/create-event.ts';
import { viewCopied, viewDesk } from '#lib/server/events/desk-view.ts';
import { frameInput, textsInput } from '#lib/server/events/input.ts';
import { centreEventRules } from '#lib/server/events/rules.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	if (asksToSignIn(event)) return { view: null };
	const member = pageMember(event);
	const { centres } = await viewDesk(event.locals.mitra, member);
	if (centres.length === 0) throw new ExpectedError('not_found', 'Only officers begin events.');
	const copy = event.url.searchParams.get('copy');
	return { view: { centres, copied: copy ? await viewCopied(event.locals.mitra, member, copy) : null } };
};

export const actions: Actions = {
	default: async (event) => {
		const made = await memberForm(event, async (member, form) => {
			const centreId = cleanLine(form.get('centre'));
			// Asked before a word of the form is read; the use case asks again.
			if (!centreEventRules.create(member, { centreId })) throw new ExpectedError('forbidden', 'Officers begin events for their centre.');
			const frame = frameInput(form);
			const names = textsInput(form, 'name', frame.languages, { limit: EVENT_LIMITS.name, required: true });
			return { made: await createEvent(eventsContext(event.locals.mitra), member, { centreId, frame, names, copyOf: cleanLine(form.get('copy')) || null, also: COPIED_PARTS.filter((part) => form.getAll('also').includes(part)) }) };
		});
		if ('made' in made && typeof made.made === 'string') redirect(303, href(`/desk/events/${made.made}`));
		return made;
	},
};
