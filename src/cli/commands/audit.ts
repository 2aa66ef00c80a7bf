import { InvalidArgumentError, type Command } from 'commander';
import type { ChainFault } from '#lib/server/audit/verify-chain.ts';

export function register(program: Command): void {
	const audit = program.command('audit').description('check and keep the audit log');
	audit
		.command('verify')
		.description('go through the chain of the audit log and say which entries were altered, removed or put elsewhere')
		.option('--anchor <number:hash>', 'a head that an earlier run printed and that you noted elsewhere', anchorOf)
		.action(async (options: { anchor?: { number: number; hash: string } }) => {
			const { withDatabase } = await import('../with-database.ts');
			const { verifyChain } = await import('#lib/server/audit/verify-chain.ts');
			await withDatabase('audit verify', async ({ db }) => {
				const report = await verifyChain(db, options.anchor ? { anchor: options.anchor } : {});
				const from = report.startsAfter > 0 ? ` behind entry ${report.startsAfter}, where retention ended` : '';
				process.stdout.write(`${report.checked} entries checked${from}.\nHead: ${report.head.number}:${report.head.hash}\n`);
				for (const fault of report.faults) process.stdout.write(`${sentenceOf(fault)}\n`);
				process.stdout.write(report.faults.length === 0 ? 'The chain holds.\n' : `The chain does NOT hold: ${report.faults.length} faults.\n`);
				if (report.faults.length > 0) process.exitCode = 1;
			});
		});
	audit
		.command('prune')
		.description('take out entries older than so many years, at least one; the chain goes on behind them')
		.requiredOption('--years <number>', 'how many years stay', yearsOf)
		.action(async ({ years }: { years: number }) => {
			const { withDatabase } = await import('../with-database.ts');
			const { keepAudit } = await import('#lib/server/audit/keep-audit.ts');
			await withDatabase('audit prune', async ({ db }) => {
				const { removed } = await keepAudit(db, { years, now: new Date() });
				process.stdout.write(`${removed} entries taken out.\n`);
			});
		});
}

function sentenceOf(fault: ChainFault): string {
	switch (fault.fault) {
		case 'altered':
			return `Entry ${fault.entryId} (number ${fault.number}) was ALTERED after it was written.`;
		case 'removed':
			return `Entry ${fault.entryId} (number ${fault.number}) was REMOVED.`;
		case 'gap':
			return `The numbers ${fault.from} to ${fault.to} were REMOVED from the chain.`;
		case 'reordered':
			return `Entry ${fault.entryId} stands at number ${fault.number} and was written at ${fault.belongsAt}: REORDERED.`;
		case 'broken':
			return `Number ${fault.number} (entry ${fault.entryId}) does not continue the one before it: BROKEN.`;
		case 'unlinked':
			return `Entry ${fault.entryId} stands outside of the chain: UNLINKED.`;
		case 'head':
			return `The chain ends at ${fault.found}, its head says ${fault.expected}: the last entries were REMOVED.`;
		case 'anchor':
			return `Number ${fault.number} is not what you noted: the chain was WRITTEN ANEW.`;
	}
}

function anchorOf(value: string): { number: number; hash: string } {
	const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(value) ?? [];
	if (!number || !hash) throw new InvalidArgumentError('expected a number, a colon and 64 hexadecimal digits');
	return { number: Number(number), hash };
}

function yearsOf(value: string): number {
	const years = Number(value);
	if (!Number.isFinite(years) || years < 1) throw new InvalidArgumentError('expected a number of years, at least 1');
	return years;
}
