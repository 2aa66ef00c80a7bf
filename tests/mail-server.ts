import { createServer, type Server, type Socket } from 'node:net';

/** A mail as it came over the wire. */
export interface ReceivedMail {
	from: string;
	to: string[];
	/** Head and body as sent, dots unstuffed. */
	data: string;
}

/** A real SMTP server on a free port of this machine (RFC 5321, as much as a client needs), which keeps what it takes. */
export interface MailServer {
	url: string;
	received: ReceivedMail[];
	close(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
	const received: ReceivedMail[] = [];
	const sockets = new Set<Socket>();
	const server: Server = createServer((socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		converse(socket, received);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
	return {
		url: `smtp://127.0.0.1:${address.port}?from=network@mitra.example`,
		received,
		async close() {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function converse(socket: Socket, received: ReceivedMail[]): void {
	let buffer = '';
	let mail: ReceivedMail = { from: '', to: [], data: '' };
	let inData = false;
	const say = (line: string) => socket.write(`${line}\r\n`);
	const address = (line: string) => /<([^>]*)>/.exec(line)?.[1] ?? '';
	say('220 test server');
	socket.on('error', () => undefined);
	socket.on('data', (chunk) => {
		buffer += chunk.toString('utf8');
		for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
			const line = buffer.slice(0, end);
			buffer = buffer.slice(end + 2);
			if (inData) {
				if (line !== '.') mail.data += `${line.startsWith('..') ? line.slice(1) : line}\n`;
				else {
					inData = false;
					received.push(mail);
					mail = { from: '', to: [], data: '' };
					say('250 taken');
				}
				continue;
			}
			const command = line.slice(0, 4).toUpperCase();
			if (command === 'EHLO' || command === 'HELO') say('250 test server');
			else if (command === 'DATA') {
				inData = true;
				say('354 go on');
			} else if (command === 'QUIT') socket.end('221 bye\r\n');
			else {
				if (command === 'MAIL') mail.from = address(line);
				if (command === 'RCPT') mail.to.push(address(line));
				say('250 ok');
			}
		}
	});
}
