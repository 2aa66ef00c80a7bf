import { openFeed } from '#lib/server/alerts/answer-feed.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => openFeed(event, 'atom');
