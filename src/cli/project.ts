import { join } from 'node:path';

/** The folder of the checkout: everything that ships with the code is found from here, wherever the command is run. */
export const projectFolder = join(import.meta.dirname, '..', '..');
export const migrationsFolder = join(projectFolder, 'migrations');
export const sampleAccountsFile = join(projectFolder, 'data', 'sample', 'accounts.json');
