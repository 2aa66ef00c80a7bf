import { json } from '@sveltejs/kit';
import { findAreas } from '#lib/server/thesaurus/area-choices.ts';
import { isLanguage } from '#lib/engines/text/language.ts';
import type { RequestHandler } from './$types';

const SHOWN = 12;

/** Areas whose name in any language holds what was typed; the thesaurus is public, so anybody may ask. */
export const GET: RequestHandler = ({ url, locals }) => {
	const reader = url.searchParams.get('reader') ?? '';
	const language = isLanguage(reader) ? reader : locals.language;
	return json(findAreas(locals.mitra.thesaurus, url.searchParams.get('q') ?? '', language, SHOWN));
};
