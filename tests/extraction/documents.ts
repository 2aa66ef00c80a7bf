import { deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { zipSync } from 'fflate';

/** Documents as people have them, and as they should not. */

export async function pdf(pages: readonly string[], password?: string): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (const text of pages) {
		const page = document.addPage();
		if (text) page.drawText(text, { x: 50, y: 700, size: 12, font });
	}
	if (password) document.encrypt({ userPassword: password, ownerPassword: `${password}-owner` });
	return document.save();
}

export async function docx(paragraphs: readonly string[], cells: readonly string[] = []): Promise<Uint8Array> {
	const table = cells.length > 0 ? [new Table({ rows: [new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) })] })] : [];
	return new Uint8Array(await Packer.toBuffer(new Document({ sections: [{ children: [...paragraphs.map((text) => new Paragraph(text)), ...table] }] })));
}

/** A PDF of some hundred kilobytes whose page unpacks to so many bytes. */
export function pdfBomb(bytes: number): Uint8Array {
	const stream = deflateSync(Buffer.alloc(bytes, ' '), { level: 1 });
	const parts: Buffer[] = [];
	const offsets: number[] = [];
	let length = 0;
	const add = (part: string | Buffer) => {
		const buffer = Buffer.from(part as string, 'latin1');
		parts.push(buffer);
		length += buffer.length;
	};
	const object = (head: string, body?: Buffer) => {
		offsets.push(length);
		add(`${offsets.length} 0 obj\n${head}\n`);
		if (body) {
			add('stream\n');
			add(body);
			add('\nendstream\n');
		}
		add('endobj\n');
	};
	add('%PDF-1.7\n');
	object('<< /Type /Catalog /Pages 2 0 R >>');
	object('<< /Type /Pages /Kids [3 0 R] /Count 1 >>');
	object('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> >>');
	object(`<< /Length ${stream.length} /Filter /FlateDecode >>`, stream);
	const start = length;
	add(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')}`);
	add(`trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
	return new Uint8Array(Buffer.concat(parts));
}

/** A Word document whose text part unpacks to so many bytes; `lying`: its table of contents says that there are few. */
export function docxBomb(bytes: number, lying = false): Uint8Array {
	const zip = Buffer.from(zipSync({ '[Content_Types].xml': Buffer.from('<Types/>'), 'word/document.xml': [new Uint8Array(bytes).fill(32), { level: 1 }] }));
	if (lying)
		for (const [signature, at] of [[0x04034b50, 22], [0x02014b50, 24]] as const)
			for (let from = 0; from < zip.length - 4; from++) if (zip.readUInt32LE(from) === signature && zip.readUInt32LE(from + at) === bytes) zip.writeUInt32LE(100, from + at);
	return new Uint8Array(zip);
}

/** What Office makes of a document with a password: a compound file around the encrypted package. */
export function lockedOfficeFile(): Uint8Array {
	return new Uint8Array(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(1000), Buffer.from('EncryptedPackage', 'utf16le'), Buffer.alloc(500)]));
}
