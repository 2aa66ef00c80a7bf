import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
	const { auditYears, securityContact } = locals.mitra.configuration;
	return { years: auditYears, contact: securityContact ?? null };
};
