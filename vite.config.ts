import { join } from 'node:path';
import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';
import { paraglideOptions } from './paraglide.options.js';

export default defineConfig(({ command }) => ({
	// Packages of hundreds of small files, which every start would look up one by one: it takes a fifth less in one with the build.
	...(command === 'build' ? { ssr: { noExternal: ['drizzle-orm', 'zod'] } } : {}),
	// While one develops, messages are compiled one by one as they change, so that the module of all of them is not there.
	...(command === 'serve' ? { resolve: { alias: { '#lib/paraglide/messages.js': join(import.meta.dirname, 'src/lib/paraglide/messages.js') } } } : {}),
	plugins: [
		tailwindcss(),
		// A build finds them compiled (scripts/build-app.mjs).
		...(command === 'serve' ? [paraglideVitePlugin(paraglideOptions)] : []),
		sveltekit({
			// `mitra build` names a folder for each build; see src/cli/build.ts.
			adapter: adapter({ precompress: true, out: process.env.MITRA_BUILD ?? 'build/by-hand' }),
			compilerOptions: {
				runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true),
			},
			csp: {
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					// SvelteKit's announcer of page titles has this one style attribute.
					'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
					'img-src': ['self', 'data:'],
					'font-src': ['self', 'data:'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'frame-src': ['none'],
					'connect-src': ['self'],
					'manifest-src': ['self'],
					'worker-src': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
				},
			},
		}),
	],
}));
