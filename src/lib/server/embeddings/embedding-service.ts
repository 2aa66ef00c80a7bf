/** Where vectors come from. */
export type EmbeddingSettings =
	| { kind: 'http'; url: string; model: string; key?: string }
	| { kind: 'local'; folder: string; model: string; hub?: string };

export interface EmbeddingService {
	/** Names the model: vectors of different models are never compared. */
	readonly model: string;
	/** One vector of length 1 for each text, in their order. Throws EmbeddingError. */
	embed(texts: readonly string[], options?: { signal?: AbortSignal; patient?: boolean }): Promise<Float32Array[]>;
}

/** Why there are no vectors: the service cannot be reached, refuses, or answers what cannot be used. */
export class EmbeddingError extends Error {
	override readonly name = 'EmbeddingError';
	/** Whether the same request may succeed later. */
	readonly transient: boolean;
	/** Milliseconds after which the service asks to be asked again. */
	readonly retryAfter: number | undefined;

	constructor(message: string, options: { transient?: boolean; retryAfter?: number | undefined; cause?: unknown } = {}) {
		super(message, options.cause === undefined ? undefined : { cause: options.cause });
		this.transient = options.transient ?? false;
		this.retryAfter = options.retryAfter;
	}
}

/** The vector in the same direction with length 1; throws EmbeddingError on one that has no direction or is no vector. */
export function unitVector(values: ArrayLike<number>): Float32Array {
	let squares = 0;
	for (let i = 0; i < values.length; i++) squares += values[i]! * values[i]!;
	if (!(squares > 0) || !Number.isFinite(squares)) throw new EmbeddingError('The service answered a vector of zeros or of no numbers.');
	const length = Math.sqrt(squares);
	return Float32Array.from({ length: values.length }, (_, i) => values[i]! / length);
}
