import { getContext, setContext } from 'svelte';
import { fieldId } from '../form/field-words.ts';

const FORM = Symbol('form');

/** Names the form that the fields below stand in: called while its component is made. */
export const nameForm = (as: string): string => setContext(FORM, as);

/** The id of a field: it ends with the name of its form, because several forms of a page have fields of the same name. */
export function idInForm(name: string): string {
	const as = getContext<string | undefined>(FORM);
	return as === undefined ? fieldId(name) : `${fieldId(name)}-${as}`;
}
