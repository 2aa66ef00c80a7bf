// Search answers as one types. The page works without this file; with it, each change of the form fetches the same page and
// puts its results and facets in the place of the old ones. No framework comes to the browser for it.
const form = document.querySelector('form[data-as-you-type]');
let waiting = 0;
let running = new AbortController();
let shown = location.search;

if (form) {
	form.classList.add('live');
	// Fields of another form may stand among the results: what is typed there is no search.
	form.addEventListener('input', (event) => event.target.form === form && follow(event.target.type === 'search' ? 130 : 0));
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		follow(0);
	});
	// Back and forward show what the address says; a step to a place on this page, as "skip to the content", is none.
	window.addEventListener('popstate', () => location.search !== shown && location.reload());
}

function follow(delay) {
	clearTimeout(waiting);
	waiting = setTimeout(show, delay);
}

function address() {
	const parameters = new URLSearchParams();
	for (const [name, value] of new FormData(form)) if (value !== '') parameters.append(name, value);
	return `${form.getAttribute('action')}?${parameters}`;
}

async function show() {
	running.abort();
	running = new AbortController();
	const next = address();
	try {
		const response = await fetch(next, { signal: running.signal, headers: { accept: 'text/html' } });
		if (response.status === 429) return follow(1000 * (Number(response.headers.get('retry-after')) || 30));
		if (!response.ok) throw new Error(String(response.status));
		const page = new DOMParser().parseFromString(await response.text(), 'text/html');
		for (const id of ['results', 'facets', 'chosen-count']) replace(id, page);
		// The status element itself stays, so that screen readers hear its new text.
		document.getElementById('count').innerHTML = page.getElementById('count').innerHTML;
		document.title = page.title;
		history.replaceState(null, '', next);
		shown = location.search;
	} catch (error) {
		// A newer keystroke came, or the line is down: what is shown stays, and Enter still asks the server the plain way.
		if (error.name !== 'AbortError') form.removeAttribute('data-as-you-type');
	}
}

/** Puts one part of the new page in place, and the focus back where it was. */
function replace(id, page) {
	const old = document.getElementById(id);
	const fresh = page.getElementById(id);
	if (!old || !fresh) return;
	const focused = old.contains(document.activeElement) ? document.activeElement : null;
	const open = [...old.querySelectorAll('details')].map((each) => each.open);
	old.innerHTML = fresh.innerHTML;
	if (old.querySelectorAll('details').length === open.length) old.querySelectorAll('details').forEach((each, index) => (each.open ||= open[index]));
	if (focused?.name) {
		const again = [...old.querySelectorAll(`[name="${CSS.escape(focused.name)}"]`)].find((each) => each.value === focused.value);
		again?.focus();
	}
}
