import { AUDIT_RIGHTS, auditRules } from '#lib/server/audit/rules.ts';
import type { RightsTable } from '../rights-table.ts';

export const tables: RightsTable[] = [
	{
		rules: 'audit/rules.ts',
		keysAskFor: 'audit',
		about: 'entries of the audit log about the institute’s material',
		things: ({ network }) => ({ '': { organisationId: network.institute, centreId: 'laos' } }),
		rights: Object.fromEntries(AUDIT_RIGHTS.map((right) => [right, auditRules[right]])),
	},
];
