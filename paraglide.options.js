/** How interface messages are compiled, for builds (vite.config.ts) and for what runs without one (scripts/compile-messages.mjs). */

/** Every language but English, the base, carries its tag as the first segment of the address. */
const PREFIXED = ['zh', 'th', 'lo', 'km', 'my', 'vi', 'id', 'ms', 'fil', 'ta', 'pt'];

/** @type {import('@inlang/paraglide-js').CompilerOptions} */
export const paraglideOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['url', 'baseLocale'],
	urlPatterns: [
		{
			pattern: '/:path(.*)?',
			localized: [
				.../** @type {[string, string][]} */ (PREFIXED.map((tag) => [tag, `/${tag}/:path(.*)?`])),
				['en', '/:path(.*)?'],
			],
		},
	],
};
