import { answerProgrammeFeed } from '#lib/server/events/answer-feed.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => answerProgrammeFeed(event, 'atom');
