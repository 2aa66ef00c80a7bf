// A trade as it goes on. The page works without this file (it is read again); with it, the server tells each change, and the
// time that is left runs by the server's clock. What somebody types is left alone.
const box = document.getElementById('live');
const language = document.documentElement.lang || 'en';
const byId = (id) => document.getElementById(id);
const put = (id, text) => {
	const element = byId(id);
	if (element && element.textContent !== text) element.textContent = text;
};

if (box?.dataset.live) follow();

function follow() {
	const words = JSON.parse(box.dataset.events);
	let ends = Date.parse(byId('live-ends').dateTime) * 1000;
	// The difference between the server's time and this machine's, in microseconds.
	let ahead = Number(box.dataset.moment) - Date.now() * 1000;
	let phase = box.dataset.phase;
	const source = new EventSource(box.dataset.live);
	source.addEventListener('state', (event) => {
		const state = JSON.parse(event.data);
		ahead = state.moment - Date.now() * 1000;
		if (state.phase !== phase) return reload();
		phase = state.phase;
		if (phase === 'running') ends = state.ends;
		show(state, words);
		refreshable(false);
	});
	source.addEventListener('error', () => refreshable(true));
	addEventListener('pagehide', () => source.close());
	// Come back to by the browser's own memory, it would show what was.
	addEventListener('pageshow', (event) => event.persisted && reload());
	setInterval(() => {
		const left = Math.max(0, Math.ceil((ends - ahead) / 1_000_000 - Date.now() / 1000));
		put('live-left', left > 86_400 ? '' : clock(left));
		// The server says so too; should the line be down, the page is read again.
		if (left === 0 && phase !== 'over') {
			phase = 'over';
			setTimeout(reload, 1500);
		}
	}, 500);
	function refreshable(yes) {
		const link = byId('refresh');
		if (link) link.style.display = yes ? '' : 'none';
	}
	function reload() {
		source.close();
		location.replace(location.pathname);
	}
}

function show(state, words) {
	if (state.leadingAmount !== null) put('live-amount', amount(state.leadingAmount));
	if (state.leadingBidder !== null) put('live-bidder', box.dataset.bidder.replace('#', state.leadingBidder));
	if (state.least !== null) put('live-least', amount(state.least));
	put('live-count', new Intl.NumberFormat(language).format(state.bidCount));
	put('live-bidders', new Intl.NumberFormat(language).format(state.bidderCount));
	if (state.reserveMet) put('live-reserve', byId('live-reserve')?.dataset.met ?? '');
	if (state.phase === 'running') put('live-ends', moment(state.ends));
	const list = byId('live-events');
	const shown = Number(list.firstElementChild?.dataset.number ?? 0);
	for (const event of state.events.filter(({ number }) => number > shown).sort((a, b) => a.number - b.number)) list.prepend(line(event, words));
	while (list.children.length > 12) list.lastElementChild.remove();
	const latest = state.events[0];
	if (latest && latest.number > shown) put('live-status', [words[latest.kind], latest.amount === null ? '' : amount(latest.amount)].join(' '));
}

function line(event, words) {
	const item = document.createElement('li');
	item.dataset.number = event.number;
	const time = document.createElement('time');
	time.dateTime = new Date(Math.floor(event.moment / 1000)).toISOString();
	time.textContent = moment(event.moment);
	const what = document.createElement('span');
	what.textContent = words[event.kind] + (event.bidder === null ? '' : ` · ${box.dataset.bidder.replace('#', event.bidder)}`);
	const sum = document.createElement('strong');
	sum.textContent = event.amount === null ? '' : amount(event.amount);
	item.append(time, ' ', what, ' ', sum);
	return item;
}

/** Minor units as the page writes them: exact, for Intl reads the decimal text. */
function amount(minor) {
	const digits = Number(box.dataset.digits);
	const text = minor.padStart(digits + 1, '0');
	const decimal = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
	const least = digits > 0 && /^0*$/.test(text.slice(-digits)) ? 0 : digits;
	return new Intl.NumberFormat(language, { style: 'currency', currency: box.dataset.currency, currencyDisplay: 'code', minimumFractionDigits: least, maximumFractionDigits: digits }).format(decimal);
}

function moment(micros) {
	const options = { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false, timeZone: 'UTC' };
	return `${new Intl.DateTimeFormat(language, options).format(new Date(Math.floor(micros / 1000)))} UTC`;
}

function clock(seconds) {
	const two = (value) => String(value).padStart(2, '0');
	return `${two(Math.floor(seconds / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
}
