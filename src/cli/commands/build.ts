import type { Command } from 'commander';

export function register(program: Command): void {
	program
		.command('build')
		.description('build the web application, unless the last build was made of these very sources')
		.action(async () => {
			const { ensureBuild } = await import('../build.ts');
			const { createProgress } = await import('../progress.ts');
			await ensureBuild(() => createProgress().step('Build'), new Promise(() => undefined));
		});
}
