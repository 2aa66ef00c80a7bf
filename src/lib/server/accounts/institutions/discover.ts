import { allowInsecureRequests, ClientSecretPost, ClientSecretBasic, discovery, type Configuration } from 'openid-client';
import type { Provider } from './providers.ts';

const HOUR = 60 * 60_000;
const TIMEOUT_SECONDS = 10;
const known = new Map<string, { configuration: Configuration; until: number }>();

/** What an issuer says of itself (its addresses and keys), kept for an hour. Rejects where it does not answer. */
export async function discover(provider: Provider, now: number): Promise<Configuration> {
	const key = [provider.issuer, provider.clientId, provider.clientSecret].join('\u0000');
	const found = known.get(key);
	if (found && found.until > now) return found.configuration;
	const insecure = new URL(provider.issuer).protocol === 'http:';
	const configuration = await discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, ClientSecretBasic(provider.clientSecret), {
		timeout: TIMEOUT_SECONDS,
		...(insecure ? { execute: [allowInsecureRequests] } : {}),
	});
	const methods = configuration.serverMetadata().token_endpoint_auth_methods_supported;
	// Basic is what the specification takes for granted; some offer only the other.
	const usable = methods && !methods.includes('client_secret_basic') && methods.includes('client_secret_post') ? await postInstead(provider, insecure) : configuration;
	known.set(key, { configuration: usable, until: now + HOUR });
	return usable;
}

function postInstead(provider: Provider, insecure: boolean): Promise<Configuration> {
	return discovery(new URL(provider.issuer), provider.clientId, provider.clientSecret, ClientSecretPost(provider.clientSecret), {
		timeout: TIMEOUT_SECONDS,
		...(insecure ? { execute: [allowInsecureRequests] } : {}),
	});
}
