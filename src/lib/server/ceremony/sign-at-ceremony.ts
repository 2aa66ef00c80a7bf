import type { Actor } from '#lib/server/accounts/actor.ts';
import { recordSignature } from '#lib/server/agreements/record-signature.ts';
import type { DockingContext } from '#lib/server/docking/context.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { FileSource, FileStore } from '#lib/server/platform/files.ts';
import { localTextFor } from '#lib/text/local-text.ts';
import { signingDay } from './view-ceremony.ts';

/**
 * Puts in the document that was signed on stage, with the ceremony's day, place and event: by the one use case that signs
 * agreements, with its rights and what follows from it. Errors: not_found, and those of `recordSignature`.
 */
export async function signAtCeremony(context: DockingContext & { files: FileStore }, actor: Actor, input: { eventId: string; id: string | null; expected: number; as: 'record' | 'attest'; language: Language; scan: { name: string; source: FileSource } }): Promise<void> {
	const { reference, signedOn, place, occasion } = await signingDay(context, actor, input);
	const words = (texts: typeof place) => (localTextFor(texts, input.language)?.text ?? '').slice(0, 200);
	await recordSignature(context, actor, { reference, expected: input.expected, as: input.as, signedOn, place: words(place), occasion: words(occasion), scan: input.scan });
}
