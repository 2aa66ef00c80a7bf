import { tableResponse } from '#lib/server/thesaurus/table-response.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ params, locals }) => tableResponse(locals.mitra.thesaurus, params.area);
