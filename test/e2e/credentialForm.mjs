import { pause } from './waiting.mjs';

/** The editor takes a text over that long after the last key. */
const takeOverMs = 300;

/** What stands on the buttons beside a message. */
const buttons = new Set(['Retry', 'More details', 'Hide details']);

/**
 * The form of a credential in n8n's editor, used as a person does.
 *
 * ```js
 * const form = await CredentialForm.create(editor, 'Kontur Extern API');
 * await form.choose('signIn', 'API Key');
 * await form.fill('clientId', 'my-company.reports');
 * const id = await form.save();
 * assert.equal(await form.message(), 'Connection tested successfully');
 * ```
 */
export class CredentialForm {
	/** @type {{ id: string, name: string } | undefined} the credential as nodes refer to it, once it was stored */
	stored;
	#tested;
	#filledAt = 0;

	/**
	 * For a new credential.
	 * @param {import('./browser.mjs').Editor} editor
	 * @param {string} typeName as n8n shows it
	 */
	static async create(editor, typeName) {
		await editor.openCredentials();
		await editor.element('add-resource-credential').click();
		await editor.element('new-credential-type-select').locator('input').fill(typeName);
		await editor.element('new-credential-type-select-option').filter({ visible: true }).getByText(typeName, { exact: true }).click();
		await editor.element('new-credential-type-button').click();
		return new CredentialForm(editor).#shown();
	}

	/**
	 * For a credential that is stored; n8n tests it at once.
	 * @param {import('./browser.mjs').Editor} editor
	 * @param {string} credentialId
	 */
	static async open(editor, credentialId) {
		const form = new CredentialForm(editor);
		form.#expectTest();
		await editor.page.goto(`${editor.address}/home/credentials/${credentialId}`);
		return form.#shown();
	}

	/** Use `create` or `open`. */
	constructor(editor) {
		this.page = editor.page;
		this.root = editor.element('editCredential-modal');
	}

	/** The element of the form that n8n marks with this test id. */
	element(testId) {
		return this.root.locator(`[data-test-id="${testId}"]`);
	}

	/** The input of a property. */
	input(property) {
		return this.element(`parameter-input-${property}`).locator('input, textarea').first();
	}

	/** Of a credential that a person signs in for. */
	get connectButton() {
		return this.root.getByRole('button', { name: /^(Connect|Connect my account|Reconnect|Switch account)$/ });
	}

	/** The labels of the fields that are shown, in their order. */
	async labels() {
		const labels = await this.element('credential-connection-parameter').locator('label.n8n-input-label').allInnerTexts();
		return labels.map((label) => label.split('\n')[0].replace('*', '').trim());
	}

	/** Writes into the field of a property. */
	async fill(property, text) {
		await this.input(property).fill(text);
		this.#filledAt = Date.now();
	}

	/** Writes what is there already into the field of a property, so that there is something to save. */
	async typeAgain(property, text) {
		await this.fill(property, `${text} `);
		await this.#takenOver();
		await this.fill(property, text);
	}

	/** Chooses from the list of a property, by the label of the option. */
	async choose(property, label) {
		await this.element(`parameter-input-${property}`).click();
		await this.page.locator('.el-select-dropdown__item:visible').getByText(label, { exact: true }).click();
	}

	/**
	 * Presses Save and waits until n8n has stored the credential; it begins to test it then.
	 * @returns {Promise<string>} id of the credential
	 */
	async save() {
		await this.#takenOver();
		this.#expectTest();
		const [answer] = await Promise.all([this.page.waitForResponse(isStoring), this.element('credential-save-button').click()]);
		await this.#remember(answer);
		return this.stored.id;
	}

	/** Presses Retry: n8n tests what stands in the form. */
	async retry() {
		await this.#takenOver();
		this.#expectTest();
		await this.root.getByRole('button', { name: 'Retry' }).click();
	}

	/**
	 * What the form says about the credential after `open`, `save` or `retry`, with its details.
	 * @returns {Promise<string>}
	 */
	async message() {
		await this.#tested;
		await this.#banner.first().waitFor();
		const details = this.#banner.getByText('More details');
		if (await details.isVisible()) await details.click();
		const lines = (await this.#banner.innerText()).split('\n').map((line) => line.trim());
		return lines.filter((line) => !buttons.has(line)).join(' ').replace(/\s+/g, ' ').trim();
	}

	/**
	 * Presses Connect, or Reconnect, of a credential that a person signs in for; n8n stores it before.
	 * @returns {Promise<import('playwright-core').Page>} the sign-in page in its window
	 */
	async connect() {
		await this.#takenOver();
		const [window, answer] = await Promise.all([
			this.page.waitForEvent('popup'),
			this.page.waitForResponse(isStoring),
			this.connectButton.click(),
		]);
		await this.#remember(answer);
		return window;
	}

	/** Whether the form shows the account as connected. */
	isConnected() {
		return this.element('oauth-connect-success-banner').isVisible();
	}

	/** Waits until the form shows the account as connected, and returns what it says. */
	async connection() {
		const banner = this.element('oauth-connect-success-banner');
		await banner.waitFor();
		return (await banner.innerText()).split('\n')[0].trim();
	}

	get #banner() {
		return this.root.locator('.el-tag--success:visible, .el-tag--danger:visible');
	}

	async #shown() {
		await this.element('credential-connection-parameter').first().waitFor();
		return this;
	}

	async #remember(answer) {
		const { id, name } = (await answer.json()).data;
		this.stored = { id, name };
	}

	async #takenOver() {
		await pause(Math.max(0, this.#filledAt + takeOverMs - Date.now()));
	}

	#expectTest() {
		// Not every credential is tested; whoever asks for the message notices then that there is none.
		this.#tested = this.page.waitForResponse((answer) => new URL(answer.url()).pathname === '/rest/credentials/test').catch(() => undefined);
	}
}

function isStoring(answer) {
	const { pathname } = new URL(answer.url());
	const method = answer.request().method();
	return (method === 'POST' && pathname === '/rest/credentials') || (method === 'PATCH' && pathname.startsWith('/rest/credentials/'));
}
