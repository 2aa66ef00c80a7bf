/**
 * Does something at an even rate, however long each takes: nobody waits for the one before. `work` is told when its turn was
 * due, in milliseconds of `performance.now`. Ends when all that were begun have ended; after an error none is begun.
 */
export async function pace(rate: number, seconds: number, work: (index: number, due: number) => Promise<void>): Promise<void> {
	const began = performance.now();
	const going: Promise<void>[] = [];
	const errors: unknown[] = [];
	for (let index = 0; index < Math.round(rate * seconds) && errors.length === 0; index++) {
		const due = began + (index * 1000) / rate;
		const wait = due - performance.now();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		going.push(work(index, due).catch((error: unknown) => void errors.push(error)));
	}
	await Promise.all(going);
	if (errors.length > 0) throw errors[0];
}
