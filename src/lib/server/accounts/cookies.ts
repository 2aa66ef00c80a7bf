/** The value of a cookie that a request carries. */
export function cookieOf(headers: Headers, name: string): string | undefined {
	for (const pair of (headers.get('cookie') ?? '').split(';')) {
		const cut = pair.indexOf('=');
		if (cut > 0 && pair.slice(0, cut).trim() === name) return pair.slice(cut + 1).trim();
	}
	return undefined;
}

/** A Set-Cookie line; 0 seconds take the cookie away. Its value must need no encoding. */
export function cookieLine(name: string, value: string, options: { seconds: number; secure: boolean }): string {
	return [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${options.seconds}`, ...(options.secure ? ['Secure'] : [])].join('; ');
}
