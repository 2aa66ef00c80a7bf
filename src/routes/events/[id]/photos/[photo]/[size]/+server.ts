import { idOfAddress } from '#lib/server/events/event-address.ts';
import { readPhoto } from '#lib/server/events/photos.ts';
import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => fileAnswer(locals.mitra.files, await readPhoto(locals.mitra, locals.actor, { eventId: params.id, id: idOfAddress(params.photo), size: params.size }), locals.actor.kind === 'visitor');
