import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';

import { cache, packageName } from '../../scripts/places.mjs';
import { Editor, withoutBrowser } from './browser.mjs';
import { CredentialForm } from './credentialForm.mjs';
import { lane, openWorkplace } from './lane.mjs';

const pictures = join(cache, 'screenshots', lane.name);

/** The sandbox remembers by them who has signed in. */
const sandboxCookies = /^_/;

const manualTrigger = { id: 'start', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };
const from = (...names) => ({ main: [names.map((node) => ({ node, type: 'main', index: 0 }))] });

describe('signing in from the editor', { skip: withoutBrowser }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Editor} */
	let editor;
	before(async () => {
		mkdirSync(pictures, { recursive: true });
		workplace = await openWorkplace('signIn');
		// So that all requests are those of the tests.
		await workplace.n8n.client.deactivate(workplace.workflowIds['report-events']);
		editor = await Editor.open(workplace.n8n.address);
		// The page that n8n shows after a sign-in asks for a font from outside.
		await editor.page.context().route(({ hostname }) => hostname !== '127.0.0.1', (route) => route.abort());
	});
	after(async () => {
		await editor?.close();
		await workplace?.close();
	});

	const photograph = (name, page = editor.page) => page.screenshot({ path: join(pictures, `${name}.png`) });
	const lastRequest = async () => (await workplace.sandbox.requests()).at(-1)?.number ?? 0;
	/** The form of a new credential, with the addresses of the sandbox in it. */
	const newCredential = async (typeName) => {
		const form = await CredentialForm.create(editor, typeName);
		await form.choose('environment', 'Own Address');
		await form.fill('apiUrl', workplace.sandbox.api);
		await form.fill('identityUrl', workplace.sandbox.identity);
		return form;
	};

	describe('with login and password', () => {
		const worked = 'Connection tested successfully';
		const refused = /^Couldn’t connect with these settings .*the login or the password is wrong \(invalid_grant: wrong login or password\)$/;
		/** Password grants of the sandbox since a request. */
		const signInsSince = async (before) =>
			(await workplace.sandbox.requests(before)).filter(({ operation }) => operation === 'openid-token-password').length;

		/** @type {CredentialForm} */
		let form;
		it('asks for what belongs to the chosen way only', async () => {
			form = await newCredential('Kontur Extern API');
			const ofApiKey = ['Environment', 'API Address', 'Identity Address', 'Sign In With', 'Client ID', 'API Key', 'Scope', 'Allowed HTTP Request Domains'];
			assert.deepEqual(await form.labels(), ofApiKey);
			await photograph('credential-new');
			await form.choose('signIn', 'Login and Password');
			assert.deepEqual(await form.labels(), ofApiKey.toSpliced(6, 0, 'Login', 'Password'));
		});

		it('says that they are wrong or work as soon as they are saved, also when the form is opened again', async () => {
			const { clientId, apiKey, login, password } = workplace.seed;
			await form.fill('clientId', clientId);
			await form.fill('apiKey', apiKey);
			await form.fill('login', login);
			await form.fill('password', 'wrong');
			const credentialId = await form.save();
			assert.match(await form.message(), refused);
			await photograph('credential-refused');

			await form.fill('password', password);
			await form.save();
			assert.equal(await form.message(), worked);
			await photograph('credential-works');

			const before = await lastRequest();
			const again = await CredentialForm.open(editor, credentialId);
			assert.equal(await again.message(), worked);
			assert.equal(await signInsSince(before), 0, 'the session that is there is used');
			// n8n hands the session of the right password over with the wrong one.
			await again.fill('password', 'wrong again');
			await again.save();
			assert.match(await again.message(), refused);
		});
	});

	describe('in calls that no node makes, the credential', () => {
		/** How the HTTP Request node ends with the session credential. */
		const call = async (url) => {
			const httpRequest = {
				id: 'call',
				name: 'Call',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.2,
				position: [220, 0],
				parameters: { url, authentication: 'predefinedCredentialType', nodeCredentialType: 'konturExternApi', options: {} },
				credentials: { konturExternApi: {} },
			};
			const workflow = { name: 'Call', nodes: [manualTrigger, httpRequest], connections: { Start: from('Call') } };
			const workflowId = await workplace.n8n.client.addWorkflow(workflow, workplace.credentials);
			return (await workplace.n8n.client.runToEnd(workflowId, manualTrigger.name)).data.resultData;
		};

		it('signs in the HTTP Request node', async () => {
			const { error, runData } = await call(`${workplace.sandbox.api}/v1`);
			assert.equal(error?.message, undefined);
			const [{ json }] = runData.Call[0].data.main[0];
			assert.equal(json.accounts.length, workplace.seed.accounts.length);
		});

		it('is not used for any other address', async () => {
			const before = await lastRequest();
			const { error } = await call(`${workplace.sandbox.identity}/connect/userinfo`);
			assert.match(error.message, /This credential is only for Kontur\.Extern/);
			const paths = (await workplace.sandbox.requests(before)).map(({ path }) => path);
			assert.ok(!paths.includes('/connect/userinfo'), paths.join(' '));
		});
	});

	describe('on the sign-in page', () => {
		const unconnectedForm = async (clientSecret) => {
			const form = await newCredential('Kontur Extern OAuth2 API');
			await form.fill('clientId', workplace.seed.clientId);
			await form.fill('clientSecret', clientSecret);
			return form;
		};
		const signIn = async (window, password) => {
			await window.getByLabel('Логин').fill(workplace.seed.login);
			await window.getByLabel('Пароль').fill(password);
			await window.getByRole('button', { name: 'Войти' }).click();
		};
		/** What asked the identity provider for tokens since a request, and what it answered. */
		const grantsSince = async (before) =>
			(await workplace.sandbox.requests(before))
				.filter(({ path }) => path === '/connect/token')
				.map(({ operation, status }) => `${operation} ${status}`);

		it('connects nothing while the person is at the page, closes it, or the API key is wrong', async () => {
			const before = await lastRequest();
			const form = await unconnectedForm('wrong-key');
			await photograph('oauth-unconnected');
			const closed = await form.connect();
			await closed.getByLabel('Логин').waitFor();
			await photograph('oauth-page', closed);
			await closed.close();
			await form.connectButton.waitFor();
			assert.equal(await form.isConnected(), false);
			assert.deepEqual(await grantsSince(before), []);

			const window = await form.connect();
			await signIn(window, workplace.seed.password);
			await window.getByText('Failed to connect. The window can be closed now.').waitFor();
			// A library of n8n's puts this sentence in the place of the service's.
			assert.match(await window.locator('h4').innerText(), /^Error: Client authentication failed \(e\.g\., unknown client/);
			await window.getByText('More details').click();
			assert.match(await window.locator('.reason').innerText(), /invalid_client/);
			await photograph('oauth-refused', window);
			await window.close();
			assert.equal(await form.isConnected(), false);
			assert.deepEqual(await grantsSince(before), ['openid-token-authorization-code 400']);
			// Otherwise the next test would not be asked for a password.
			await editor.page.context().clearCookies({ name: sandboxCookies });
		});

		/** The workflow that uses the connected account. */
		let workflowId;

		it('connects the account when login and password are right', async () => {
			const before = await lastRequest();
			const form = await unconnectedForm(workplace.seed.apiKey);
			const window = await form.connect();
			await signIn(window, 'wrong');
			assert.equal(await window.getByRole('alert').innerText(), 'Неверный логин или пароль');
			assert.equal(await form.isConnected(), false);

			await signIn(window, workplace.seed.password);
			assert.equal(await form.connection(), 'Account connected');
			await photograph('oauth-connected');
			assert.deepEqual(await grantsSince(before), ['openid-token-authorization-code 200']);

			workflowId = await workplace.n8n.client.addWorkflow(accountsAndReport(), { ...workplace.credentials, konturExternOAuth2Api: form.stored });
		});

		/** Accounts are listed, then a report is filed. */
		const accountsAndReport = () => ({
			name: 'Accounts and report',
			nodes: [
				manualTrigger,
				{
					id: 'accounts',
					name: 'Accounts',
					type: `${packageName}.konturExternAccount`,
					typeVersion: 1,
					position: [220, 0],
					parameters: { authentication: 'oAuth2', resource: 'account', operation: 'getAll' },
					credentials: { konturExternOAuth2Api: {} },
				},
				{
					id: 'reports',
					name: 'Reports',
					type: 'n8n-nodes-base.readWriteFile',
					typeVersion: 1.1,
					position: [440, 0],
					parameters: { fileSelector: '.n8n-files/outbox/*.xml', options: {} },
					executeOnce: true,
				},
				{
					id: 'send',
					name: 'Send',
					type: `${packageName}.konturExternSend`,
					typeVersion: 1,
					position: [660, 0],
					parameters: { authentication: 'oAuth2', resource: 'report', operation: 'send', accountId: { __rl: true, mode: 'id', value: workplace.account.id }, signWith: 'testKey' },
					credentials: { konturExternOAuth2Api: {}, konturExternTestKeyApi: {} },
				},
			],
			connections: { Start: from('Accounts'), Accounts: from('Reports'), Reports: from('Send') },
		});
		const run = async () => {
			const before = await lastRequest();
			const execution = await workplace.n8n.client.runToEnd(workflowId, manualTrigger.name);
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			const outputOf = (node) => execution.data.resultData.runData[node][0].data.main[0].map(({ json }) => json);
			return { outputOf, before, requests: await workplace.sandbox.requests(before) };
		};

		it('lets a workflow list the accounts and file a report, by its access token', async () => {
			workplace.takeReportsAway();
			const { fileName } = workplace.putReport('0087');
			const { outputOf, before, requests } = await run();

			assert.deepEqual(outputOf('Accounts').map(({ accountId }) => accountId).sort(), workplace.seed.accounts.map(({ id }) => id).sort());
			const [{ docflowId, alreadyFiled }] = outputOf('Send');
			assert.equal(alreadyFiled, false);
			const [docflow] = (await workplace.sandbox.docflows()).filter(({ id }) => id === docflowId);
			assert.ok(docflow.documents.some(({ filename }) => filename === fileName));
			assert.deepEqual(await grantsSince(before), []);
			assert.ok(requests.length > 5);
			for (const { service, path, headers } of requests) assert.match(`${service} ${path} ${headers.authorization}`, /^api \S+ Bearer /);
		});

		it('renews a token that has ended, once', async () => {
			await workplace.sandbox.post('/tokens/expire');
			const { outputOf, before, requests } = await run();

			assert.equal(outputOf('Send')[0].alreadyFiled, true);
			assert.deepEqual(await grantsSince(before), ['openid-token-refresh 200']);
			const firstRenewed = requests.findIndex(({ operation }) => operation === 'openid-token-refresh') + 1;
			assert.deepEqual(requests.slice(firstRenewed).filter(({ status }) => status === 401), []);
		});
	});

	it('asks no host but this one', () => {
		assert.deepEqual([...editor.outsideHosts], []);
	});
});
