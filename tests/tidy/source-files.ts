import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

export const projectFolder = join(import.meta.dirname, '..', '..');

export interface SourceFile {
	/** From the project folder, with slashes. */
	path: string;
	text: string;
}

/** The source files under a folder, generated ones left out. */
export function sourceFiles(folder: string, endings: readonly string[]): SourceFile[] {
	return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
		.map((name) => join(projectFolder, folder, name))
		.filter((path) => endings.some((ending) => path.endsWith(ending)) && statSync(path).isFile())
		.map((path) => ({ path: relative(projectFolder, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
		.filter(({ path }) => !path.startsWith('src/lib/paraglide/'));
}

/** The modules that a file imports, as they are written. */
export function importsOf(text: string): string[] {
	return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]!);
}
