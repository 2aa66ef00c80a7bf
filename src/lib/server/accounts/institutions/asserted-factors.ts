/** Kinds of proof by their names of RFC 8176: what one knows, has, and is. */
const KINDS: Record<string, 'knows' | 'has' | 'is'> = {
	pwd: 'knows', pin: 'knows', kba: 'knows',
	otp: 'has', hwk: 'has', swk: 'has', sc: 'has', pop: 'has', sms: 'has', tel: 'has',
	fpt: 'is', face: 'is', iris: 'is', retina: 'is', vbm: 'is',
};
/** Classes of sign-in that stand for more than one factor: of REFEDS, of PAPE, and of OpenID's EAP (phishing-resistant). */
const CLASSES = new Set(['https://refeds.org/profile/mfa', 'http://schemas.openid.net/pape/policies/2007/06/multi-factor', 'phr', 'phrh']);

/**
 * Whether an institution says in its signed answer that it has asked for two factors: by `mfa` or two kinds of proof in `amr`
 * (RFC 8176), or by the class in `acr` (OpenID Connect Core 1.0, 2). What it does not say does not count.
 */
export function assertsTwoFactors({ amr, acr }: { amr?: unknown; acr?: unknown }): boolean {
	if (typeof acr === 'string' && CLASSES.has(acr)) return true;
	if (!Array.isArray(amr)) return false;
	const named = amr.filter((each): each is string => typeof each === 'string');
	return named.includes('mfa') || new Set(named.flatMap((each) => (Object.hasOwn(KINDS, each) ? [KINDS[each]] : []))).size >= 2;
}
