import { tick } from 'svelte';
import type { SubmitFunction } from '$app/forms';

/**
 * What becomes of a form of the desk once it was sent: it keeps what was typed, unless it is to be empty for the next; where another
 * organiser was faster, the page is read anew, so that the form can be sent again. Whoever works by keys goes on where they were, or, where
 * that is gone with what was done, from what is said of it.
 */
export const afterSending =
	({ empty = false } = {}): SubmitFunction =>
	() => {
		const focused = document.activeElement;
		return async ({ result, update }) => {
			await update({ reset: empty, refreshAll: result.type === 'success' || (result.type === 'failure' && result.data?.['failed'] === 'conflict') });
			if (result.type !== 'success') return;
			await tick();
			const next = focused?.isConnected ? focused : document.querySelector('[data-outcome]');
			if (next instanceof HTMLElement) next.focus({ preventScroll: next === focused });
		};
	};
