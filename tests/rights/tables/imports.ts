import { importRules } from '#lib/server/imports/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'imports/rules.ts',
		about: 'an import for the institute',
		things: ({ network }) => ({ '': { organisationId: network.institute, centreId: 'laos' } }),
		rights: { run: importRules.run, 'publish without review': importRules.publish },
	},
];
