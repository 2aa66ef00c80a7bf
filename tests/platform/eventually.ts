import { setTimeout as wait } from 'node:timers/promises';

/** Waits for something that happens in another process or job; fails after a time that no machine needs. */
export async function eventually(happened: () => boolean | Promise<boolean>, patienceMs = 40_000): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await happened())) {
		if (Date.now() > deadline) throw new Error(`It did not happen within ${patienceMs} ms.`);
		await wait(30);
	}
}
