import type { Guest, Inside, Scan, ScanAnswer } from './check-in.ts';

/** What a phone keeps of one event's door, in IndexedDB: it survives a reload, an empty battery and days without a network. */
export interface KeptScan extends Scan {
	/** What the phone said at once. */
	said: ScanAnswer;
	/** What the server said; null: not sent yet. */
	answer: ScanAnswer | null;
	/** Why it was taken back here, and whether the server knows. */
	takenBack?: { reason: string; sent: boolean };
}

const STORES = ['scans', 'guests', 'inside', 'settings'] as const;
type StoreName = (typeof STORES)[number];

const done = <Value>(request: IDBRequest<Value>) =>
	new Promise<Value>((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing.'));
	});

const written = (transaction: IDBTransaction) =>
	new Promise<void>((resolve, reject) => {
		transaction.oncomplete = () => resolve();
		transaction.onabort = () => reject(transaction.error ?? new Error('The browser keeps nothing.'));
	});

export interface DoorStore {
	/** Written before anything is shown: a scan that was answered is never lost. */
	keepScan(scan: KeptScan): Promise<void>;
	/** Changes a scan as it is kept now, in one step; one that is no longer kept as it is given. */
	changeScan(scan: KeptScan, change: (kept: KeptScan) => KeptScan): Promise<void>;
	scans(): Promise<KeptScan[]>;
	/** Sent ones of earlier, which are the server's now. */
	dropScans(ids: readonly string[]): Promise<void>;
	guest(digest: string): Promise<Guest | undefined>;
	inside(digest: string, session: string | null): Promise<Inside | undefined>;
	putInside(inside: Inside): Promise<void>;
	dropInside(inside: Inside): Promise<void>;
	replaceList(guests: readonly Guest[], inside: readonly Inside[], day: string): Promise<void>;
	guests(): Promise<Guest[]>;
	setting(name: string): Promise<string | undefined>;
	putSetting(name: string, value: string): Promise<void>;
	/** Nothing of this event stays on the phone. */
	forget(): Promise<void>;
}

const insideKey = ({ digest, session }: Pick<Inside, 'digest' | 'session'>) => `${digest} ${session ?? ''}`;

/** Opens what is kept for an event and a person; another person on the same phone has a store of their own. */
export async function openDoorStore(eventId: string, personId: string): Promise<DoorStore> {
	const opening = indexedDB.open(`mitra-door ${eventId} ${personId}`, 1);
	opening.onupgradeneeded = () => STORES.forEach((name) => opening.result.createObjectStore(name));
	const db = await done(opening);
	const put = async (name: StoreName, key: string, value: unknown) => {
		const transaction = db.transaction(name, 'readwrite', { durability: 'strict' });
		transaction.objectStore(name).put(value, key);
		await written(transaction);
	};
	const get = <Value>(name: StoreName, key: string) => done<Value | undefined>(db.transaction(name).objectStore(name).get(key) as IDBRequest<Value | undefined>);
	return {
		keepScan: (scan) => put('scans', scan.id, scan),
		changeScan: async (scan, change) => {
			const transaction = db.transaction('scans', 'readwrite', { durability: 'strict' });
			const scans = transaction.objectStore('scans');
			const kept = await done(scans.get(scan.id) as IDBRequest<KeptScan | undefined>);
			scans.put(change(kept ?? scan), scan.id);
			await written(transaction);
		},
		scans: () => done(db.transaction('scans').objectStore('scans').getAll() as IDBRequest<KeptScan[]>),
		dropScans: async (ids) => {
			const store = db.transaction('scans', 'readwrite').objectStore('scans');
			await Promise.all(ids.map((id) => done(store.delete(id))));
		},
		guest: (digest) => get<Guest>('guests', digest),
		inside: (digest, session) => get<Inside>('inside', insideKey({ digest, session })),
		putInside: (inside) => put('inside', insideKey(inside), inside),
		dropInside: async (inside) => void (await done(db.transaction('inside', 'readwrite').objectStore('inside').delete(insideKey(inside)))),
		replaceList: async (guests, inside, day) => {
			const transaction = db.transaction(['guests', 'inside', 'settings'], 'readwrite');
			const [people, there] = [transaction.objectStore('guests'), transaction.objectStore('inside')];
			people.clear();
			there.clear();
			for (const guest of guests) people.put(guest, guest.digest);
			for (const each of inside) there.put(each, insideKey(each));
			transaction.objectStore('settings').put(day, 'day');
			await written(transaction);
		},
		guests: () => done(db.transaction('guests').objectStore('guests').getAll() as IDBRequest<Guest[]>),
		setting: (name) => get<string>('settings', name),
		putSetting: (name, value) => put('settings', name, value),
		forget: async () => {
			const transaction = db.transaction([...STORES], 'readwrite');
			await Promise.all(STORES.map((name) => done(transaction.objectStore(name).clear())));
		},
	};
}
