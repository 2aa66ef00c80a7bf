import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';

const bytes = (most: number) => z.string().regex(/^[\w-]*$/).max(most);
const head = { id: bytes(1400).min(1), rawId: bytes(1400).min(1), type: z.literal('public-key'), clientExtensionResults: z.object({}) };

/** What a device answers when a passkey is made, as the browser's script sends it. */
export const registrationSchema: z.ZodType<RegistrationResponseJSON> = z.object({
	...head,
	response: z.object({
		clientDataJSON: bytes(8000),
		attestationObject: bytes(40_000),
		transports: z.array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'])).max(10).optional(),
	}),
});

/** What a device answers when one signs in. */
export const authenticationSchema: z.ZodType<AuthenticationResponseJSON> = z.object({
	...head,
	response: z.object({ clientDataJSON: bytes(8000), authenticatorData: bytes(8000), signature: bytes(4000), userHandle: bytes(400).optional() }),
});
