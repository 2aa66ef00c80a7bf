import type { Inside } from '#lib/registration/check-in.ts';
import type { DoorStore, KeptScan } from '#lib/registration/door-store.ts';

/** What a phone keeps, without a phone. */
export function memoryStore(): DoorStore {
	const scans = new Map<string, KeptScan>();
	const guests = new Map<string, Parameters<DoorStore['replaceList']>[0][number]>();
	const inside = new Map<string, Inside>();
	const settings = new Map<string, string>();
	const key = ({ digest, session }: Pick<Inside, 'digest' | 'session'>) => `${digest} ${session}`;
	return {
		keepScan: async (scan) => void scans.set(scan.id, structuredClone(scan)),
		changeScan: async (scan, change) => void scans.set(scan.id, structuredClone(change(scans.get(scan.id) ?? scan))),
		scans: async () => [...scans.values()].map((each) => structuredClone(each)),
		dropScans: async (ids) => ids.forEach((id) => scans.delete(id)),
		guest: async (digest) => guests.get(digest),
		inside: async (digest, session) => inside.get(key({ digest, session })),
		putInside: async (each) => void inside.set(key(each), each),
		dropInside: async (each) => void inside.delete(key(each)),
		replaceList: async (people, there) => {
			guests.clear();
			inside.clear();
			for (const each of people) guests.set(each.digest, each);
			for (const each of there) inside.set(key(each), each);
		},
		guests: async () => [...guests.values()],
		setting: async (name) => settings.get(name),
		putSetting: async (name, value) => void settings.set(name, value),
		forget: async () => undefined,
	};
}
