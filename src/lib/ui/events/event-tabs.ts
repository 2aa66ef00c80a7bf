import * as m from '#lib/paraglide/messages.js';

/** The parts of an event at its organisers' desk, in their order. */
export const EVENT_TABS = [
	{ key: 'facts', path: '', label: m.event_tab_facts },
	{ key: 'programme', path: '/programme', label: m.event_tab_programme },
	{ key: 'places', path: '/places', label: m.event_tab_places },
	{ key: 'form', path: '/form', label: m.registration_tab_form },
	{ key: 'registrations', path: '/registrations', label: m.registration_tab_list },
	{ key: 'messages', path: '/messages', label: m.event_tab_messages },
	{ key: 'surveys', path: '/surveys', label: m.survey_tab },
	{ key: 'people', path: '/people', label: m.event_tab_people },
	{ key: 'meetings', path: '/meetings', label: m.meetdesk_tab },
	{ key: 'exhibition', path: '/exhibition', label: m.exhibition_tab },
	{ key: 'ceremony', path: '/ceremony', label: m.ceremony_tab },
	{ key: 'money', path: '/money', label: m.event_tab_money },
	{ key: 'files', path: '/files', label: m.event_tab_files },
] as const;
export type EventTab = (typeof EVENT_TABS)[number]['key'];
