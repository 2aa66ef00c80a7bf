import { prepareNetwork } from './sample-installation.ts';

/** Playwright's global set-up; what it returns is done at the end. */
export default async function prepare(): Promise<() => void> {
	return prepareNetwork();
}
