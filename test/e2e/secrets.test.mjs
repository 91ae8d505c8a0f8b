import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { packageName } from '../../scripts/places.mjs';
import { Browser } from '../openid/browser.mjs';
import { assertFound, assertNoTrace, canary, damagedKey, plainCanary, plant } from './canaries.mjs';
import { chain, firstOf, readReports, runToEnd, testOf, using } from './chains.mjs';
import { Eavesdropper } from './eavesdropper.mjs';
import { everyWay, lockedKey, ownKey } from './everyWay.mjs';
import { givenTokens } from './givenSessions.mjs';
import { openWorkplace } from './lane.mjs';
import { whatIsLeft } from './traces.mjs';

/** Fields of credentials that hold secrets. */
const secretFields = ['apiKey', 'password', 'accessToken', 'refreshToken', 'sessionSecret', 'sessionRefreshToken', 'privateKey', 'partnerPrivateKey', 'partnerKeyPassword', 'clientSecret'];

/** Ways whose sessions n8n stores, because they cannot be got again. */
const stored = new Set(['authSid', 'deviceCode', 'refreshToken']);

describe('secrets', () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {Eavesdropper} */
	let eavesdropper;
	/** Whatever was secret, by its name. */
	const secrets = [];
	/** What n8n told whoever tested a credential. */
	const told = [];
	before(async () => {
		workplace = await openWorkplace('secrets', { settings: { N8N_LOG_LEVEL: 'debug', N8N_LOG_OUTPUT: 'console,file' } });
		await workplace.n8n.client.deactivate(workplace.workflowIds['report-events']);
		eavesdropper = await Eavesdropper.before(workplace.sandbox.identity);
		secrets.push(['sid of the letter', workplace.seed.sid], ['password of the letter', workplace.seed.password]);
	});
	after(async () => {
		await eavesdropper?.close();
		await workplace?.close();
	});

	const note = (data) => {
		for (const field of secretFields) if (data[field]) secrets.push([field, data[field]]);
		for (const [name, token] of Object.entries(data.oauthTokenData ?? {})) if (/^(access|refresh|id)_token$/.test(name)) secrets.push([name, token]);
	};
	/** A credential with what was typed into it; its secrets are remembered. */
	const given = async (type, name, data) => {
		note(data);
		return { type, data, ...(await workplace.n8n.client.addCredential({ name, type, data })) };
	};
	const environment = () => ({ environment: 'own', apiUrl: workplace.sandbox.api, identityUrl: eavesdropper.address });
	const signedInBy = async (signIn, changes = {}) => {
		const { clientId, apiKey } = workplace.seed;
		return given('konturExternApi', signIn, { ...environment(), signIn, clientId, apiKey, ...(await everyWay[signIn](workplace)), ...changes });
	};
	const connected = async (changes = {}) => {
		const { clientId, apiKey } = workplace.seed;
		const { accessToken, refreshToken, rest } = await givenTokens(workplace);
		const oauthTokenData = { ...rest, access_token: accessToken, refresh_token: refreshToken };
		return given('konturExternOAuth2Api', 'OAuth2', { ...environment(), clientId, clientSecret: apiKey, scope: 'openid extern.api offline_access', oauthTokenData, ...changes });
	};
	/** What n8n says of a credential when it tests it. */
	const tested = async (credential) => {
		const { text, told: message } = await testOf(workplace, credential);
		told.push(message);
		return text;
	};

	const authentication = ({ type }) => (type === 'konturExternOAuth2Api' ? { authentication: 'oAuth2' } : {});
	const listAccounts = (credential, more = {}) => ({
		name: 'Accounts',
		type: `${packageName}.konturExternAccount`,
		parameters: { ...authentication(credential), resource: 'account', operation: 'getAll' },
		...using(credential),
		...more,
	});
	const sendReport = (credential, key, more = {}) => [
		readReports,
		{
			name: 'Send',
			type: `${packageName}.konturExternSend`,
			parameters: { ...authentication(credential), resource: 'report', operation: 'send', accountId: { __rl: true, mode: 'id', value: workplace.account.id }, signWith: 'testKey' },
			...using(credential, key),
			...more,
		},
	];
	const run = (name, nodes, settings) => runToEnd(workplace, chain(name, nodes, settings));
	const testKey = (changes = {}) => given('konturExternTestKeyApi', 'Key', { ...ownKey(workplace), ...changes });

	/** A person opens the link that a message shows, confirms the code and signs in. */
	const confirm = async (message) => {
		const { login, password } = workplace.seed;
		const [link] = /http:\S+/.exec(message);
		const person = new Browser(new URL(link).origin);
		const { text } = await person.submit(await person.submit(await person.submit(await person.open(link), {}), {}), { login, password });
		assert.match(text, /Вход выполнен/);
	};

	describe('of a sign-in that works:', () => {
		for (const signIn of Object.keys(everyWay)) {
			it(signIn, async () => {
				const credential = await signedInBy(signIn);
				const first = await tested(credential);
				if (signIn === 'deviceCode') await confirm(first);
				else assert.match(first, /^OK/);
				const listed = await run(signIn, [listAccounts(credential)]);
				assert.deepEqual([listed.status, listed.message], ['success', undefined]);
				if (signIn === 'accessToken') return;
				await workplace.sandbox.post('/tokens/expire', { sessions: true });
				assert.equal((await run(`${signIn}, renewed`, [listAccounts(credential)])).status, 'success');
			});
		}

		it('OAuth2, of which a report is filed with the test key', async () => {
			const credential = await connected();
			assert.match(await tested(credential), /^OK/);
			await workplace.sandbox.post('/tokens/expire');
			workplace.putReport('0087');
			const filed = await run('OAuth2', [listAccounts(credential), ...sendReport(credential, await testKey())]);
			assert.deepEqual([filed.status, filed.message], ['success', undefined]);
			assert.equal(firstOf(filed, 'Send').outcome, 'filed');
		});
	});

	describe('of a sign-in that fails:', () => {
		const nobody = 'http://127.0.0.1:1';
		const strangeTokens = () => ({ access_token: plainCanary('accessToken'), refresh_token: plainCanary('refreshToken'), token_type: 'Bearer' });
		/** From now on the provider takes what it is shown, and answers that something went wrong. */
		const thenBroken = async (credential) => {
			const ready = await credential;
			await workplace.sandbox.addFault({ path: '/connect/token', after: true, action: { status: 500, body: 'broken' } });
			return ready;
		};
		/** The nodes ask again for two minutes; n8n does not let them. */
		const endless = { executionTimeout: 3 };
		const mistakes = [
			['a wrong password', () => signedInBy('password', { password: canary('password') })],
			['a wrong password of an older session', () => signedInBy('sessionByPassword', { password: canary('password') })],
			['a wrong API key', () => signedInBy('clientCredentials', { apiKey: canary('apiKey') })],
			['a wrong API key of an older session', () => signedInBy('sessionByPassword', { apiKey: plainCanary('apiKey') })],
			['an API key that no header can hold', () => signedInBy('authSid', { apiKey: canary('apiKey') })],
			['a refused refresh token', () => signedInBy('refreshToken', { refreshToken: plainCanary('refreshToken') })],
			['a refused session', () => signedInBy('authSid', { sessionSecret: plainCanary('sid'), sessionRefreshToken: plainCanary('sidRefresh') })],
			['a refused access token', () => signedInBy('accessToken', { accessToken: plainCanary('accessToken') })],
			['an access token that no header can hold', () => signedInBy('accessToken', { accessToken: canary('accessToken') })],
			['a damaged key', () => signedInBy('certificate', { privateKey: damagedKey() })],
			['a damaged key of an older session', () => signedInBy('sessionByCertificate', { privateKey: damagedKey() })],
			['a damaged key of a partner', () => signedInBy('trusted', { partnerPrivateKey: damagedKey() })],
			['a damaged key of a partner of an older session', () => signedInBy('sessionByTrust', { partnerPrivateKey: damagedKey() })],
			['a wrong password of a partner\'s key', () => signedInBy('trusted', { ...lockedKey(), partnerKeyPassword: canary('partnerKeyPassword') })],
			['an identity address where nobody is', () => signedInBy('password', { password: canary('password'), identityUrl: nobody }), endless],
			['an older identity address where nobody is', () => signedInBy('sessionByPassword', { password: canary('password'), identityUrl: nobody }), endless],
			['a provider that breaks after it has done its work', () => thenBroken(signedInBy('refreshToken')), endless],
			['a refused token of OAuth2', () => connected({ clientSecret: plainCanary('clientSecret'), oauthTokenData: strangeTokens() })],
			['OAuth2 and an identity address where nobody is', () => connected({ identityUrl: nobody, oauthTokenData: strangeTokens() }), endless],
			['OAuth2 and a provider that breaks after it has done its work', () => thenBroken(connected({ oauthTokenData: strangeTokens() })), endless],
		];
		for (const [mistake, make, settings] of mistakes) {
			it(mistake, async () => {
				const credential = await make();
				assert.match(await tested(credential), /^Error/);
				const ended = await run(mistake, [listAccounts(credential, { name: 'Carried on', onError: 'continueRegularOutput' }), listAccounts(credential)], settings);
				await workplace.sandbox.removeFaults();
				if (settings === endless) return assert.equal(ended.status, 'canceled');
				assert.equal(ended.status, 'error');
				assert.ok(firstOf(ended, 'Carried on').error);
			});
		}

		it('a damaged test key', async () => {
			workplace.putReport('0087');
			const [credential, key] = [await signedInBy('password'), await testKey({ privateKey: damagedKey() })];
			const { status, message } = await run('a damaged test key', sendReport(credential, key));
			assert.deepEqual([status, message], ['error', 'The private key cannot be read']);
			const carriedOn = await run('a damaged test key, carried on', sendReport(credential, key, { onError: 'continueRegularOutput' }));
			assert.ok(firstOf(carriedOn, 'Send').error);
		});
	});

	it('stand nowhere in what n8n leaves behind: database, files, logs', async () => {
		const planted = await plant(workplace);
		await workplace.n8n.stop();
		const left = [...(await whatIsLeft(workplace.n8n)), ...told];
		assertFound(planted, left);
		assert.ok(eavesdropper.secrets.length > 30);
		assertNoTrace([...secrets, ...eavesdropper.secrets], left);
	});

	it('but for the sessions that cannot be got again, which are in the credentials and can be read there with n8n\'s key only', async () => {
		const heard = eavesdropper.secrets.map(([, token]) => token);
		const holding = (await workplace.n8n.decryptedCredentials())
			.filter(({ data }) => heard.some((token) => (data.sessionToken ?? data.oauthTokenData?.access_token ?? '').includes(token)))
			.map(({ name }) => name);
		for (const way of [...stored, 'OAuth2']) assert.ok(holding.includes(way), `${way} in ${holding.join(', ')}`);
		for (const way of Object.keys(everyWay)) assert.equal(holding.includes(way), stored.has(way), way);
	});
});
