import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { cache, packageName } from '../../scripts/places.mjs';
import { Editor, withoutBrowser } from './browser.mjs';
import { CredentialForm } from './credentialForm.mjs';
import { lane, openWorkplace } from './lane.mjs';
import { pause } from './waiting.mjs';

const pictures = join(cache, 'screenshots', lane.name);

const worked = 'Connection tested successfully';
const asked = /^Couldn’t connect with these settings .*Open (?<link>http:\/\/127\.0\.0\.1:\d+\/device\?user-code=(?<code>\w+)) in a browser, sign in and confirm the code \k<code>, then press Retry here\. The code is good for \d+ min$/;

/** Whoever asks the provider again within its three seconds is told to wait. A person takes longer, the test does not. */
const betweenPollsMs = 3_000;

/** The accounts of the signed-in user are listed. */
const listAccounts = {
	name: 'Accounts',
	nodes: [
		{ id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{
			id: 'accounts',
			name: 'Accounts',
			type: `${packageName}.konturExternAccount`,
			typeVersion: 1,
			position: [220, 0],
			parameters: { resource: 'account', operation: 'getAll' },
			credentials: { konturExternApi: {} },
		},
	],
	connections: { Start: { main: [[{ node: 'Accounts', type: 'main', index: 0 }]] } },
};

describe('signing in with a device code', { skip: withoutBrowser }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Editor} */
	let editor;
	/** @type {CredentialForm} */
	let form;
	let workflowId;
	before(async () => {
		mkdirSync(pictures, { recursive: true });
		workplace = await openWorkplace('deviceCode');
		// So that all requests are those of the tests.
		await workplace.n8n.client.deactivate(workplace.workflowIds['report-events']);
		editor = await Editor.open(workplace.n8n.address);
	});
	after(async () => {
		await editor?.close();
		await workplace?.close();
	});

	const photograph = (name, page = editor.page) => page.screenshot({ path: join(pictures, `${name}.png`) });
	/** What was asked of the identity provider while something was done, with its answers. */
	const signInsDuring = async (doing) => {
		const before = (await workplace.sandbox.requests()).at(-1)?.number ?? 0;
		await doing();
		const requests = await workplace.sandbox.requests(before);
		return requests.filter(({ service }) => service === 'identity').map(({ operation, status }) => `${operation} ${status}`);
	};
	/** Somebody with another browser, perhaps on another device, opens the link and does what it asks. */
	const confirm = async (link) => {
		const person = await editor.page.context().browser().newPage();
		await person.goto(link);
		await photograph('device-page', person);
		await person.getByRole('button', { name: 'Подтвердить' }).click();
		await person.getByLabel('Логин').fill(workplace.seed.login);
		await person.getByLabel('Пароль').fill(workplace.seed.password);
		await person.getByRole('button', { name: 'Войти' }).click();
		await person.getByText('Вход выполнен').waitFor();
		await person.close();
	};
	const runTheWorkflow = async () => {
		const { status, data } = await workplace.n8n.client.runToEnd(workflowId, 'Start');
		assert.equal(status, 'success', data.resultData.error?.message);
		const accounts = data.resultData.runData.Accounts[0].data.main[0].map(({ json }) => json.accountId);
		assert.deepEqual(accounts.sort(), workplace.seed.accounts.map(({ id }) => id).sort());
	};

	it('shows a link and a code when the credential is saved, and the same ones until somebody has confirmed', async () => {
		form = await CredentialForm.create(editor, 'Kontur Extern API');
		await form.choose('environment', 'Own Address');
		await form.fill('apiUrl', workplace.sandbox.api);
		await form.fill('identityUrl', workplace.sandbox.identity);
		await form.choose('signIn', 'Device Code');
		await form.fill('clientId', workplace.seed.clientId);
		await form.fill('apiKey', workplace.seed.apiKey);
		await form.fill('login', workplace.seed.login);
		await form.save();
		await photograph('device-asked-at-first');
		const message = await form.message();
		await photograph('device-asked');
		assert.match(message, asked);
		await form.retry();
		assert.deepEqual({ ...asked.exec(await form.message())?.groups }, { ...asked.exec(message).groups });
	});

	it('works after somebody has confirmed the code in another browser and Retry was pressed', async () => {
		const { link } = asked.exec(await form.message()).groups;
		await Promise.all([confirm(link), pause(betweenPollsMs)]);
		const signIns = await signInsDuring(async () => {
			await form.retry();
			assert.equal(await form.message(), worked);
		});
		assert.deepEqual(signIns, ['openid-token-device-code 200']);
		await photograph('device-works');
	});

	it('lets a workflow run without anybody', async () => {
		workflowId = await workplace.n8n.client.addWorkflow(listAccounts, { konturExternApi: form.stored });
		assert.deepEqual(await signInsDuring(runTheWorkflow), []);
	});

	it('goes on when the form that has not seen the session yet is saved over it', async () => {
		const signIns = await signInsDuring(async () => {
			await form.typeAgain('apiKey', workplace.seed.apiKey);
			await form.save();
			assert.equal(await form.message(), worked);
			await runTheWorkflow();
		});
		assert.deepEqual(signIns, []);
	});

	it('goes on in an n8n that was started again', async () => {
		await workplace.n8n.stop();
		await workplace.n8n.start();
		await workplace.n8n.client.logIn();
		assert.deepEqual(await signInsDuring(runTheWorkflow), []);
	});

	it('renews a session that has ended, still without anybody', async () => {
		await workplace.sandbox.post('/tokens/expire');
		assert.deepEqual(await signInsDuring(runTheWorkflow), ['openid-token-refresh 200']);
	});
});
