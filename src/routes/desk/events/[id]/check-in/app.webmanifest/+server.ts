import { json } from '@sveltejs/kit';
import * as m from '#lib/paraglide/messages.js';
import { APP_ICONS } from '#lib/registration/app-icons.ts';
import { href } from '#lib/ui/reader.ts';
import type { RequestHandler } from './$types';

/** What a phone needs to install the page of the doors. It names no person and no draft, for browsers fetch it without cookies. */
export const GET: RequestHandler = ({ params, locals }) => {
	const scope = href(`/desk/events/${params.id}/check-in`);
	return json(
		{ id: scope, name: m.registration_door_title(), short_name: m.registration_door_title(), lang: locals.language, start_url: scope, scope, display: 'standalone', background_color: '#ffffff', theme_color: '#0f5c5c', icons: APP_ICONS },
		{ headers: { 'content-type': 'application/manifest+json' } },
	);
};
