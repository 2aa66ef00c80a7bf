import { hashPassword, verifyPassword } from 'better-auth/crypto';

/** How passwords are kept. Handed in, so that a test can count what each answer costs. */
export interface PasswordHashing {
	hash(password: string): Promise<string>;
	verify(input: { hash: string; password: string }): Promise<boolean>;
}

/** scrypt, as the account library sets it. */
export const scryptHashing: PasswordHashing = { hash: hashPassword, verify: verifyPassword };
