// Builds the web application. `vite build` would do the same, and then wait half a minute for timers that the message
// compiler leaves behind.
import { join } from 'node:path';
import { createBuilder } from 'vite';

process.chdir(join(import.meta.dirname, '..'));
const builder = await createBuilder({}, null);
await builder.buildApp();
process.exit(0);
