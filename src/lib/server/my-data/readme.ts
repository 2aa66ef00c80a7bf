import * as m from '#lib/paraglide/messages.js';
import { localizeHref } from '#lib/paraglide/runtime.js';
import { isLanguage, type Language } from '#lib/engines/text/language.ts';
import { inLanguage } from '#lib/server/platform/in-language.ts';
import { localTextFor, type LocalText } from '#lib/text/local-text.ts';
import { formatDay, formatNumber } from '#lib/ui/language-names.ts';
import { groupTitle } from '#lib/ui/my-data-words.ts';
import { HOLDING_GROUPS } from './holdings.ts';

export interface CopiedPart {
	path: string;
	rows: number;
}

/** The page for people in a copy: what is in it, what is not and why, and how to correct it. */
export function readme(
	about: { name: string; names: readonly LocalText[] | null; madeAt: Date; parts: readonly CopiedPart[]; missing: readonly string[]; baseUrl: string },
	language: string,
): string {
	const locale: Language = isLanguage(language) ? language : 'en';
	return inLanguage(locale, () => {
		const whose = about.names ? (localTextFor(about.names, locale)?.text ?? '') : about.name;
		const groups = HOLDING_GROUPS.flatMap((group) => {
			const parts = about.parts.filter(({ path }) => path.startsWith(`${group}/`));
			return parts.length > 0 ? [`${groupTitle(group)}\r\n${parts.map(({ path, rows }) => `  ${path}  (${formatNumber(rows, locale)})`).join('\r\n')}`] : [];
		});
		return [
			m.mydata_readme_title({ name: whose }),
			m.mydata_readme_made({ day: formatDay(about.madeAt, locale), site: about.baseUrl }),
			m.mydata_readme_form(),
			...groups,
			m.mydata_readme_files(),
			...(about.missing.length > 0 ? [`${m.mydata_readme_missing()}\r\n${about.missing.map((path) => `  ${path}`).join('\r\n')}`] : []),
			m.mydata_readme_without(),
			`${m.mydata_readme_correct()}\r\n${about.baseUrl}${localizeHref('/desk/my-data', { locale })}`,
			m.mydata_index_reason(),
			'',
		].join('\r\n\r\n');
	});
}
