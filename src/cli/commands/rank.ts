import { InvalidArgumentError, type Command } from 'commander';

export function register(program: Command): void {
	program
		.command('rank')
		.description('match two files of texts in any of the twelve languages, without a database')
		.requiredOption('--queries <file>', 'JSON lines {"id", "language"?, "title"?, "text"}: what is sought')
		.requiredOption('--documents <file>', 'JSON lines of the same form: what is ranked')
		.option('--top <number>', 'documents for each query, best first', countOf, 100)
		.addHelpText(
			'after',
			'\nPrints lines {"query", "document", "score"}; scores are comparable within a query. Languages are detected where absent.',
		)
		.action(async (options: { queries: string; documents: string; top: number }) => {
			const { rankFiles } = await import('../rank-files.ts');
			await rankFiles(options, { out: process.stdout, progress: process.stderr });
		});
}

function countOf(value: string): number {
	const count = Number(value);
	if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('expected a whole number, at least 1');
	return count;
}
