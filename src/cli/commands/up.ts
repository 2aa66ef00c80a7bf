import { InvalidArgumentError, type Command } from 'commander';

type UpOptions = { build: boolean; sample: boolean; port?: string; host?: string };

export function register(program: Command): void {
	program
		.command('up')
		.description('start everything: database, web server, jobs; stop it with Ctrl+C or SIGTERM')
		.option('--port <number>', 'port of the web server (default: PORT, else 3000)', portOf)
		.option('--host <address>', 'address to listen on (default: HOST, else 127.0.0.1)')
		.option('--no-build', 'serve the last build even if the sources have changed since')
		.option('--no-sample', 'do not load the sample network into an empty database')
		.action(async (options: UpOptions) => {
			// What the configuration reads, it reads from the environment; the options are that for one start.
			if (options.port !== undefined) process.env.PORT = options.port;
			if (options.host !== undefined) process.env.HOST = options.host;
			const { runUp } = await import('../up.ts');
			await runUp({ build: options.build, sample: options.sample });
		});
}

function portOf(text: string): string {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 1 && port <= 65535) return text;
	throw new InvalidArgumentError('A port is a whole number from 1 to 65535.');
}
