import { negotiatedDocument } from '#lib/server/thesaurus/published.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => negotiatedDocument(event);
