import { unzipSync } from 'fflate';
import mammoth from 'mammoth';
import { keptPages, unreadable, type ExtractedText, type ExtractionLimits, type Unreadable } from './extracted-text.ts';

/** Office writes a document with a password as a compound file that holds the encrypted package. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
const MAIN_PART = /^word\/document\d*\.xml$/;

/** The text of a Word document as one page, for it has none of its own. */
export async function docxText(bytes: Uint8Array, limits: ExtractionLimits): Promise<ExtractedText> {
	const fault = faultOf(bytes, limits);
	if (fault) return unreadable(fault);
	try {
		const { value } = await mammoth.extractRawText({ buffer: Buffer.from(bytes) });
		return keptPages([value], limits);
	} catch (error) {
		return unreadable(error instanceof Error && /encrypted/i.test(error.message) ? 'encrypted' : 'broken');
	}
}

/** What the table of contents tells before anything is unpacked; where it lies, the process's memory and time are the limit. */
function faultOf(bytes: Uint8Array, { unpackedBytes, archiveEntries }: ExtractionLimits): Unreadable | undefined {
	if (COMPOUND_FILE.every((byte, at) => bytes[at] === byte)) return Buffer.from(bytes).includes(ENCRYPTED_PACKAGE) ? 'encrypted' : 'broken';
	let [entries, unpacked] = [0, 0];
	let hasText = false;
	try {
		unzipSync(bytes, {
			filter: ({ name, originalSize }) => {
				entries++;
				unpacked += originalSize;
				hasText ||= MAIN_PART.test(name);
				return false;
			},
		});
	} catch {
		return 'broken';
	}
	if (entries > archiveEntries || unpacked > unpackedBytes) return 'too-large';
	return hasText ? undefined : 'broken';
}
