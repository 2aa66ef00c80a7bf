import type { Reroute } from '@sveltejs/kit/hooks';
import { deLocalizeUrl } from '#lib/paraglide/runtime.js';

/** `/th/search` is the page `/search`, read in Thai. What is not a page for people has no language. */
export const reroute: Reroute = ({ url }) => deLocalizeUrl(url).pathname;
