import { publishedDocument } from '#lib/server/thesaurus/published.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => publishedDocument(event, 'ttl');
