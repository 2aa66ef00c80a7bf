import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, CommanderError } from 'commander';
import { exitCodes, explain } from './failure.ts';
import { projectFolder } from './project.ts';

/** What each file in `commands/` exports: it adds its command; what that needs, it imports when it runs. */
type CommandModule = { register(program: Command): void };

// A reader that went away (`mitra rank | head`) is no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
	stream.on('error', (error: NodeJS.ErrnoException) => {
		if (error.code !== 'EPIPE') throw error;
	});
}

process.exitCode = await run(process.argv);

async function run(argv: string[]): Promise<number> {
	const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string };
	const program = new Command('mitra')
		.description('The platform of a technology-transfer network. Start it with `mitra up`.')
		.version(version)
		.showHelpAfterError('(mitra --help lists the commands)')
		.exitOverride();
	const folder = join(import.meta.dirname, 'commands');
	for (const name of readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file)).sort()) {
		const module = (await import(pathToFileURL(join(folder, name)).href)) as CommandModule;
		module.register(program);
	}
	try {
		await program.parseAsync(argv);
		return Number(process.exitCode ?? exitCodes.ok);
	} catch (error) {
		// Commander has printed its own message already.
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
		process.stderr.write(`\n${explain(error)}\n`);
		return exitCodes.failed;
	}
}
