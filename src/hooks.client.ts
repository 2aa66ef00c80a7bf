import type { ClientInit } from '@sveltejs/kit/hooks';
import { writeByOwn } from '#lib/text/kept-formats.ts';
import { reader } from '#lib/ui/reader.ts';

/** Languages that Chromium lacks. */
const OWN = {
	lo: () => import('#lib/text/own-formats/lo.json'),
	km: () => import('#lib/text/own-formats/km.json'),
	my: () => import('#lib/text/own-formats/my.json'),
};

/** Before a page is taken over from the server, its language must be written here as it was written there. */
export const init: ClientInit = async () => {
	const language = reader();
	if (!(language in OWN) || Intl.DateTimeFormat.supportedLocalesOf([language]).length > 0) return;
	const [{ ownFormats }, data] = await Promise.all([import('#lib/text/own-formats.ts'), OWN[language as keyof typeof OWN]()]);
	writeByOwn(language, ownFormats(data.default));
};
