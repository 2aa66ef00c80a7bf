import type { Cookies } from '@sveltejs/kit';
import { forgetOwnPages } from './own-pages.ts';

/** Hands Set-Cookie lines of the account library on to the answer of a form, as they are: somebody signs in or out. */
export function passCookies(cookies: Cookies, lines: readonly string[]): void {
	forgetOwnPages(cookies);
	for (const line of lines) {
		const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
		const cut = pair.indexOf('=');
		if (cut < 1) continue;
		const given = new Map(attributes.map((attribute) => {
			const [name = '', value = ''] = attribute.split('=');
			return [name.toLowerCase(), value] as const;
		}));
		const maxAge = Number(given.get('max-age'));
		cookies.set(pair.slice(0, cut), pair.slice(cut + 1), {
			path: given.get('path') ?? '/',
			httpOnly: given.has('httponly'),
			secure: given.has('secure'),
			sameSite: 'lax',
			...(given.has('max-age') && Number.isFinite(maxAge) ? { maxAge } : {}),
			// The value is encoded and signed already.
			encode: (value) => value,
		});
	}
}
