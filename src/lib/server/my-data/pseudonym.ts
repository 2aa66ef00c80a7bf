import { createHash } from 'node:crypto';

/** How a person is named where only who, what and when stays: the same for all that one person did, and telling nothing else. */
export function pseudonymOf(userId: string): string {
	return `erased-${createHash('sha256').update(`mitra pseudonym ${userId}`).digest('hex').slice(0, 10)}`;
}
