// Nobody in particular uses this device any more: what page-keeper.js keeps of somebody's own goes.
for (const name of (await globalThis.caches?.keys()) ?? []) if (name.startsWith('own-pages-')) await caches.delete(name);
