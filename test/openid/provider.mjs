import { after, before } from 'node:test';

import { ClientSecretPost, allowInsecureRequests, discovery } from 'openid-client';

import { Sandbox } from '../../scripts/sandbox.mjs';
import { Browser } from './browser.mjs';

export const callback = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';

/** The sandbox's provider for the tests of one file, as an integrator with a client library meets it. */
class Provider {
	/** @type {Sandbox} */
	sandbox;
	seed;

	async start(name) {
		this.sandbox = await Sandbox.start({ name });
		this.seed = await this.sandbox.seed();
	}

	get origin() {
		return this.sandbox.identity;
	}

	/**
	 * What the library learns about the provider; as our own application unless others are named.
	 * @param {{ clientId?: string, apiKey?: string, authentication?: typeof ClientSecretPost }} [application]
	 */
	discover({ clientId = this.seed.clientId, apiKey = this.seed.apiKey, authentication = ClientSecretPost } = {}) {
		// Plain HTTP never leaves this machine.
		return discovery(new URL(this.origin), clientId, undefined, authentication(apiKey), { execute: [allowInsecureRequests] });
	}

	browser() {
		return new Browser(this.origin);
	}

	/** What the seeded person types. */
	get person() {
		const { login, password } = this.seed;
		return { login, password };
	}

	/** Signs the person in on the page at an address of the provider; where the browser ended. */
	async signInOnPage(url) {
		const browser = this.browser();
		return browser.submit(await browser.open(url), this.person);
	}

	/**
	 * @param {string} path below /_sandbox of the provider
	 * @param {object} body
	 */
	async control(path, body) {
		const answer = await fetch(`${this.origin}/_sandbox${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`The provider answered ${answer.status} to ${path}`);
	}

	/** The status of the API's answer to the holder of an access token. */
	async apiStatus(accessToken) {
		const answer = await fetch(`${this.sandbox.api}/v1`, { headers: { authorization: `Bearer ${accessToken}` } });
		return answer.status;
	}
}

/** @param {string} name of the log of the sandbox */
export function givenProvider(name) {
	const provider = new Provider();
	before(() => provider.start(name));
	after(() => provider.sandbox.stop());
	return provider;
}
