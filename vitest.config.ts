import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

// The project's tsconfig extends one that SvelteKit generates; tests of a fresh clone do not wait for that. The option is
// Vite's, but its types lack it.
const withoutTsconfig = { oxc: { tsconfig: false } } as object as Pick<ViteUserConfig, 'oxc'>;

export default defineConfig({
	...withoutTsconfig,
	test: {
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		exclude: ['tests/browser/**', 'node_modules/**'],
		globalSetup: ['tests/global-setup.ts'],
		environment: 'node',
		// Thousands of small compiled modules: Node loads them as they are.
		server: { deps: { external: [/src\/lib\/paraglide\//] } },
		// Most of these tests wait for a database or a process: one more file at a time than the runner would take.
		maxWorkers: Math.max(2, availableParallelism()),
		// A file of tests has a database of its own, and no module keeps what one leaves behind: loading the server once for a worker,
		// not for each file, takes half the time.
		isolate: false,
		// The tests start servers and the machine may be slow; nothing here measures speed.
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
