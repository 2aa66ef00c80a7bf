import * as m from '#lib/paraglide/messages.js';

/** What the log's commonest actions are called; the others are shown by their own names, which say it in English. */
const ACTION_WORDS: Record<string, () => string> = {
	'listing.start': m.audit_do_listing_start,
	'listing.submit': m.audit_do_listing_submit,
	'listing.publish': m.audit_do_listing_publish,
	'listing.return': m.audit_do_listing_return,
	'listing.revise': m.audit_do_listing_revise,
	'listing.take-back': m.audit_do_listing_take_back,
	'listing.drop-revision': m.audit_do_listing_drop_revision,
	'listing.pause': m.audit_do_listing_pause,
	'listing.resume': m.audit_do_listing_resume,
	'listing.renew': m.audit_do_listing_renew,
	'listing.close': m.audit_do_listing_close,
	'listing.archive': m.audit_do_listing_archive,
	'listing.expire': m.audit_do_listing_expire,
	'listing.import': m.audit_do_listing_import,
	'listing.import-change': m.audit_do_listing_import_change,
	'listing.attach': m.audit_do_listing_attach,
	'listing.detach': m.audit_do_listing_detach,
	'audit.export': m.audit_do_audit_export,
	'audit.prune': m.audit_do_audit_prune,
};

/** The words of an action; undefined where the log's own name must do. */
export function actionWords(action: string): string | undefined {
	if (action.endsWith('.read-guarded')) return m.audit_do_read_guarded();
	if (action.endsWith('.read-guarded-file')) return m.audit_do_read_guarded_file();
	return ACTION_WORDS[action]?.();
}

/** A value as the log keeps it, on one line. */
export function valueWords(value: unknown): string {
	if (value === null || value === '' || value === undefined) return m.audit_nothing();
	if (typeof value === 'object' && 'characters' in value) return m.audit_characters({ count: String(value.characters) });
	if (typeof value === 'object' && 'withheld' in value) return m.audit_withheld();
	return typeof value === 'string' ? value : JSON.stringify(value);
}
