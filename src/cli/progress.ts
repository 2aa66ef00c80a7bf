/** One thing that takes a while, shown as it goes. */
export type Step = {
	/** Without a total only the count or the note is shown. */
	update(state: { done?: number; total?: number; note?: string }): void;
	/** The step is over; `note` says with what. */
	finish(note?: string): void;
	fail(note?: string): void;
};

export type Progress = { step(label: string): Step };

type Output = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/**
 * On a terminal a bar that redraws itself; elsewhere plain lines: one at the beginning, one at each tenth of the way or
 * every ten seconds, one at the end.
 */
export function createProgress(output: Output = process.stdout, now: () => number = Date.now): Progress {
	return { step: (label) => (output.isTTY ? barStep(label, output, now) : plainStep(label, output, now)) };
}

function barStep(label: string, output: Output, now: () => number): Step {
	const started = now();
	let drawn = 0;
	const draw = (text: string, end: string) => {
		const width = (output.columns ?? 80) - 1;
		output.write(`\r\x1b[2K${text.length > width ? text.slice(0, width) : text}${end}`);
	};
	draw(`${label} ...`, '');
	return {
		update(state) {
			if (now() - drawn < 80) return;
			drawn = now();
			draw(`${label} ${describe(state, true)}`, '');
		},
		finish: (note) => draw(`${label}: ${ending(note ?? 'done', now() - started)}`, '\n'),
		fail: (note) => draw(`${label}: ${note ?? 'failed'}`, '\n'),
	};
}

function plainStep(label: string, output: Output, now: () => number): Step {
	const started = now();
	let toldAt = started;
	let toldTenth = 0;
	let toldNote: string | undefined;
	output.write(`${label} ...\n`);
	return {
		update(state) {
			const tenth = state.total ? Math.floor(((state.done ?? 0) / state.total) * 10) : toldTenth;
			const due = now() - toldAt >= 10_000 || (tenth > toldTenth && now() - toldAt >= 1000);
			const isNews = state.total === undefined && state.note !== undefined && state.note !== toldNote;
			if (!due && !isNews) return;
			toldAt = now();
			toldTenth = tenth;
			toldNote = state.note;
			output.write(`${label} ${describe(state, false)}\n`);
		},
		finish: (note) => output.write(`${label}: ${ending(note ?? 'done', now() - started)}\n`),
		fail: (note) => output.write(`${label}: ${note ?? 'failed'}\n`),
	};
}

function describe(state: { done?: number; total?: number; note?: string }, withBar: boolean): string {
	const parts: string[] = [];
	if (state.total) {
		const share = Math.min(1, (state.done ?? 0) / state.total);
		if (withBar) parts.push(`[${'='.repeat(Math.round(share * 24)).padEnd(24)}]`);
		parts.push(`${Math.floor(share * 100)} %`, `${state.done ?? 0}/${state.total}`);
	} else if (state.done !== undefined) {
		parts.push(String(state.done));
	}
	if (state.note) parts.push(state.note);
	return parts.join(' ');
}

function ending(note: string, milliseconds: number): string {
	return milliseconds < 500 ? note : `${note} (${(milliseconds / 1000).toFixed(1)} s)`;
}
