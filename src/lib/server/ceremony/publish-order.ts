import type { Actor } from '#lib/server/accounts/actor.ts';
import { changeEvent, gone, personOf } from '#lib/server/events/change-event.ts';
import type { EventsContext } from '#lib/server/events/context.ts';
import { choiceInput, idIn } from '#lib/server/events/input.ts';
import { ceremoniesOf, hideOrderOf, publishOrderOf } from './queries.ts';

/**
 * Makes the order of signing of a ceremony public, or takes it off the public page. It shows of each agreement what its parties let
 * it show (`let-show.ts`). Errors: not_found, forbidden, invalid_input.
 */
export async function publishOrder(context: Pick<EventsContext, 'db' | 'clock'>, actor: Actor, { eventId, form }: { eventId: string; form: FormData }): Promise<void> {
	const isPublic = choiceInput(form, 'public', ['yes', 'no']) === 'yes';
	await changeEvent(context, actor, { eventId, action: isPublic ? 'publish-signing-order' : 'hide-signing-order' }, async ({ tx, row, now, note }) => {
		const id = idIn(form);
		const session = (await ceremoniesOf(tx, row.id)).find((each) => each.id === id);
		if (!session) throw gone('ceremony');
		if (isPublic) await publishOrderOf(tx, { sessionId: session.id, eventId: row.id, publishedBy: personOf(actor), publishedAt: now });
		else await hideOrderOf(tx, session.id);
		note({ detail: { sessionId: session.id } });
	});
}
