import type { SubmitFunction } from '$app/forms';

/** What becomes of a form of the desk once it was sent: it keeps what was typed, unless it is to be empty for the next; where another organiser was faster, the page is read anew, so that the form can be sent again. */
export const afterSending =
	({ empty = false } = {}): SubmitFunction =>
	() =>
	({ result, update }) =>
		update({ reset: empty, refreshAll: result.type === 'success' || (result.type === 'failure' && result.data?.['failed'] === 'conflict') });
