import { invalidateAll } from '$app/navigation';

/** Others at the desk and people in the hall change what a page shows: it asks again every ten seconds, but not while somebody fills something in. */
export function keepFresh(): void {
	$effect(() => {
		const timer = setInterval(() => document.visibilityState === 'visible' && !document.querySelector('form :focus') && void invalidateAll(), 10_000);
		return () => clearInterval(timer);
	});
}
