// Compiles messages/ into src/lib/paraglide, for tests and commands that run without a build.
import { compile } from '@inlang/paraglide-js';
import { join } from 'node:path';
import { paraglideOptions } from '../paraglide.options.js';

process.chdir(join(import.meta.dirname, '..'));
await compile(paraglideOptions);
// The compiler leaves timers behind that would keep this process for half a minute.
process.exit(0);
