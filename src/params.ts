import { defineParams } from '@sveltejs/kit/params';

export const params = defineParams({
	/** A whole number from 1, of at most nine digits: a listing's reference. */
	integer: (value) => (/^[1-9][0-9]{0,8}$/.test(value) ? Number(value) : undefined),
});
