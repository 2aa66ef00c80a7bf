/** The bytes are no snapshot that this version can read; the message says in what way. */
export class SnapshotError extends Error {
	override name = 'SnapshotError';
}

/** "Mtra" in the machine's byte order: a snapshot of the other byte order is refused. */
const MAGIC = 0x6172744d;
/** Raised with every change of the layout; a snapshot is a cache, so older ones are rebuilt, not converted. */
const VERSION = 1;
/** Magic, version, checksum, 0; then the payload's length as a Float64, and 8 bytes of 0. */
const HEADER_BYTES = 32;

type TypedArray = Uint8Array | Uint16Array | Int32Array | Uint32Array | Float64Array;
type ArrayConstructor<T> = {
	new (buffer: ArrayBuffer, offset: number, length: number): T;
	readonly BYTES_PER_ELEMENT: number;
};

/** MurmurHash3, 32 bits (Austin Appleby), over whole words: finds damage, does not resist forgery. */
function checksum(words: Int32Array): number {
	let hash = 0;
	for (let i = 0; i < words.length; i++) {
		let word = Math.imul(words[i]!, 0xcc9e2d51);
		word = Math.imul((word << 15) | (word >>> 17), 0x1b873593);
		hash ^= word;
		hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
	}
	hash ^= words.length * 4;
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return (hash ^ (hash >>> 16)) >>> 0;
}

/** Writes arrays one after the other, each after its length and aligned to 8 bytes. */
export class SnapshotWriter {
	#parts: TypedArray[] = [];
	#bytes = 0;

	array(values: TypedArray): void {
		this.#parts.push(Float64Array.of(values.length), values);
		this.#bytes += 8 + align(values.byteLength);
	}

	json(value: unknown): void {
		this.array(new TextEncoder().encode(JSON.stringify(value)));
	}

	strings(values: readonly string[]): void {
		this.array(Uint32Array.from(values, (value) => value.length));
		this.array(new TextEncoder().encode(values.join('')));
	}

	finish(): Uint8Array {
		const buffer = new ArrayBuffer(HEADER_BYTES + this.#bytes);
		const bytes = new Uint8Array(buffer);
		let offset = HEADER_BYTES;
		for (const part of this.#parts) {
			bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
			offset += align(part.byteLength);
		}
		new Float64Array(buffer, 16, 1)[0] = this.#bytes;
		new Uint32Array(buffer, 0, 4).set([MAGIC, VERSION, checksum(new Int32Array(buffer, HEADER_BYTES)), 0]);
		return bytes;
	}
}

/** Reads what SnapshotWriter wrote, in the same order. Arrays are copies: the bytes may be let go. */
export class SnapshotReader {
	readonly #buffer: ArrayBuffer;
	#offset = HEADER_BYTES;

	/** Throws SnapshotError. */
	constructor(bytes: Uint8Array) {
		if (bytes.byteLength < HEADER_BYTES) {
			throw new SnapshotError(`${bytes.byteLength} bytes are too few for a snapshot, which has at least ${HEADER_BYTES}`);
		}
		const isWhole = bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0;
		this.#buffer = isWhole ? (bytes.buffer as ArrayBuffer) : new Uint8Array(bytes).buffer;
		const [magic, version, expected] = new Uint32Array(this.#buffer, 0, 4);
		if (magic !== MAGIC) throw new SnapshotError('These bytes are not a snapshot of a retrieval index');
		if (version !== VERSION) {
			throw new SnapshotError(`The snapshot has format version ${version}, this program reads version ${VERSION}: build the index anew`);
		}
		const length = new Float64Array(this.#buffer, 16, 1)[0]!;
		if (length + HEADER_BYTES !== bytes.byteLength) {
			throw new SnapshotError(`The snapshot is ${bytes.byteLength} bytes long, expected ${length + HEADER_BYTES}: it was cut short or added to`);
		}
		const found = checksum(new Int32Array(this.#buffer, HEADER_BYTES, length / 4));
		if (found !== expected) {
			throw new SnapshotError(`The snapshot is damaged: checksum ${found.toString(16)}, expected ${expected!.toString(16)}`);
		}
	}

	array<T>(type: ArrayConstructor<T>): T {
		const length = new Float64Array(this.#buffer, this.#offset, 1)[0]!;
		const start = this.#offset + 8;
		const bytes = length * type.BYTES_PER_ELEMENT;
		if (!Number.isInteger(length) || length < 0 || start + bytes > this.#buffer.byteLength) {
			throw new SnapshotError('The snapshot ends within an array');
		}
		this.#offset = start + align(bytes);
		return new type(this.#buffer.slice(start, start + bytes), 0, length);
	}

	json(): unknown {
		return JSON.parse(new TextDecoder().decode(this.array<Uint8Array>(Uint8Array)));
	}

	strings(): string[] {
		const lengths = this.array<Uint32Array>(Uint32Array);
		const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.array<Uint8Array>(Uint8Array));
		const values = new Array<string>(lengths.length);
		let start = 0;
		for (let i = 0; i < lengths.length; i++) {
			values[i] = text.slice(start, start + lengths[i]!);
			start += lengths[i]!;
		}
		if (start !== text.length) throw new SnapshotError('The snapshot holds strings of other lengths than it says');
		return values;
	}
}

function align(bytes: number): number {
	return Math.ceil(bytes / 8) * 8;
}
