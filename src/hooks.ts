import type { Reroute } from '@sveltejs/kit/hooks';
import { deLocalizeUrl } from '#lib/paraglide/runtime.js';

/**
 * `/th/search` is the page `/search`, read in Thai. What is not a page for people has no language. A path with U+0000 is
 * nobody's: no name holds it, and PostgreSQL cannot even be asked.
 */
export const reroute: Reroute = ({ url }) => (url.pathname.includes('%00') ? '/%00' : deLocalizeUrl(url).pathname);
