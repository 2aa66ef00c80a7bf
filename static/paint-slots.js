// Painting one's times: pressing on a box and drawing over others gives them all the state of the first; arrow keys walk the grid;
// a button at the head of each day ticks or clears it. The boxes are a form that works without this file.
for (const table of document.querySelectorAll('table[data-paint]')) {
	const boxAt = (target) => target?.closest?.('td')?.querySelector('input:not(:disabled)') ?? null;
	let painting = null;

	table.addEventListener('pointerdown', (event) => {
		const box = boxAt(event.target);
		// A finger that scrolls is no brush: touching ticks one box, as everywhere.
		if (!box || event.button !== 0 || event.pointerType === 'touch') return;
		event.preventDefault();
		painting = !box.checked;
		box.checked = painting;
		box.focus();
	});
	table.addEventListener('pointerover', (event) => {
		const box = painting === null ? null : boxAt(event.target);
		if (box) box.checked = painting;
	});
	// The press has ticked the box already: the click that follows would take it back.
	table.addEventListener('click', (event) => {
		if (painting !== null && event.detail > 0) event.preventDefault();
		painting = null;
	});
	addEventListener('pointerup', () => setTimeout(() => (painting = null)));

	table.addEventListener('keydown', (event) => {
		const cell = event.target.closest('td');
		const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
		if (!cell || !step) return;
		let [row, column] = [cell.parentElement.rowIndex, cell.cellIndex];
		for (;;) {
			row += step[0];
			column += step[1];
			const next = table.rows[row]?.cells[column];
			if (!next || next.tagName === 'TH') return;
			const box = boxAt(next);
			if (!box) continue;
			event.preventDefault();
			box.focus();
			return;
		}
	});

	for (const head of table.querySelectorAll('th[data-column]')) {
		const button = document.createElement('button');
		button.type = 'button';
		button.className = 'button button-small';
		button.textContent = table.dataset.toggleWords;
		button.setAttribute('aria-label', `${head.textContent}: ${table.dataset.toggleWords}`);
		button.addEventListener('click', () => {
			const boxes = [...table.tBodies[0].rows].map((row) => boxAt(row.cells[head.cellIndex]?.firstElementChild)).filter(Boolean);
			const tick = boxes.some((box) => !box.checked);
			for (const box of boxes) box.checked = tick;
		});
		head.append(document.createElement('br'), button);
	}
}
