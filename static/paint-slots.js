// Painting one's times: pressing on a box and drawing over others gives them all the state of the first, with a finger once it has
// rested there; arrow keys walk the grid; a button at the head of each day ticks or clears it. The boxes are a form that works without
// this file.

/** So long a finger rests on a box before it paints: whoever moves it sooner scrolls, whoever lifts it sooner ticks one box. */
const REST = 350;

for (const table of document.querySelectorAll('table[data-paint]')) {
	const boxAt = (target) => target?.closest?.('td')?.querySelector('input:not(:disabled)') ?? null;
	let painting = null;

	table.addEventListener('pointerdown', (event) => {
		const box = boxAt(event.target);
		if (!box || event.button !== 0 || event.pointerType === 'touch') return;
		event.preventDefault();
		painting = !box.checked;
		box.checked = painting;
		box.focus();
	});
	table.addEventListener('pointerover', (event) => {
		const box = painting === null || event.pointerType === 'touch' ? null : boxAt(event.target);
		if (box) box.checked = painting;
	});

	let resting;
	table.addEventListener('touchstart', (event) => {
		// A pen that paints already: it touches, too.
		if (painting !== null) return;
		clearTimeout(resting);
		const box = event.touches.length === 1 ? boxAt(event.target) : null;
		if (!box) return;
		resting = setTimeout(() => {
			painting = !box.checked;
			box.checked = painting;
			navigator.vibrate?.(15);
		}, REST);
	});
	// Not passive: what is painted is not scrolled.
	const move = (event) => {
		clearTimeout(resting);
		if (painting === null) return;
		event.preventDefault();
		const { clientX, clientY } = event.touches[0];
		const box = boxAt(document.elementFromPoint(clientX, clientY));
		if (box && table.contains(box)) box.checked = painting;
	};
	const lift = (event) => {
		clearTimeout(resting);
		if (painting !== null) event.preventDefault();
		painting = null;
	};
	table.addEventListener('touchmove', move, { passive: false });
	for (const end of ['touchend', 'touchcancel']) table.addEventListener(end, lift, { passive: false });
	// What a finger that rests would open.
	table.addEventListener('contextmenu', (event) => painting !== null && event.preventDefault());

	// The press has ticked the box already: the click that follows would take it back.
	table.addEventListener('click', (event) => {
		if (painting !== null && event.detail > 0) event.preventDefault();
		painting = null;
	});
	addEventListener('pointerup', ({ pointerType }) => pointerType !== 'touch' && setTimeout(() => (painting = null)));

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
