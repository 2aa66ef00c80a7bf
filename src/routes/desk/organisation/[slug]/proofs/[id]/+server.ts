import { fileAnswer } from '#lib/server/platform/file-answer.ts';
import { readProof } from '#lib/server/membership/proof.ts';
import { listingId } from '#lib/server/listings/listing-id.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ params, locals }) => fileAnswer(locals.mitra.files, await readProof(locals.mitra, locals.actor, { proofId: listingId(params.id) }), false);
