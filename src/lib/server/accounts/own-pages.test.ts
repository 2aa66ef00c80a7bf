import type { Cookies } from '@sveltejs/kit';
import { expect, test } from 'vitest';
import { VISITOR, type Actor } from './actor.ts';
import { forgetOthersPages, letKeep } from './own-pages.ts';
import { passCookies } from './pass-cookies.ts';

const member = (userId: string, more: object = {}) => ({ kind: 'member', userId, name: '', email: '', roles: [], ...more }) as unknown as Actor;

/** The cookies of one device. */
function device() {
	const held = new Map<string, string>();
	const cookies = { get: (name: string) => held.get(name), set: (name: string, value: string) => held.set(name, value), delete: (name: string) => held.delete(name) } as unknown as Cookies;
	const asked = (actor: Actor) => ({ locals: { actor, mitra: { clock: () => new Date(0) } } as unknown as App.Locals, cookies, url: new URL('https://mitra.example/events/x/meetings') });
	return { held, keep: (actor: Actor) => letKeep(asked(actor)), visit: (actor: Actor) => forgetOthersPages(asked(actor)), passes: (line: string) => passCookies(cookies, [line]) };
}

test('a device shows kept pages to the person alone whose they are: not to a visitor, the next who signs in, or a helper on a visit', () => {
	const { held, keep, visit, passes } = device();
	const kept = keep(member('an'))!;
	expect([...held.values()]).toEqual([kept.person]);
	expect(kept.person).not.toContain('an');
	visit(member('an'));
	expect(held.size).toBe(1);
	for (const other of [VISITOR, member('bo'), member('an', { support: { by: 'helper' } })]) {
		keep(member('an'));
		visit(other);
		expect(held.size).toBe(0);
	}
	expect(keep(VISITOR)).toBeNull();
	expect(keep(member('an', { support: { by: 'helper' } }))).toBeNull();
	expect(keep(member('bo'))!.person).not.toBe(kept.person);
	passes('session=; Path=/; Max-Age=0');
	expect(held.has('mitra-own-pages')).toBe(false);
});
