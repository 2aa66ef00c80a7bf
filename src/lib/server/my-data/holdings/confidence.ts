import type { Holding } from '../holdings.ts';

/**
 * Files and NDAs of dockings. A file is its side's own and goes with it. An agreement is the other side's contract too: it stays,
 * with the names of those who signed, for which it was made.
 */
export const CONFIDENCE_HOLDINGS: readonly Holding[] = [
	{ table: 'docking_nda', column: 'proposed_by', holder: 'person', exported: { as: 'docking/ndas-proposed', only: ['id', 'docking_id', 'number', 'kind', 'state', 'document', 'proposed_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'docking_nda', column: 'closed_by', holder: 'person', exported: { as: 'docking/ndas-closed', only: ['id', 'docking_id', 'number', 'state', 'words', 'closed_at'] }, erased: 'name-taken-off', called: 'closed_called' },
	{ table: 'docking_nda_signature', column: 'person_id', holder: 'person', exported: { as: 'docking/nda-signatures', without: ['document_hash'] }, erased: 'name-taken-off' },
	{ table: 'docking_file', column: 'organisation_id', holder: 'organisation', exported: { as: 'docking/files', without: ['created_by', 'removed_by'] }, erased: 'with-it' },
	{ table: 'docking_file', column: 'created_by', holder: 'person', exported: { as: 'docking/files-added', only: ['id', 'docking_id', 'name', 'disclosure', 'created_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'docking_file', column: 'removed_by', holder: 'person', exported: { as: 'docking/files-taken-back', only: ['id', 'docking_id', 'removed_at'] }, erased: 'name-taken-off' },
	{ table: 'docking_file_version', column: 'file_id', holder: 'row', of: 'docking_file.organisation_id', exported: { as: 'docking/file-versions', without: ['created_by'] }, erased: 'with-it' },
	{ table: 'docking_file_version', column: 'created_by', holder: 'person', exported: { as: 'docking/file-versions-added', only: ['id', 'file_id', 'number', 'name', 'remark', 'created_at'] }, erased: 'name-taken-off', called: 'called' },
	{ table: 'docking_file_opening', column: 'file_id', holder: 'row', of: 'docking_file.organisation_id', exported: { as: 'docking/file-openings', only: ['id', 'file_id', 'number', 'side', 'marked', 'code', 'at'] }, erased: 'with-it' },
	{ table: 'docking_file_opening', column: 'version_id', holder: 'row', of: 'docking_file_version.file_id', exported: { not: 'computed' }, erased: 'name-taken-off' },
	{ table: 'docking_file_opening', column: 'person_id', holder: 'person', exported: { as: 'docking/files-opened', only: ['id', 'docking_id', 'file_id', 'number', 'at'] }, erased: 'name-taken-off', called: 'called' },
];
