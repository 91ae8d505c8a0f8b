import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PortAnswer } from '../../../../extern/port';
import type { ServicePort } from '../../../../extern/signing';
import { ownServiceHeaders, type OwnServiceFields } from '../../../../extern/signin';

/** A request as a service of somebody else sees it. */
export interface Heard {
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** What it answers; an object stands for its JSON. */
export type Reply = Buffer | Uint8Array | string | object;

/** A service on this computer for the time of one work. */
export async function withService<T>(reply: (heard: Heard) => Reply, work: (address: string, heard: Heard[]) => Promise<T>): Promise<T> {
	const heard: Heard[] = [];
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { pathname, searchParams } = new URL(String(request.url), 'http://localhost');
			const call = { path: pathname, query: searchParams, headers: request.headers, body: Buffer.concat(parts) };
			heard.push(call);
			const answer = reply(call);
			const isJson = typeof answer === 'object' && !(answer instanceof Uint8Array);
			response.setHeader('content-type', isJson ? 'application/json' : typeof answer === 'string' ? 'text/plain' : 'application/octet-stream');
			response.end(isJson ? JSON.stringify(answer) : answer);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	try {
		const { port } = server.address() as AddressInfo;
		return await work(`http://127.0.0.1:${port}`, heard);
	} finally {
		server.close();
		server.closeAllConnections();
	}
}

/** A port that authenticates as the credential does in n8n. */
export function portOf(fields: OwnServiceFields): ServicePort {
	return {
		now: () => Date.now(),
		cancelled: () => false,
		pause: async () => undefined,
		async send({ method, url, headers, body }): Promise<PortAnswer> {
			const response = await fetch(url, { method, headers: { ...headers, ...ownServiceHeaders(fields) }, body, redirect: 'manual' });
			return { kind: 'answer', status: response.status, headers: Object.fromEntries(response.headers), body: new Uint8Array(await response.arrayBuffer()) };
		},
	};
}
