import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

/** Every language but English, the base, carries its tag as the first segment of the address. */
const urlPatterns = [
	{
		pattern: '/:path(.*)?',
		localized: [
			...['zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt'].map(
				(tag): [string, string] => [tag, `/${tag}/:path(.*)?`],
			),
			['en', '/:path(.*)?'] as [string, string],
		],
	},
];

export default defineConfig({
	plugins: [
		tailwindcss(),
		paraglideVitePlugin({
			project: './project.inlang',
			outdir: './src/lib/paraglide',
			strategy: ['url', 'baseLocale'],
			urlPatterns,
		}),
		sveltekit({
			adapter: adapter({ precompress: true }),
			compilerOptions: {
				runes: ({ filename }) => (filename.split(/[/\\]/).includes('node_modules') ? undefined : true),
			},
			csp: {
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self', 'unsafe-inline'],
					'img-src': ['self', 'data:'],
					'font-src': ['self', 'data:'],
					'object-src': ['none'],
					'base-uri': ['self'],
					'form-action': ['self'],
					'frame-ancestors': ['none'],
				},
			},
		}),
	],
});
