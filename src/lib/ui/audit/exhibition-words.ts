import * as m from '#lib/paraglide/messages.js';

/** What the log calls what is done to exhibitions and signing ceremonies of events. */
export const EXHIBITION_WORDS = {
	'event.save-hall': m.audit_do_event_save_hall,
	'event.remove-hall': m.audit_do_event_remove_hall,
	'event.save-stand': m.audit_do_event_save_stand,
	'event.add-stands': m.audit_do_event_add_stands,
	'event.remove-stand': m.audit_do_event_remove_stand,
	'event.add-exhibitor': m.audit_do_event_add_exhibitor,
	'event.place-exhibitor': m.audit_do_event_place_exhibitor,
	'event.remove-exhibitor': m.audit_do_event_remove_exhibitor,
	'event.save-exhibitor': m.audit_do_event_save_exhibitor,
	'exhibition.scan-badge': m.audit_do_exhibition_scan_badge,
	'exhibition.note-visit': m.audit_do_exhibition_note_visit,
	'exhibition.choose-contact': m.audit_do_exhibition_choose_contact,
	'exhibition.answer-visit': m.audit_do_exhibition_answer_visit,
	'exhibition.write-about-visit': m.audit_do_exhibition_write_about_visit,
	'exhibition.be-contact': m.audit_do_exhibition_be_contact,
	'agreement.put-forward': m.audit_do_agreement_put_forward,
	'agreement.agree-to-ceremony': m.audit_do_agreement_agree_to_ceremony,
	'agreement.take-back': m.audit_do_agreement_take_back,
	'event.order-signings': m.audit_do_event_order_signings,
	'event.note-on-stage': m.audit_do_event_note_on_stage,
	'event.choose-signing-photo': m.audit_do_event_choose_signing_photo,
	'event.save-signatory': m.audit_do_event_save_signatory,
};
