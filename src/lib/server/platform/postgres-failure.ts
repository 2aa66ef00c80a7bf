import { ExpectedError } from './errors.ts';

const explanations: [pattern: RegExp, advice: string][] = [
	[
		/error while loading shared libraries|cannot open shared object|Library not loaded|GLIBC_|not found \(required by/i,
		'A system library is missing, or the system is too old or not glibc (Alpine). ' +
			'Install it, or set DATABASE_URL to a PostgreSQL of your own (15 or newer).',
	],
	[/ENOENT|EACCES|ENOEXEC/, 'The program cannot be run: delete node_modules and start again.'],
	[/No space left on device|Disk quota exceeded/i, 'The disk is full: make room and start again.'],
	[/Cannot allocate memory|could not map anonymous shared memory/i, 'There is too little free memory: about 300 MB are needed.'],
	[/Permission denied|Operation not permitted/i, 'The account that runs PostgreSQL may not use that folder: check its owner and rights.'],
	[/Read-only file system/i, 'The folder is on a read-only disk: set MITRA_DATA to one that can be written.'],
	[/could not locate a valid checkpoint record|invalid checkpoint|checksum verification failed/i,
		'The files of the database are damaged: restore a backup.'],
	[/not compatible with this version|incompatible with server/i, 'The database was made by another version of PostgreSQL.'],
];

/** Turns what PostgreSQL's programs printed into a sentence with what to do. */
export function explainPostgresFailure(what: string, output: string, database: string): ExpectedError {
	const lines = output.trim().split('\n').map((line) => line.trim()).filter(Boolean);
	const telling = lines.filter((line) => /FATAL|PANIC|error|denied|missing|HINT|No space/i.test(line));
	const advice = explanations.find(([pattern]) => pattern.test(output))?.[1] ?? '`npx mitra doctor` may tell more.';
	const said = (telling.length > 0 ? telling : lines).slice(-4).join('\n  ') || 'It printed nothing.';
	return new ExpectedError('unavailable', `${what} (${database}).\n  ${said}\n${advice}`);
}
