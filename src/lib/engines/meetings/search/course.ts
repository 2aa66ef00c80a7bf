/** How far a stage of the search has come: 0 at its beginning, 1 or more where it must end. Temperatures follow it. */
export interface Course {
	progress(step: number): number;
}

/** A stage of so many steps: the same on every machine. */
export function courseOfSteps(steps: number, stopped: () => boolean = () => false): Course {
	return { progress: (step) => (stopped() ? Infinity : step / Math.max(1, steps)) };
}

/** A stage that ends with whichever of two ends first. */
export function eitherCourse(one: Course, other: Course): Course {
	return { progress: (step) => Math.max(one.progress(step), other.progress(step)) };
}

/** A stage of so many seconds, from the first question on. */
export function courseOfSeconds(seconds: number, now: () => number, stopped: () => boolean = () => false): Course {
	let began: number | undefined;
	return {
		progress() {
			began ??= now();
			return stopped() || seconds <= 0 ? Infinity : (now() - began) / seconds;
		},
	};
}
