import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** Who signs in at the institution next, and what it says of that person. */
export interface InstitutionPerson {
	subject: string;
	email?: string;
	email_verified?: boolean;
	name?: string;
	locale?: string;
	/** What it says about how the person proved who he or she is. */
	acr?: string;
	amr?: string[];
}

export interface Institution {
	issuer: string;
	person: InstitutionPerson;
	/** Goes where Mitra sends the browser, signs in and agrees; answers what comes back in the address. */
	visit(url: string): Promise<string>;
	close(): Promise<void>;
}

export const CLIENT = { clientId: 'mitra', clientSecret: 'a secret of the two' };

/** A real OpenID provider on the loopback; whoever comes is signed in as `person` without being asked. */
export async function openInstitution(returnAddress: string): Promise<Institution> {
	const server = createServer((request, response) => void provider.callback()(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const institution: Institution = {
		issuer,
		person: { subject: 'nobody' },
		visit: (url) => followTo(returnAddress, url),
		close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
	};
	const provider = new Provider(issuer, {
		clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [returnAddress], grant_types: ['authorization_code'], response_types: ['code'] }],
		claims: { openid: ['sub', 'acr', 'amr'], email: ['email', 'email_verified'], profile: ['name', 'locale'] },
		// Claims stand in the answer of /me, as the standard has it, unless the client asks otherwise.
		findAccount: (_ctx: unknown, id: string) => ({ accountId: id, claims: () => { const { acr: _class, amr: _methods, ...said } = institution.person; return { sub: id, ...said }; } }),
		interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
		features: { devInteractions: { enabled: false } },
		cookies: { keys: ['only for this test'] },
		ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 60, Grant: 60, Session: 60 },
		renderError: (ctx: { body: unknown }, out: unknown) => void (ctx.body = JSON.stringify(out)),
	});
	provider.use(async (ctx: { path: string; req: never; res: never }, next: () => Promise<void>) => {
		if (!ctx.path.startsWith('/interaction/')) return next();
		const details = await provider.interactionDetails(ctx.req, ctx.res);
		const { subject: accountId, acr, amr } = institution.person;
		if (details.prompt.name === 'login') return provider.interactionFinished(ctx.req, ctx.res, { login: { accountId, ...(acr ? { acr } : {}), ...(amr ? { amr } : {}) } });
		const grant = new provider.Grant({ accountId, clientId: CLIENT.clientId });
		grant.addOIDCScope('openid email profile');
		return provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true });
	});
	return institution;
}

/** Follows redirects with the institution's cookies until they lead to an address that begins so. */
async function followTo(target: string, from: string): Promise<string> {
	const cookies = new Map<string, string>();
	let url = from;
	for (let step = 0; step < 12; step++) {
		if (url.startsWith(target)) return new URL(url).search;
		const response = await fetch(url, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } });
		for (const line of response.headers.getSetCookie()) {
			const [pair = ''] = line.split(';');
			cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
		}
		const next = response.headers.get('location');
		if (!next) throw new Error(`The institution stopped at ${url}: ${await response.text()}`);
		url = new URL(next, url).href;
	}
	throw new Error('The institution led in a circle.');
}
