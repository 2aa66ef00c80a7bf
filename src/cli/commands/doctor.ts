import type { Command } from 'commander';

export function register(program: Command): void {
	program
		.command('doctor')
		.description('check this machine and installation, and say what to do about what is wrong')
		.action(async () => {
			const { runDoctor } = await import('../doctor.ts');
			process.exitCode = await runDoctor();
		});
}
