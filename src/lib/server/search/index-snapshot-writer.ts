// Writes snapshots over and over until it is killed: the other half of a test in index-snapshot.test.ts.
import { writeIndexSnapshot } from './index-snapshot.ts';

const folder = process.argv[2]!;
process.send?.('begun');
for (;;) await writeIndexSnapshot(folder, { listings: [], readings: { among: 0, keys: [], readings: [] }, index: new Uint8Array(20_000_000) }, '1', { id: 'x', lastChange: 1 });
