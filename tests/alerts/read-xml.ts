/** An element of a document, its name with the namespace that it is in: `{http://www.w3.org/2005/Atom}entry`. */
export interface XmlElement {
	name: string;
	attributes: Record<string, string>;
	children: XmlElement[];
	/** All text inside, in order. */
	text: string;
}

/**
 * Reads a document as XML 1.0 with namespaces wants it, and throws at the first thing that is not well-formed: unknown
 * entities, characters that XML has no place for, elements that do not nest, prefixes without a namespace, attributes twice.
 */
export function readXml(source: string): XmlElement {
	if (/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u.test(source)) throw new Error('A character that XML has no place for');
	const declaration = /^<\?xml version="1\.0" encoding="utf-8"\?>\s*/.exec(source);
	if (!declaration) throw new Error('No XML declaration');
	const open: { element: XmlElement; tag: string; spaces: Record<string, string> }[] = [];
	let root: XmlElement | undefined;
	const token = /<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
	token.lastIndex = declaration[0].length;
	while (token.lastIndex < source.length) {
		const at = token.lastIndex;
		const match = token.exec(source);
		if (!match) throw new Error(`Not well-formed at ${at}: ${source.slice(at, at + 60)}`);
		const [, closing, opening, attributes = '', empty, text] = match;
		const parent = open.at(-1);
		if (text !== undefined) {
			const decoded = decode(text);
			if (!parent && decoded.trim() !== '') throw new Error('Text outside of the root');
			for (const { element } of open) element.text += decoded;
		} else if (closing !== undefined) {
			if (open.pop()?.tag !== closing) throw new Error(`</${closing}> closes nothing`);
		} else if (opening !== undefined) {
			if (!parent && root) throw new Error('Two roots');
			const read = readAttributes(attributes);
			const spaces = { ...(parent?.spaces ?? { xml: 'http://www.w3.org/XML/1998/namespace' }) };
			for (const [name, value] of Object.entries(read)) if (name === 'xmlns' || name.startsWith('xmlns:')) spaces[name === 'xmlns' ? '' : name.slice(6)] = value;
			const element = { name: expanded(opening, spaces), attributes: read, children: [], text: '' };
			if (parent) parent.element.children.push(element);
			else root = element;
			if (!empty) open.push({ element, tag: opening, spaces });
		}
	}
	if (open.length > 0 || !root) throw new Error('The document ends in the middle');
	return root;
}

function readAttributes(source: string): Record<string, string> {
	const attributes: Record<string, string> = {};
	for (const [, name = '', value = ''] of source.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
		if (name in attributes) throw new Error(`The attribute ${name} stands twice`);
		attributes[name] = decode(value);
	}
	return attributes;
}

function expanded(tag: string, spaces: Record<string, string>): string {
	const [local, prefix = ''] = tag.split(':').reverse() as [string, string?];
	if (prefix !== '' && !(prefix in spaces)) throw new Error(`The prefix ${prefix} has no namespace`);
	return spaces[prefix] ? `{${spaces[prefix]}}${local}` : local;
}

function decode(text: string): string {
	const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
	return text.replace(/&([^;\s&]*);?/g, (whole, name: string) => {
		const number = /^#(\d+)$/.exec(name)?.[1];
		const sign = number === undefined ? named[name] : String.fromCodePoint(Number(number));
		if (sign === undefined || !whole.endsWith(';')) throw new Error(`Unknown entity ${whole}`);
		return sign;
	});
}
