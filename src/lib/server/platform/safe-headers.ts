/**
 * Features of the browser that no page of ours uses. Passkeys need their own two, and the doors of an event the camera: on every
 * page, for whoever gets there from another page without a load is under what that one was given.
 */
const PERMISSIONS = [
	'accelerometer', 'autoplay', 'bluetooth', 'display-capture', 'encrypted-media', 'fullscreen', 'geolocation', 'gyroscope', 'hid',
	'idle-detection', 'magnetometer', 'microphone', 'midi', 'payment', 'screen-wake-lock', 'serial', 'usb', 'xr-spatial-tracking',
]
	.map((feature) => `${feature}=()`)
	.concat('camera=(self)', 'publickey-credentials-get=(self)', 'publickey-credentials-create=(self)')
	.join(', ');

/** What answers without a page carry (files, feeds, the API): nothing in them runs or loads anything. */
const NOTHING_RUNS = "default-src 'none'; style-src 'self'; img-src 'self' data:; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A year; browsers then know that this host speaks HTTPS only. */
const HSTS = 'max-age=31536000';

/**
 * The headers that every answer carries. Pages bring their content security policy (vite.config.ts); what has none gets one
 * under which nothing runs, so that a file or a feed opened in a browser is harmless whatever is in it. `isHttps` is what
 * MITRA_BASE_URL says: a proxy in front speaks HTTPS, and nothing that a request claims is believed.
 */
export function safeHeaders(about: { isHttps: boolean; isSignedIn: boolean; hasPolicy: boolean }): [name: string, value: string][] {
	return [
		['x-content-type-options', 'nosniff'],
		['referrer-policy', 'strict-origin-when-cross-origin'],
		['permissions-policy', PERMISSIONS],
		['cross-origin-opener-policy', 'same-origin'],
		// For browsers that do not know frame-ancestors.
		['x-frame-options', 'DENY'],
		...(about.hasPolicy ? [] : ([['content-security-policy', NOTHING_RUNS]] as [string, string][])),
		...(about.isHttps ? ([['strict-transport-security', HSTS]] as [string, string][]) : []),
		// What a signed-in person sees must not stay in a shared cache.
		...(about.isSignedIn ? ([['cache-control', 'private, no-store']] as [string, string][]) : []),
	];
}
