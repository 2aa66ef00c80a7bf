import type { Actor } from '#lib/server/accounts/actor.ts';
import type { Language } from '#lib/engines/text/language.ts';
import type { Mitra } from '#lib/server/mitra.ts';

declare global {
	namespace App {
		interface Error {
			message: string;
			code?: string;
		}
		interface Locals {
			/** Everything the server holds open: database, search index, files, clock. */
			mitra: Mitra;
			/** Who is asking: a visitor, or a signed-in person with memberships. */
			actor: Actor;
			requestId: string;
			/** The interface language, from the address. */
			language: Language;
		}
	}
}

export {};
