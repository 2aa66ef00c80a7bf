// Builds the web application. `vite build` would do the same, and then wait half a minute for timers.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createBuilder } from 'vite';

process.chdir(join(import.meta.dirname, '..'));
const compiled = spawnSync(process.execPath, [join('scripts', 'compile-messages.mjs')], { stdio: 'inherit' });
if (compiled.status !== 0) process.exit(compiled.status ?? 1);
const builder = await createBuilder({}, null);
await builder.buildApp();
process.exit(0);
