import { fileProblem } from './file-problem.ts';

export interface Upload {
	/** The text fields that stand before the file. */
	fields: ReadonlyMap<string, string>;
	/** Undefined where the form was sent without a file. */
	file: { name: string; bytes: AsyncIterable<Uint8Array> } | undefined;
}

const LONGEST_HEAD = 16_384;
const LONGEST_FIELD = 10_000;
const MOST_FIELDS = 50;

/**
 * Reads a form with a file (multipart/form-data, RFC 7578) without ever holding the file: its bytes are handed on as they
 * arrive. The file must be the form's last field. Undefined where the body is no such form or breaks off.
 */
export async function readUpload(contentType: string, body: AsyncIterable<Uint8Array>): Promise<Upload | undefined> {
	const boundary = /^multipart\/form-data\s*;.*?boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
	if (!boundary) return undefined;
	const input = new BufferedInput(body);
	const fields = new Map<string, string>();
	if ((await input.readTo(Buffer.from(`--${boundary}`), LONGEST_HEAD)) === undefined) return undefined;
	const end = Buffer.from(`\r\n--${boundary}`);
	while (fields.size < MOST_FIELDS) {
		if (await input.beginsWith('--')) return { fields, file: undefined };
		const head = await input.readTo(Buffer.from('\r\n\r\n'), LONGEST_HEAD);
		if (head === undefined) return undefined;
		const disposition = /^content-disposition:.*$/im.exec(head.toString('utf8'))?.[0] ?? '';
		const fileName = /filename="((?:[^"\\]|\\.)*)"/i.exec(disposition)?.[1];
		if (fileName !== undefined) return { fields, file: fileName === '' ? undefined : { name: decodedName(fileName), bytes: input.streamTo(end) } };
		const value = await input.readTo(end, LONGEST_FIELD);
		const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
		if (value === undefined || name === undefined) return undefined;
		fields.set(decodedName(name), value.toString('utf8'));
	}
	return undefined;
}

/** Browsers write quotes and line ends in names as %22, %0D and %0A (WHATWG, multipart/form-data encoding). */
function decodedName(name: string): string {
	return name.replace(/%(22|0D|0A)/gi, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** A stream of bytes that can be read up to a mark. */
class BufferedInput {
	readonly #source: AsyncIterator<Uint8Array>;
	#held: Buffer = Buffer.alloc(0);

	constructor(source: AsyncIterable<Uint8Array>) {
		this.#source = source[Symbol.asyncIterator]();
	}

	async #more(): Promise<boolean> {
		const { value, done } = await this.#source.next();
		if (done) return false;
		this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value]);
		return true;
	}

	/** What stands before the mark, which is consumed; undefined where it does not come within the limit. */
	async readTo(mark: Buffer, limit: number): Promise<Buffer | undefined> {
		for (;;) {
			const at = this.#held.indexOf(mark);
			if (at >= 0) {
				const before = this.#held.subarray(0, at);
				this.#held = this.#held.subarray(at + mark.length);
				return before;
			}
			if (this.#held.length > limit + mark.length || !(await this.#more())) return undefined;
		}
	}

	/** Whether the next characters (ASCII) are these; they stay. */
	async beginsWith(text: string): Promise<boolean> {
		while (this.#held.length < text.length && (await this.#more()));
		return this.#held.subarray(0, text.length).toString('latin1') === text;
	}

	/** Hands on what stands before the mark, in pieces. Throws where the stream ends without it. */
	async *streamTo(mark: Buffer): AsyncGenerator<Uint8Array> {
		for (;;) {
			const at = this.#held.indexOf(mark);
			if (at >= 0) {
				if (at > 0) yield this.#held.subarray(0, at);
				return;
			}
			// The last bytes may be the beginning of the mark.
			const sure = this.#held.length - mark.length + 1;
			if (sure > 0) {
				yield this.#held.subarray(0, sure);
				this.#held = this.#held.subarray(sure);
			}
			if (!(await this.#more())) throw fileProblem('broken_upload');
		}
	}
}
