import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spawnLeashed } from '../../scripts/command.mjs';
import { root } from '../../scripts/places.mjs';
import { canary, plainCanary } from './canaries.mjs';
import { lockOutside } from './outsideSigner.mjs';
import { eventually } from './waiting.mjs';

/** The example of a signing service as its README has it tried: OpenSSL, a token, and in a folder a key, which has a PIN. */
export class SigningService {
	#child;
	#folder = mkdtempSync(join(tmpdir(), 'signing-service-e2e-'));
	#log = '';
	token = plainCanary('token');
	pin = plainCanary('pin');

	/** @param {{ thumbprint: string, content: string, privateKey: string }} signer certificate of the sandbox's seed */
	static async start({ thumbprint, content, privateKey }) {
		const service = new SigningService();
		const [keys, work] = ['keys', 'work'].map((name) => join(service.#folder, name));
		for (const one of [keys, work]) mkdirSync(one);
		writeFileSync(join(keys, `${thumbprint}.key`), lockOutside(privateKey, service.pin));
		writeFileSync(join(keys, `${thumbprint}.crt`), `-----BEGIN CERTIFICATE-----\n${content.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
		const env = { PATH: process.env.PATH, PORT: '0', TOOL: 'openssl', KEYS: keys, WORK_FOLDER: work, SIGNING_TOKEN: service.token };
		service.#child = spawnLeashed(process.execPath, [join(root, 'examples/signing-service/signing-service.mjs')], { env });
		for (const stream of [service.#child.stdout, service.#child.stderr]) stream.on('data', (chunk) => (service.#log += chunk));
		await eventually('the signing service', async () => service.address);
		return service;
	}

	get address() {
		return /"event":"started","address":"([^"]+)"/.exec(this.#log)?.[1];
	}

	/** What it has written, in the shape of traces. */
	get told() {
		return { place: 'the signing service', kind: 'log', bytes: Buffer.from(this.#log) };
	}

	async stop() {
		const ended = once(this.#child, 'close');
		this.#child.stdin.end();
		await ended;
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

const basicGate = () => {
	const [user, password] = ['бухгалтерия', canary('password')];
	const wanted = { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
	return { wanted, credential: { authentication: 'basic', user, password } };
};
const headerGate = () => {
	const headerValue = plainCanary('headerValue');
	return { wanted: { 'x-api-key': headerValue }, credential: { authentication: 'header', headerName: 'X-Api-Key', headerValue } };
};

/**
 * What stands before the signing service where it authenticates in another way than by a token: it lets
 * through whoever has the right header, and repeats in its refusal all that it was given.
 * @param {SigningService} service
 */
async function gateTo({ address, token }, { wanted, credential }) {
	const [[name, value]] = Object.entries(wanted);
	const server = createServer((request, response) => {
		if (request.headers[name] !== value) return refuse(401, request, response);
		const headers = { ...request.headers, authorization: `Bearer ${token}` };
		const onwards = httpRequest(new URL(request.url, address), { method: request.method, headers }, (answer) => {
			response.writeHead(answer.statusCode, answer.headers);
			answer.pipe(response);
		});
		onwards.on('error', () => response.destroy());
		request.pipe(onwards);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { address: `http://127.0.0.1:${server.address().port}`, credential, close: () => server.close() };
}

/** One gate for each way to authenticate that the example itself does not know. @param {SigningService} service */
export async function gatesTo(service) {
	const [basic, header] = await Promise.all([basicGate(), headerGate()].map((gate) => gateTo(service, gate)));
	return { basic, header };
}

/** A signing service that repeats in its error all that it was given. */
export async function quotingService() {
	const server = createServer((request, response) => {
		refuse(400, request, response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/** Answers with every header, as it came and in other spellings. */
function refuse(status, request, response) {
	const quoted = Object.values(request.headers).flatMap((value) => [value, Buffer.from(value).toString('base64'), encodeURIComponent(value)]);
	request.resume().on('end', () => response.writeHead(status).end(quoted.join(', ')));
}
