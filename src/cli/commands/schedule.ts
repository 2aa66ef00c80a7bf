import { InvalidArgumentError, type Command } from 'commander';

export function register(program: Command): void {
	program
		.command('schedule')
		.description('schedule B2B meetings: requests, availability, tables and interpreters in, a schedule with a proven bound out, without a database')
		.requiredOption('--input <file>', 'the problem, a JSON file; "-" reads it from the standard input')
		.option('--output <file>', 'where the schedule goes; without it, to the standard output')
		.option('--seconds <number>', 'how long it may take, about; Ctrl-C ends it earlier with the best so far', secondsOf, 10)
		.option('--seed <number>', 'another seed tries other ways; the same finds the same again', wholeOf, 1)
		.option('--steps <number>', 'ends the search after so many steps too, whatever the machine', wholeOf)
		.option('--certificate <file>', 'where the prices that prove the bound go, for those who want to check it themselves')
		.addHelpText(
			'after',
			'\nThe input has slots, tables, participants, interpreters, requests, fixed, forbidden, previous and options; docs/meetings.md says what each means.\nProgress goes to the standard error. The exit code is 0 with a schedule, 1 for an input with faults, each named with its place.',
		)
		.action(async (options: { input: string; output?: string; seconds: number; seed: number; steps?: number; certificate?: string }) => {
			const { scheduleFile } = await import('../schedule-file.ts');
			await scheduleFile(options, { out: process.stdout, progress: process.stderr });
		});
}

function secondsOf(value: string): number {
	const seconds = Number(value);
	if (!(seconds > 0) || seconds > 86_400) throw new InvalidArgumentError('expected a number of seconds above 0, at most a day');
	return seconds;
}

function wholeOf(value: string): number {
	const whole = Number(value);
	if (!Number.isSafeInteger(whole) || whole < 0) throw new InvalidArgumentError('expected a whole number, 0 or more');
	return whole;
}
