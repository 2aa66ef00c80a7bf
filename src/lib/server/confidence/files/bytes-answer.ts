/** A file as an answer that no browser runs anything of, and that nothing on the way keeps. Pictures are shown, all else is saved. */
export function bytesAnswer(file: { name: string; mediaType: string; bytes: Uint8Array | string }): Response {
	const inline = /^image\/(png|jpeg|webp)$/.test(file.mediaType) || file.mediaType.startsWith('text/plain');
	const plain = file.name.replace(/[^A-Za-z0-9._ -]/g, '_').slice(0, 100) || 'file';
	const encoded = encodeURIComponent(file.name).replace(/['()*!]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
	return new Response(file.bytes as BodyInit, {
		headers: {
			'content-type': inline || file.mediaType === 'application/pdf' ? file.mediaType : 'application/octet-stream',
			'content-disposition': `${inline ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			'cache-control': 'private, no-store',
			'cross-origin-resource-policy': 'same-origin',
		},
	});
}
