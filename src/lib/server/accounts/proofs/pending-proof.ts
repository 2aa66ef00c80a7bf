import type { AccountsContext, Asking } from '../accounts-context.ts';
import { cookieLine, cookieOf } from '../cookies.ts';
import type { ProofKind } from '../security-tables.ts';
import { isSecure } from '../sign-in.ts';
import { hashOf, newToken } from '../tokens.ts';
import { insertProof, takeProof } from './queries.ts';

/** How long a person may take at the authenticator or at the institution. */
const PROOF_SECONDS = 10 * 60;

const cookieName = (kind: ProofKind) => `mitra.${kind}`;

/** Remembers what this browser is to bring back, and answers the cookie by which it is known again. */
export async function expectProof(
	context: AccountsContext,
	asking: Asking,
	proof: { kind: ProofKind; userId: string | null; detail: Record<string, string> },
): Promise<string> {
	const key = newToken();
	const expiresAt = new Date(asking.now.getTime() + PROOF_SECONDS * 1000);
	await insertProof(context.db, { keyHash: hashOf(key), ...proof, expiresAt });
	return cookieLine(cookieName(proof.kind), key, { seconds: PROOF_SECONDS, secure: isSecure(context) });
}

/** What this browser was to bring back; once. */
export async function expectedProof(context: AccountsContext, asking: Asking, kind: ProofKind) {
	const key = cookieOf(asking.headers, cookieName(kind));
	return key === undefined ? undefined : takeProof(context.db, { keyHash: hashOf(key), kind, now: asking.now });
}
