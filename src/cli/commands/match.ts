import { InvalidArgumentError, type Command } from 'commander';

const ORIGINS = ['night', 'command', 'first-start'] as const;
type Origin = (typeof ORIGINS)[number];

interface MatchOptions {
	all?: boolean;
	cancel?: boolean;
	origin: Origin;
	threads?: number;
}

export function register(program: Command): void {
	program
		.command('match')
		.description('match all published needs with all offers, and store the pairs for the brokers')
		.option('--all', 'match all with all; goes on where a broken-off matching stopped')
		.option('--cancel', 'end the matching that is running')
		.option('--threads <number>', 'threads that match; as many as there are processors unless given', countOf)
		.option('--origin <name>', 'what the matching is noted under: night, command or first-start', originOf, 'command')
		.addHelpText('after', '\nInterrupted or killed, the next call goes on where it stopped. Needs are matched anew each time, offers where they have changed.')
		.action(async (options: MatchOptions, command: Command) => {
			if (!options.all && !options.cancel) command.error('error: say --all or --cancel');
			const { withDatabase } = await import('../with-database.ts');
			const { cancelPass, matchAll } = await import('../match-all.ts');
			await withDatabase('match', (database) => (options.cancel ? cancelPass(database) : matchAll(database, options)));
		});
}

function countOf(value: string): number {
	const count = Number(value);
	if (!Number.isInteger(count) || count < 1 || count > 64) throw new InvalidArgumentError('expected a whole number from 1 to 64');
	return count;
}

function originOf(value: string): Origin {
	const origin = ORIGINS.find((each) => each === value);
	if (!origin) throw new InvalidArgumentError(`expected one of ${ORIGINS.join(', ')}`);
	return origin;
}
