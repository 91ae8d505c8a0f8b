import { existsSync } from 'node:fs';

import { chromium } from 'playwright-core';

import { owner } from '../../scripts/n8nClient.mjs';

const executablePath = ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);

/** Why the browser tests cannot run here, or false. In CI a missing browser is a failure. */
export const withoutBrowser =
	!executablePath && !process.env.CI && 'needs a browser: sudo apt-get install -y --no-install-recommends chromium';

/** A page of a headless browser that nobody is signed in with. */
export async function openPage() {
	const browser = await chromium.launch({
		executablePath,
		args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
	});
	const page = await browser.newPage({ viewport: { width: 1600, height: 900 }, locale: 'en-GB' });
	page.setDefaultTimeout(30_000);
	return { browser, page };
}

/** n8n's editor in a headless browser, signed in. */
export class Editor {
	#browser;

	/** @param {string} address of n8n */
	static async open(address) {
		const { browser, page } = await openPage();
		const editor = new Editor(browser, page, address);
		await editor.#signIn();
		return editor;
	}

	/** Use `open`. */
	constructor(browser, page, address) {
		this.#browser = browser;
		this.page = page;
		this.address = address;
		/** Hosts other than this machine that the editor asked for. */
		this.outsideHosts = new Set();
		page.on('request', (request) => {
			const { protocol, hostname } = new URL(request.url());
			if (protocol.startsWith('http') && hostname !== '127.0.0.1') this.outsideHosts.add(hostname);
		});
	}

	/** The element that n8n marks with this test id. */
	element(testId) {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	/** @param {string} workflowId */
	async openWorkflow(workflowId) {
		await this.page.goto(`${this.address}/workflow/${workflowId}`);
		await this.element('canvas-node').first().waitFor();
	}

	/** The list of credentials, without a form before it. */
	async openCredentials() {
		await this.page.goto(`${this.address}/home/credentials`);
		await this.element('add-resource-credential').waitFor();
	}

	/** @param {string} name */
	node(name) {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** How many nodes are drawn; older editors show an execution in a frame of its own. */
	async nodesAnywhere() {
		const counts = this.page.frames().map((frame) => frame.locator('[data-test-id="canvas-node"]').count());
		return Math.max(...(await Promise.all(counts)));
	}

	/** Opens the form of a node. */
	async openForm(name) {
		await this.node(name).dblclick();
		await this.element('parameter-item').first().waitFor();
	}

	async closeForm() {
		await this.page.keyboard.press('Escape');
		await this.element('parameter-item').first().waitFor({ state: 'hidden' });
	}

	close() {
		return this.#browser.close();
	}

	async #signIn() {
		await this.page.goto(`${this.address}/signin`);
		await this.page.locator('input[type="email"]').fill(owner.email);
		await this.page.locator('input[type="password"]').fill(owner.password);
		await this.element('form-submit-button').click();
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}
}
