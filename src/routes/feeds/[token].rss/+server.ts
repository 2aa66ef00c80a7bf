import { ownFeed } from '#lib/server/alerts/answer-feed.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => ownFeed(event, event.params.token, 'rss');
