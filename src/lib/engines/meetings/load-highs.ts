import loadHighs, { type Highs } from 'highs';

let loaded: Promise<Highs> | undefined;

/** HiGHS in WebAssembly, loaded once for each thread. Its calls do not return before they are done. */
export function highsOnce(): Promise<Highs> {
	loaded ??= loadHighs();
	return loaded;
}
