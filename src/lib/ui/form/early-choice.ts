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

/**
 * What a person has ticked, or has not left ticked, before the page's scripts were there: they would put back what the server sent. Called
 * by the root layout before they take over; what it returns is to be called after, and ticks as before.
 */
export function tickedEarly(): () => void {
	if (alive || typeof document === 'undefined') return () => undefined;
	const boxes = [...document.querySelectorAll<HTMLInputElement>('input[type="checkbox"], input[type="radio"]')];
	// Of several radio buttons the one that is chosen says it all.
	const early = boxes.filter((box) => box.checked !== box.defaultChecked && (box.checked || box.type === 'checkbox')).map((box) => ({ box, checked: box.checked }));
	return () => {
		for (const { box, checked } of early) {
			if (box.checked === checked) continue;
			box.checked = checked;
			for (const kind of ['input', 'change']) box.dispatchEvent(new Event(kind, { bubbles: true }));
		}
	};
}
