/** Whether the page's scripts have taken over what the server sent. */
let alive = false;

/** Called once by the root layout when the first page is hydrated. */
export function pageIsAlive(): void {
	alive = true;
}

/**
 * What a person has chosen in a list before the page's scripts were there: they would put back what the server sent. Undefined
 * on the server, later on, and where nothing was chosen.
 */
export function chosenEarly(id: string): string | undefined {
	if (alive || typeof document === 'undefined') return undefined;
	const list = document.getElementById(id);
	if (!(list instanceof HTMLSelectElement)) return undefined;
	const sent = [...list.options].find((option) => option.defaultSelected)?.value ?? list.options[0]?.value;
	return list.value === sent ? undefined : list.value;
}
