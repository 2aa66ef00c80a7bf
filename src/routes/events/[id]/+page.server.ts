import { isSignedIn } from '#lib/server/accounts/actor.ts';
import { TIME_ZONES } from '#lib/alerts/vocabulary.ts';
import { viewSignedHere } from '#lib/server/ceremony/view-public-order.ts';
import { eventsContext } from '#lib/server/events/context.ts';
import { hasExhibition } from '#lib/server/exhibition/view-exhibition.ts';
import { ownZone } from '#lib/server/events/event-address.ts';
import { pickSession } from '#lib/server/events/pick-session.ts';
import { structuredEvent } from '#lib/server/events/structured-data.ts';
import { viewEvent } from '#lib/server/events/view-event.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import { seesMeetings } from '#lib/server/meetings/with-meetings.ts';
import { memberForm } from '#lib/server/membership/member-form.ts';
import { registrationContext } from '#lib/server/registration/context.ts';
import { surveysForMe } from '#lib/server/registration/surveys/answer-survey.ts';
import { registrationOf } from '#lib/server/registration/view-register.ts';
import { zoneOfPerson } from '#lib/server/rooms/meetings/invite.ts';
import { conceptLabels } from '#lib/server/thesaurus/labels.ts';
import { href } from '#lib/ui/reader.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const { actor, mitra } = locals;
	const view = await viewEvent(mitra, actor, params.id);
	const asked = url.searchParams.get('zone') ?? (isSignedIn(actor) ? await zoneOfPerson(mitra.db, actor.userId) : null);
	const { photos, ...rest } = view;
	return {
		view: { ...rest, photos: photos.slice(0, 6), photoCount: photos.length },
		zone: { own: ownZone(asked, view.event.timeZone, new Date(view.event.startsOn)), asked: asked ?? '', choices: TIME_ZONES.map(({ zone }) => zone) },
		exhibition: await hasExhibition(mitra, actor, view.event.id),
		labels: conceptLabels(mitra.thesaurus, view.event.areas, locals.language),
		signedIn: isSignedIn(actor),
		meetings: await seesMeetings(mitra, actor, params.id),
		registration: await registrationOf(mitra, actor, params.id),
		signed: await viewSignedHere(mitra, actor, params.id),
		surveys: await surveysForMe(registrationContext(mitra), actor, params.id),
		structured: structuredEvent(view, locals.language, url.origin + href(`/events/${view.event.id}`)),
	};
};

export const actions: Actions = {
	pick: (event) =>
		memberForm(event, async (member, form) => {
			await pickSession(eventsContext(event.locals.mitra), member, { eventId: event.params.id, sessionId: listingId(String(form.get('session') ?? '')), pick: form.get('pick') === 'yes' });
			return { done: 'picked' };
		}),
};
