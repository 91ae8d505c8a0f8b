import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';

import { packageName } from '../../scripts/places.mjs';
import { assertFound, assertNoTrace, canary, plainCanary, plant } from './canaries.mjs';
import { chain, firstOf, readReports, runToEnd, testOf, using } from './chains.mjs';
import { cryptoProDss, encryptedKey, exampleService, gatedService, gosuslugi, keptKey, keyStore, sources } from './everySource.mjs';
import { givenTokens } from './givenSessions.mjs';
import { openWorkplace } from './lane.mjs';
import { withoutSigner } from './outsideSigner.mjs';
import { gatesTo, quotingService, SigningService } from './signingService.mjs';
import { tracesOf, whatIsLeft } from './traces.mjs';
import { pause } from './waiting.mjs';

const builtRequire = createRequire(import.meta.url);
const nobody = 'http://127.0.0.1:1';
const givingUp = { options: { giveUpAfter: 1 } };
const carriesOn = { onError: 'continueRegularOutput' };

describe('secrets of signing', { skip: withoutSigner }, () => {
	/** @type {import('../../scripts/workplace.mjs').Workplace} */
	let workplace;
	/** @type {SigningService} */
	let service;
	/** @type {Awaited<ReturnType<typeof quotingService>>} */
	let quoting;
	/** @type {Awaited<ReturnType<typeof gatesTo>>} */
	let gates;
	/** Whatever was secret, by its name. */
	const secrets = [];
	/** Secret fields that something was typed into, by the types of their credentials. */
	const filledIn = new Map();
	/** Codes of SMS, which n8n keeps where a person has typed them. */
	const typedCodes = [];
	/** What n8n told whoever tested a credential. */
	const told = [];
	before(async () => {
		workplace = await openWorkplace('signing-secrets', { settings: { N8N_LOG_LEVEL: 'debug', N8N_LOG_OUTPUT: 'console,file' } });
		await workplace.n8n.client.deactivate(workplace.workflowIds['report-events']);
		const { seed, signer } = workplace;
		service = await SigningService.start(signer);
		quoting = await quotingService();
		gates = await gatesTo(service);
		secrets.push(['password of the letter', seed.password], ['API key of the letter', seed.apiKey], ['key of the signer', signer.privateKey]);
	});
	after(async () => {
		for (const server of [quoting, gates?.basic, gates?.header]) server?.close();
		await service?.stop();
		await workplace?.close();
	});

	/** A credential with what was typed into it; its secrets are remembered. */
	const given = async ({ type, secretFields }, name, data) => {
		const filled = secretFields.filter((field) => data[field]);
		secrets.push(...filled.map((field) => [`${name}, ${field}`, data[field]]));
		filledIn.set(type, [...new Set([...(filledIn.get(type) ?? []), ...filled])]);
		return { type, data, ...(await workplace.n8n.client.addCredential({ name, type, data })) };
	};
	const locked = (name, changes) => given(sources.testKey, name, { ...encryptedKey(workplace), ...changes });
	const stored = (name, changes) => given(sources.testKey, name, { ...keyStore(workplace), ...changes });
	const serviced = (name, changes) => given(sources.signingService, name, { ...exampleService(workplace, service), ...changes });
	const gated = (way) => (name, changes) => given(sources.signingService, name, { ...gatedService(workplace, service, gates[way]), ...changes });
	const dss = (name, changes) => given(sources.dss, name, { ...cryptoProDss(workplace), ...changes });
	/** The same without a secret of the program, which signs in anew. */
	const openDss = (name) => dss(name, { clientId: workplace.seed.dss.clientId, clientSecret: '' });
	const employee = (name, apiKey = randomBytes(16).toString('hex')) => given(gosuslugi, name, { apiKey });

	const tested = async (credential) => {
		const { text, told: message } = await testOf(workplace, credential);
		told.push(message);
		return text;
	};
	const run = (name, ...nodes) => runToEnd(workplace, chain(name, nodes));
	const item = (json) => ({ name: 'Item', type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput: JSON.stringify(json), options: {} } });
	const step = (node, name, resource, operation, credentials, parameters = {}, more = {}) => ({
		name,
		type: `${packageName}.konturExtern${node}`,
		parameters: { resource, operation, ...parameters },
		...using({ type: 'konturExternApi', ...workplace.credentials.konturExternApi }, ...credentials),
		...more,
	});
	const signWith = (credential) => ({ signWith: Object.keys(sources).find((source) => sources[source].type === credential.type) });
	const account = () => ({ accountId: { __rl: true, mode: 'id', value: workplace.account.id } });
	const newReport = () => {
		workplace.takeReportsAway();
		workplace.putReport('0087');
	};
	const file = (name, credential, more) => {
		newReport();
		return run(name, readReports, step('Send', 'Send', 'report', 'send', [credential], { ...account(), ...signWith(credential), ...givingUp }, more));
	};
	const timePasses = async () => {
		const { now } = await workplace.sandbox.get('/clock');
		await workplace.sandbox.setClock({ now: new Date(Date.parse(now) + 10 * 60_000).toISOString() });
	};
	/** Asks CryptoPro DSS in the place of its administrator, or of the owner of a key. */
	const atDss = async (path, body) => {
		const answer = await fetch(`${workplace.sandbox.dss}/_sandbox/${path}`, body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
		assert.ok(answer.ok, `${path}: ${answer.status}`);
		return JSON.parse((await answer.text()) || 'null');
	};
	const whileDenying = async (running) => {
		let isOver = false;
		const ended = running.finally(() => (isOver = true));
		while (!isOver) {
			await atDss('confirmations', { action: 'deny' });
			await pause(200);
		}
		return ended;
	};
	const succeeded = ({ status, message }) => assert.deepEqual([status, message], ['success', undefined]);

	describe('when a report is filed and answered with', () => {
		const ways = [
			['an encrypted key', locked],
			['a key store', stored],
			['a signing service', serviced],
			['a signing service that wants a password', gated('basic')],
			['a signing service that wants a header', gated('header')],
			['CryptoPro DSS', dss],
		];
		for (const [name, make] of ways) {
			it(name, async () => {
				const credential = await make(name);
				assert.match(await tested(credential), /^OK/);
				const filed = await file(name, credential);
				succeeded(filed);
				const { accountId, docflowId, outcome } = firstOf(filed, 'Send');
				assert.equal(outcome, 'filed');
				await timePasses();
				const answered = await run(`${name}, answers`, item({ accountId, docflowId }), step('Docflow', 'Process', 'reply', 'process', [credential], signWith(credential)));
				succeeded(answered);
				assert.ok(firstOf(answered, 'Process').sentCount > 0);
			});
		}
	});

	describe('when it fails for', () => {
		const refusing = (path, action) => async (credential) => {
			await workplace.sandbox.addFault({ path, action });
			return credential;
		};
		const mistakes = [
			['a wrong passphrase', () => locked('wrong passphrase', { passphrase: canary('passphrase') }), /passphrase/i],
			['a wrong passphrase of a key store', () => stored('wrong store', { passphrase: canary('passphrase') }), /passphrase/i],
			['a wrong PIN at a signing service', () => serviced('wrong pin', { pin: plainCanary('pin') }), /signing service refused/],
			['a PIN that no header can hold', () => serviced('odd pin', { pin: canary('pin') }), /PIN/],
			['a wrong token', () => serviced('wrong token', { token: plainCanary('token') }), /did not accept the credential/],
			['a token that no header can hold', () => serviced('odd token', { token: canary('token') }), /Token/],
			['a wrong password at a signing service', () => gated('basic')('wrong password of the service', { password: canary('password') }), /did not accept the credential/],
			['a wrong header at a signing service', () => gated('header')('wrong header', { headerValue: plainCanary('headerValue') }), /did not accept the credential/],
			['a value that no header can hold', () => gated('header')('odd header', { headerValue: canary('headerValue') }), /Header Value/],
			['a signing service that is down', () => serviced('down', { url: nobody }), /cannot be reached/],
			['a signing service that quotes what it heard', () => serviced('quoting', { url: quoting.address }), /refused/],
			['a wrong password at DSS', () => dss('wrong password', { password: canary('password') }), /did not accept the sign-in/],
			['a wrong client secret', () => dss('wrong secret', { clientSecret: plainCanary('clientSecret') }), /did not accept the sign-in/],
			['a wrong PIN at DSS', () => dss('wrong pin of DSS', { pinPassword: canary('pin') }), /invalid_pin/],
			['a DSS that is down', () => dss('no DSS', { url: nobody }), /cannot be reached/],
			['a DSS that signs nobody in', () => openDss('no sign-in').then(refusing('/STS/oauth/token', { status: 503, body: 'broken' })), /fault at the moment/],
			['a DSS that does not sign', () => dss('no signature').then(refusing('/SignServer/rest/api/documents', { status: 403, body: 'no' })), /does not allow this/],
		];
		for (const [mistake, make, message] of mistakes) {
			it(mistake, async () => {
				const credential = await make();
				await tested(credential);
				try {
					const stopped = await file(mistake, credential);
					assert.equal(stopped.status, 'error');
					assert.match(stopped.message, message);
					const carriedOn = await file(`${mistake}, carried on`, credential, carriesOn);
					succeeded(carriedOn);
					assert.ok(firstOf(carriedOn, 'Send').error);
				} finally {
					await workplace.sandbox.removeFaults();
				}
			});
		}

		it('an owner who denies the signature', async () => {
			await atDss('policy', { signing: true });
			const credential = await openDss('denied');
			for (const more of [{}, carriesOn]) {
				const { runData } = await whileDenying(file('denied', credential, more));
				assert.match(JSON.stringify(runData.Send), /denied the signature/);
			}
			await atDss('policy', { signing: false });
		});
	});

	it('when a person types the code of an SMS: what the node gives and says is without it', async () => {
		const [code, wrongCode] = [plainCanary('code'), plainCanary('code')];
		await atDss('policy', { signing: true, method: 'sms' });
		await atDss('next-code', { code });
		const credential = await dss('SMS');
		newReport();
		const certificate = { __rl: true, mode: 'id', value: keptKey(workplace).thumbprint };
		const started = await run('SMS', readReports, step('Draft', 'Open', 'draft', 'createFromReport', [], { ...account(), certificate }), step('Sign', 'Begin', 'draft', 'startDss', [credential]));
		succeeded(started);
		const finish = (typed, more) =>
			run('SMS, code', item({ ...firstOf(started, 'Begin'), typed }), step('Sign', 'Finish', 'draft', 'finishDss', [credential], { confirmationCode: '={{ $json.typed }}' }, more));
		const outcomes = [await finish(wrongCode), await finish(wrongCode, carriesOn), await finish(code)];
		await atDss('policy', { signing: false, method: 'push' });
		assert.match(outcomes[0].message, /did not accept the confirmation code/);
		assert.ok(firstOf(outcomes[1], 'Finish').error);
		assert.equal(firstOf(outcomes[2], 'Finish').status, 'signed');

		typedCodes.push(['code', code], ['wrong code', wrongCode]);
		// What came in goes on beside the error; that is not of the node.
		delete firstOf(outcomes[1], 'Finish').typed;
		const ours = outcomes.map(({ runData, message = '' }) => ({ place: 'the node', bytes: Buffer.from(message + JSON.stringify(runData.Finish)) }));
		assert.deepEqual(tracesOf(typedCodes, ours), []);
	});

	it('when the access to Gosuslugi is renewed, or is not', async () => {
		const organizationId = workplace.account.organizations[0].id;
		const renew = (name, apiKey, key, more) =>
			run(name, item({ accountId: workplace.account.id, organizationId }), step('Account', 'Renew', 'organization', 'renewGosuslugi', [key, apiKey], { ...signWith(key), ...givingUp }, more));
		const [right, key] = [await employee('employee'), await locked('key for Gosuslugi')];
		assert.match(await tested(right), /^OK/);
		const renewed = await renew('renewed', right, key);
		succeeded(renewed);
		assert.equal(firstOf(renewed, 'Renew').authorized, true);
		const failing = [
			[await employee('too long', randomBytes(18).toString('hex')), key],
			[right, await locked('wrong key for Gosuslugi', { passphrase: canary('passphrase') })],
			[right, key],
		];
		await workplace.sandbox.addFault({ operation: 'organization-gosuslugi-auth', action: { status: 400, body: 'no' } });
		for (const [apiKey, signer] of failing) {
			await tested(apiKey);
			await tested(signer);
			assert.equal((await renew('not renewed', apiKey, signer)).status, 'error');
			assert.ok(firstOf(await renew('not renewed, carried on', apiKey, signer, carriesOn), 'Renew').error);
		}
		await workplace.sandbox.removeFaults();
	});

	describe('when a demand is decrypted, or is not, with', () => {
		/** A demand that only the owner of a certificate can read. */
		const demandFor = async (thumbprint) => {
			const { id: accountId, inn, kpp, certificates } = workplace.account;
			await workplace.sandbox.post('/encryption', { certificate: certificates.find((one) => one.thumbprint === thumbprint).content });
			const { accessToken } = await givenTokens(workplace);
			const order = { accountId, sender: { inn, kpp }, payer: { inn, organization: { kpp } }, knds: ['1165050'] };
			const answer = await fetch(`${workplace.sandbox.api}/test-tools/v1/generate-demand`, { method: 'POST', headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' }, body: JSON.stringify(order) });
			await workplace.sandbox.post('/encryption', {});
			const { docflowId } = await answer.json();
			const { documents } = (await workplace.sandbox.docflows()).find(({ id }) => id === docflowId);
			return { accountId, docflowId, documentId: documents.find(({ type }) => type === 'urn:document:fns534-demand-attachment').id };
		};
		const keyOfSigner = () => workplace.signer.thumbprint;
		const ways = [
			['an encrypted key', locked, () => ({ passphrase: canary('passphrase') }), keyOfSigner],
			['a signing service', serviced, () => ({ pin: plainCanary('pin') }), keyOfSigner],
			['CryptoPro DSS', dss, () => ({ pinPassword: canary('pin') }), () => keptKey(workplace).thumbprint],
		];
		for (const [name, make, mistaken, thumbprint] of ways) {
			it(name, async () => {
				const demand = await demandFor(thumbprint());
				const decrypt = (what, key, more) => run(`${name}, ${what}`, item(demand), step('Docflow', 'Decrypt', 'document', 'decryptAndSave', [key], { ...signWith(key), ...givingUp }, more));
				const wrong = await make(`${name}, wrong for demands`, mistaken());
				assert.equal((await decrypt('not decrypted', wrong)).status, 'error');
				assert.ok(firstOf(await decrypt('not decrypted, carried on', wrong, carriesOn), 'Decrypt').error);
				const decrypted = await decrypt('decrypted', await make(`${name}, for demands`));
				succeeded(decrypted);
				assert.equal(firstOf(decrypted, 'Decrypt').isNew, true);
			});
		}
	});

	it('were typed into every field that hides what is typed', async () => {
		for (const { type, secretFields } of [...Object.values(sources), gosuslugi]) {
			const [credential] = Object.values(builtRequire(`../../dist/credentials/${type[0].toUpperCase()}${type.slice(1)}.credentials.js`));
			const hiding = new credential().properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
			assert.deepEqual([type, secretFields.toSorted(), filledIn.get(type)?.toSorted()], [type, hiding.toSorted(), hiding.toSorted()]);
		}
	});

	it('stand nowhere in what is left behind: database, files, logs', async () => {
		const planted = await plant(workplace);
		const { issued } = await atDss('tokens');
		await workplace.n8n.stop();
		const left = [...(await whatIsLeft(workplace.n8n)), ...told];
		assertFound(planted, left);
		assert.ok(issued.length > 1);
		assert.deepEqual(tracesOf(typedCodes, left.filter(({ kind }) => /log|message/.test(kind))), []);
		assertNoTrace([...secrets, ...issued.map((one) => ['token of DSS', one])], [...left, service.told]);
	});
});
