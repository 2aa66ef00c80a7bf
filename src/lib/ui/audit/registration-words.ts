import * as m from '#lib/paraglide/messages.js';

/** What the log calls what is done to registrations to events. */
export const REGISTRATION_WORDS = {
	'registration.register': m.registration_audit_register,
	'registration.change': m.registration_audit_change,
	'registration.approve': m.registration_audit_approve,
	'registration.refuse': m.registration_audit_refuse,
	'registration.withdraw': m.registration_audit_withdraw,
	'registration.move-up': m.registration_audit_move_up,
	'registration.save-frame': m.registration_audit_save_frame,
	'registration.save-quota': m.registration_audit_save_quota,
	'registration.remove-quota': m.registration_audit_remove_quota,
	'registration.save-question': m.registration_audit_save_question,
	'registration.remove-question': m.registration_audit_remove_question,
	'registration.raise-question': m.registration_audit_raise_question,
	'registration.invite': m.registration_audit_invite,
	'registration.withdraw-invitation': m.registration_audit_withdraw_invitation,
	'registration.print-visa-letter': m.registration_audit_print_visa_letter,
	'registration.print-badges': m.registration_audit_print_badges,
	'registration.renew-badge': m.registration_audit_renew_badge,
	'registration.check-in': m.registration_audit_check_in,
	'registration.print-certificate': m.registration_audit_print_certificate,
	'registration.give-feedback': m.registration_audit_give_feedback,
} satisfies Record<string, () => string>;
