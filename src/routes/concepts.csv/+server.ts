import { tableResponse } from '#lib/server/thesaurus/table-response.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ locals }) => tableResponse(locals.mitra.thesaurus);
