import { defineConfig } from 'vitest/config';

export default defineConfig({
	// The project's tsconfig extends one that SvelteKit generates; tests of a fresh clone do not wait for that.
	oxc: { tsconfig: false },
	test: {
		include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
		exclude: ['tests/browser/**', 'node_modules/**'],
		globalSetup: ['tests/global-setup.ts'],
		environment: 'node',
		// The tests start servers and the machine may be slow; nothing here measures speed.
		testTimeout: 60_000,
		hookTimeout: 120_000,
	},
});
