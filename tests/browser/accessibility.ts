import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/**
 * What a page does wrong by axe's rules, or by the named ones: each rule with the markup that breaks it.
 *
 * Axe looks at the page in one pass and describes only what is wrong. Its other way, for pages with frames, puts the passes of
 * all frames together in a second page and describes all that is right too: twice the time for the same findings.
 */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
	if (page.frames().length > 1) throw new Error('This page has frames, into which a single pass does not look.');
	const axe = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode();
	const found = await (rules ? axe.withRules(rules) : axe).analyze();
	return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`));
}
