import { accountRules } from '#lib/server/accounts/rules.ts';
import { supportRules } from '#lib/server/accounts/support/rules.ts';
import type { Actor } from '#lib/server/accounts/actor.ts';
import type { RightsTable } from '../rights-table.ts';

const byName = (rules: Record<string, unknown>) => rules as RightsTable['rights'];

export const tables: RightsTable[] = [
	{
		rules: 'accounts/rules.ts',
		about: 'the account of the institute’s owner',
		things: ({ network }) => ({ '': network.owner as Actor }),
		rights: byName(accountRules),
	},
	{
		rules: 'accounts/support/rules.ts',
		about: 'support of the institute’s owner, with consent',
		things: ({ network }) => ({ '': network.owner as Actor }),
		rights: byName(supportRules),
	},
];
