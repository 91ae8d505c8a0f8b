import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spawnLeashed } from '../../scripts/command.mjs';
import { root } from '../../scripts/places.mjs';
import { eventually } from './waiting.mjs';

/** The example of a signing service as its README has it tried: OpenSSL, keys in a folder, a token. */
export class SigningService {
	#child;
	#folder;
	#log = '';

	/**
	 * @param {{ token: string, thumbprint: string, content: string, lockedKey: string }} options `content` is the
	 * certificate, DER in base64; the key is encrypted PKCS#8, PEM
	 */
	static async start({ token, thumbprint, content, lockedKey }) {
		const service = new SigningService();
		const folder = (service.#folder = mkdtempSync(join(tmpdir(), 'signing-service-e2e-')));
		const [keys, work] = ['keys', 'work'].map((name) => join(folder, name));
		for (const one of [keys, work]) mkdirSync(one);
		writeFileSync(join(keys, `${thumbprint}.key`), lockedKey);
		writeFileSync(join(keys, `${thumbprint}.crt`), `-----BEGIN CERTIFICATE-----\n${content.replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`);
		const env = { PATH: process.env.PATH, PORT: '0', TOOL: 'openssl', KEYS: keys, WORK_FOLDER: work, SIGNING_TOKEN: token };
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
		const ended = new Promise((resolve) => this.#child.once('close', resolve));
		this.#child.stdin.end();
		await ended;
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
