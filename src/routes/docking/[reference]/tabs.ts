import * as m from '#lib/paraglide/messages.js';

/** The pages of a docking, in the order of their tabs; `path` follows the docking's address. */
export const DOCKING_TABS: readonly { path: string; label: () => string }[] = [
	{ path: '', label: m.docking_tab_overview },
	{ path: '/room', label: m.docking_tab_room },
	{ path: '/files', label: m.docking_tab_files },
	{ path: '/nda', label: m.docking_tab_nda },
	{ path: '/terms', label: m.docking_tab_terms },
	{ path: '/agreement', label: m.docking_tab_agreement },
	{ path: '/outcome', label: m.outcomes_tab },
];
