/** Where somebody without an account, or not signed in, wanted to go, and whether the way there asks for an organisation. */
export interface AccountWay {
	/** A path of this site; empty: nowhere in particular. */
	next: string;
	/** An account by itself is enough. */
	alone: boolean;
}

/** The address of a page of accounts that leads on to where somebody wanted to go. */
export function onTheWay(path: string, { next, alone }: AccountWay): string {
	const query = [alone && 'alone', next !== '' && `next=${encodeURIComponent(next)}`].filter(Boolean).join('&');
	return query === '' ? path : `${path}?${query}`;
}
