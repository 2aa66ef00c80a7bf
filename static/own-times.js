// The visitor's own times beside those of an event, where the clocks differ. The page works without this file: there one chooses
// a zone. The words come from the page, which has them in the reader's language.
const programme = document.querySelector('[data-own-words]');
if (programme && !new URLSearchParams(location.search).has('zone')) {
	const words = programme.dataset.ownWords;
	const language = document.documentElement.lang;
	const hour = (zone) => new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone });
	const day = new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short' });
	const isoDay = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' });
	const [own, theirs] = [hour(undefined), hour(programme.dataset.zone)];
	for (const place of programme.querySelectorAll('[data-own-time]')) {
		const time = place.previousElementSibling;
		const starts = new Date(time.dateTime);
		if (own.format(starts) === theirs.format(starts)) continue;
		const elsewhere = isoDay.format(starts) === time.dataset.day ? '' : `${day.format(starts)} `;
		place.textContent = words.replace('%', `${elsewhere}${own.format(starts)}–${own.format(new Date(time.dataset.ends))}`);
		place.hidden = false;
	}
}
