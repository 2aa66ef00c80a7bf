/** Numbers for the keys of words, pivots and concepts, so that readings are small and compare fast. */
export class KeyNumbers {
	readonly #numbers = new Map<string, number>();
	readonly #keys: string[] = [];

	numberOf(key: string): number {
		let number = this.#numbers.get(key);
		if (number === undefined) {
			number = this.#keys.push(key) - 1;
			this.#numbers.set(key, number);
		}
		return number;
	}

	/** The key of a number that `numberOf` gave. */
	keyOf(number: number): string {
		return this.#keys[number]!;
	}
}
