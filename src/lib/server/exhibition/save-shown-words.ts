import { otherLanguages } from '#lib/engines/text/language.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import { gone } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { textsInput } from '#lib/server/events/input.ts';
import { findEvent } from '#lib/server/events/queries.ts';
import { asActor } from '#lib/server/platform/acting.ts';
import { recordAudit } from '#lib/server/platform/audit.ts';
import { ExpectedError } from '#lib/server/platform/errors.ts';
import { SHOWN_TITLE_MOST, SHOWN_WORDS_MOST } from '#lib/exhibition/vocabulary.ts';
import { exhibitorById, listingsShown, saveShownWords } from './queries.ts';
import { exhibitorRules } from './rules.ts';

/**
 * Saves what an exhibitor calls one of its listings at the stand and says of it there, in the languages of the event and in any other
 * that visitors read. Errors: not_found, forbidden, invalid_input.
 */
export async function saveWordsOfListing(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, input: { eventId: string; id: string | null; listingId: string; form: FormData }): Promise<void> {
	const { form, listingId } = input;
	await asActor(context.db, actor, async (tx) => {
		const event = await findEvent(tx, input.eventId, context.clock());
		const found = event && (await exhibitorById(tx, event.row.id, input.id));
		if (!found) throw gone('exhibitor');
		const forRules = { ...event.forRules, organisationId: found.organisationId };
		if (!exhibitorRules.view(actor, forRules)) throw gone('exhibitor');
		if (!exhibitorRules.edit(actor, forRules)) throw new ExpectedError('forbidden', 'The exhibitor itself and organisers write this.');
		const before = (await listingsShown(tx, { exhibitor: found.id })).find((each) => each.listingId === listingId);
		if (!before) throw gone('listing');
		const languages = [...event.row.languages, ...otherLanguages(event.row.languages)];
		const titles = textsInput(form, 'title', languages, { limit: SHOWN_TITLE_MOST, before: before.titles });
		const words = textsInput(form, 'words', languages, { limit: SHOWN_WORDS_MOST, lines: true, before: before.words });
		await saveShownWords(tx, { exhibitorId: found.id, listingId, titles, words });
		await recordAudit(tx, {
			actor, action: 'event.save-exhibitor', entity: 'event', entityId: event.row.id,
			detail: { exhibitorId: found.id, listingId }, before: { titles: before.titles, words: before.words }, after: { titles, words },
			about: { organisationId: found.organisationId, centreId: event.row.centreId },
		});
	});
}
