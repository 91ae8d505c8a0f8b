import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, signDetached, streebog } from '../../gost';
import { givenFolder, removeServices, startService } from '../examples/signingService';
import { engineWorks, installLine } from '../gost/gostEngine';
import { testCredential } from './credentialTest';
import type { ItemIn, WorkflowOutcome } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, chosen, sendReport, step } from './filing';
import { leaksOf, PIN, SERVICE_CREDENTIAL, serviceCredential, startSigningService, TOKEN } from './keyHolders';
import { freshSandbox } from './freshSandbox';
import type { SeedCertificate } from './sandbox';
import { externCredential } from './signIn';
import { waitForAuthority } from './waiting';

/** Filing and answering with a signing service: the example service for what goes well, odd ones for what does not. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await Promise.all([removeServices(), closeServers()]);
});

const LONG = 120_000;
const withService = { signWith: 'signingService' };

function credentials(url: string, more: ICredentialDataDecryptedObject = {}) {
	return { ...externCredential(sandbox, fresh.seed), [SERVICE_CREDENTIAL]: serviceCredential(url, certificateOf(fresh.account), more) };
}

function expectNoSecret(outcome: WorkflowOutcome) {
	expect(leaksOf(outcome, [TOKEN, PIN])).toEqual([]);
}

const told = ({ error }: WorkflowOutcome) => `${error?.message}\n${error?.description}`;

const works = engineWorks();

if (!works && process.env.CI === 'true') {
	test(`gost-engine is missing: ${installLine}`, () => {
		throw new Error(`CI must have gost-engine: ${installLine}`);
	});
}

(works ? describe : describe.skip)(works ? 'with the example service' : `With the example service, which needs: ${installLine}`, () => {
	/** The key of the company, locked with the PIN, in the hands of the service. */
	const givenSigningService = async () => await startSigningService(certificateOf(fresh.account));

	test('a report is filed and every answer to it is signed', async () => {
		const service = await givenSigningService();
		const node = sendReport(fresh.account);
		const outcome = await runWorkflow({
			nodes: [
				{ ...node, parameters: { ...node.parameters, ...withService } },
				{ type: 'test.wait', name: 'Wait' },
				step('konturExternDocflow', 'Process', 'reply', 'process', withService),
			],
			extraNodes: { 'test.wait': waitForAuthority(sandbox) },
			credentials: credentials(service.url),
			items: [fresh.company.item],
		});
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Process')[0]).toMatchObject({ sentCount: 3, open: [], status: 'urn:docflow-common-status:finished' });
		const { docflows } = await sandbox.docflows();
		const { thumbprint } = certificateOf(fresh.account);
		const signatures = docflows[0].documents.flatMap((document) => document.signatures).filter((signature) => signature.thumbprint === thumbprint);
		expect(signatures.length).toBeGreaterThanOrEqual(4);
		expectNoSecret(outcome);
		for (const secret of [TOKEN, PIN]) expect(service.log()).not.toContain(secret);
	}, LONG);

	test('the single steps lead from the file to the docflow', async () => {
		const { url } = await givenSigningService();
		const { account } = fresh.company;
		const outcome = await runWorkflow({
			nodes: [
				step('konturExternAccount', 'Certificate', 'certificate', 'getAll', { accountId: chosen(account.id), limit: 1 }),
				step('konturExternUpload', 'Upload', 'content', 'upload'),
				step('konturExternDraft', 'Create', 'draft', 'create', { authorityCode: '0087', payerInn: account.inn, payerKpp: account.kpp ?? '' }),
				step('konturExternDraft', 'Add', 'document', 'add'),
				step('konturExternSign', 'Sign', 'draft', 'sign', withService),
				step('konturExternSend', 'Prepare', 'draft', 'prepare'),
				step('konturExternSend', 'Send', 'draft', 'send'),
			],
			credentials: credentials(url),
			items: [fresh.company.item],
		});
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1 });
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed', docflowId: (await sandbox.docflows()).docflows[0].id });
		expectNoSecret(outcome);
	}, LONG);

	test('a file of twelve megabytes is signed beside the report', async () => {
		const { url } = await givenSigningService();
		const appendix = Buffer.alloc(12 * 1024 * 1024, 'приложение');
		const item = { files: { ...fresh.company.item.files, appendix: { bytes: appendix, fileName: 'appendix.bin' } } };
		const json = await givenDraft(item);
		const sign = async (largestFile: number) =>
			await runWorkflow({ nodes: [step('konturExternSign', 'Sign', 'draft', 'sign', withService)], credentials: credentials(url, { largestFile }), items: [{ json }] });
		await sandbox.clearRequests();
		expect(told(await sign(10))).toMatch(/appendix\.bin is larger than 10 MB/);
		// Not half of a draft is signed.
		expect(await changes()).toEqual([]);
		const outcome = await sign(20);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 2, documents: [{ isNew: true }, { fileName: 'appendix.bin', isNew: true }] });
	}, LONG);

	test('a wrong PIN is told, not repeated, and nothing is attached', async () => {
		const service = await givenSigningService();
		const outcome = await signedDraft(credentials(service.url, { pin: 'wrong' }));
		expect(told(outcome)).toMatch(/The signing service refused .*: The command failed/);
		expect(await changes()).toEqual([]);
		await service.stop(); // so that its log is whole
		expect(service.log().match(/"path":"\/sign\/detached"/g)).toHaveLength(1);
		expectNoSecret(outcome);
	}, LONG);

	test('a wrong token is told, and nothing is attached', async () => {
		const { url } = await givenSigningService();
		const outcome = await signedDraft(credentials(url, { token: 'another' }));
		expect(told(outcome)).toMatch(/did not accept the credential: The token is wrong or missing\nCorrect token/);
		expect(await changes()).toEqual([]);
	}, LONG);

	test('the Test button tells whether the token is right', async () => {
		const { url } = await givenSigningService();
		expect(await testCredential(SERVICE_CREDENTIAL, credentials(url))).toMatchObject({ passes: true });
		const wrong = await testCredential(SERVICE_CREDENTIAL, credentials(url, { token: 'another' }));
		expect(wrong.passes).toBe(false);
		expectNoSecret(wrong.outcome);
		expect(await testCredential(SERVICE_CREDENTIAL, credentials(`${url}/`, { service: 'other', testPath: 'health' }))).toMatchObject({ passes: true });
	}, LONG);

	test('a certificate whose key the service does not have is told', async () => {
		const { url } = await givenSigningService();
		const other = fresh.account.certificates.find(({ note }) => note === 'expiring-soon');
		const { thumbprint, content } = other ?? certificateOf(fresh.account);
		const open = step('konturExternDraft', 'Open', 'draft', 'createFromReport', { accountId: chosen(fresh.account.id), certificate: chosen(thumbprint) });
		const nodes = [open, step('konturExternSign', 'Sign', 'draft', 'sign', withService)];
		const outcome = await runWorkflow({ nodes, credentials: credentials(url, { publicCertificate: content }), items: [fresh.company.item] });
		expect(told(outcome)).toMatch(/The signing service refused .*: The command failed/);
		expect(told(outcome)).toContain(thumbprint);
		expect(await changes()).not.toContain('draft-signature-put');
	}, LONG);
});

describe('nothing is attached when the service', () => {
	const sign = (bytes: Buffer, { content, privateKey }: SeedCertificate) =>
		Buffer.from(signDetached({ digest: streebog(256, bytes), key: readPrivateKey(privateKey), certificate: readCertificate(content) }));
	const own = () => certificateOf(fresh.account);

	const wrong: Record<string, { answer: (response: ServerResponse, file: Buffer) => void; says: RegExp; typed?: INodeParameters; repeated?: boolean }> = {
		'answers garbage': { answer: (response) => response.end(Buffer.alloc(5000, 7)), says: /is no signature/ },
		'answers with a page': { answer: (response) => response.setHeader('content-type', 'text/html').end('<html>Sign in</html>'), says: /answered with a web page/ },
		'signs another file': { answer: (response) => response.end(sign(Buffer.from('other'), own())), says: /does not fit .*\n.*another file/ },
		'signs with another certificate': { answer: (response, file) => response.end(sign(file, certificateOf(fresh.seed.accounts[1]))), says: /another certificate than that of its credential/ },
		'quotes the request in its error': {
			answer: (response) => response.writeHead(400).end(`Bad request: ${TOKEN}, ${PIN}, ${Buffer.from(PIN).toString('base64')}, ${encodeURIComponent(TOKEN)}`),
			says: /refused .*: Bad request: •••, •••, •••, •••/,
		},
		'sends elsewhere': { answer: (response) => response.writeHead(307, { location: `http://127.0.0.1:${elsewhere?.port}/?token=${TOKEN}` }).end(), says: /sends to another address \(307\)/ },
		'is too slow': { answer: () => undefined, says: /did not answer in time/, typed: { timeout: 1, giveUpAfter: 1 }, repeated: true },
		'breaks off': { answer: (response) => response.destroy(), says: /broke off|cannot be reached/, typed: { giveUpAfter: 1 }, repeated: true },
		'is starting': { answer: (response) => response.writeHead(503).end(), says: /is not available \(503\)/, typed: { giveUpAfter: 1 }, repeated: true },
	};
	let elsewhere: Odd | undefined;

	test.each(Object.entries(wrong))('%s', async (_, { answer, says, typed, repeated }) => {
		elsewhere = await givenOddService((response) => response.end());
		const odd = await givenOddService(answer);
		const outcome = await signedDraft(credentials(odd.url), typed);
		expect(told(outcome)).toMatch(says);
		expect(await changes()).toEqual([]);
		expect(elsewhere.asked).toBe(0);
		if (!repeated) expect(odd.asked).toBe(1);
		expectNoSecret(outcome);
		const carriedOn = await signedDraft(credentials(odd.url), typed, { onError: 'continueRegularOutput' });
		expect(carriedOn.json('Sign')[0]).toHaveProperty('error');
		expectNoSecret(carriedOn);
	}, LONG);

	test('is down', async () => {
		const outcome = await signedDraft(credentials('http://127.0.0.1:1'), { giveUpAfter: 1 });
		expect(told(outcome)).toMatch(/The signing service cannot be reached/);
		expect(await changes()).toEqual([]);
		expectNoSecret(outcome);
	}, LONG);

	test('has a TLS certificate that n8n does not trust', async () => {
		const folder = givenFolder();
		const [key, cert] = ['tls.key', 'tls.crt'].map((name) => join(folder, name));
		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1'], { stdio: 'pipe' });
		const service = await startService(folder, { SIGN_DETACHED: 'cp {in} {out}', SIGNING_TOKEN: TOKEN, TLS_KEY_FILE: key, TLS_CERT_FILE: cert });
		const outcome = await signedDraft(credentials(service.url));
		expect(told(outcome)).toMatch(/n8n does not trust the TLS certificate of 127\.0\.0\.1:\d+\n.*NODE_EXTRA_CA_CERTS/);
		expect(service.log()).not.toContain('"event":"request"');
		expectNoSecret(outcome);
	}, LONG);

	test('is at an address that is not encrypted', async () => {
		const outcome = await signedDraft(credentials('http://signing.invalid'));
		expect(told(outcome)).toMatch(/is not encrypted/);
		expect(await changes()).toEqual([]);
	}, LONG);
});

test('a credential whose fields come from the item signs each with its own', async () => {
	const [first, second] = await Promise.all([givenOddService((response) => response.writeHead(403).end()), givenOddService((response) => response.writeHead(403).end())]);
	const draft = await givenDraft();
	const outcome = await runWorkflow({
		nodes: [{ ...step('konturExternSign', 'Sign', 'draft', 'sign', withService), onError: 'continueRegularOutput' }],
		credentials: credentials('={{ $json.service }}'),
		items: [first, second].map(({ url }) => ({ json: { ...draft, service: url } })),
	});
	expect(outcome.json('Sign')).toHaveLength(2);
	expect([first.asked, second.asked]).toEqual([1, 1]);
}, LONG);

interface Odd {
	readonly url: string;
	readonly port: number;
	asked: number;
}

const servers: Server[] = [];

async function closeServers(): Promise<void> {
	for (const server of servers.splice(0)) {
		server.close();
		server.closeAllConnections();
	}
}

/** A service that takes a file and does with it whatever a test wants. */
async function givenOddService(answer: (response: ServerResponse, file: Buffer) => void): Promise<Odd> {
	const server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			odd.asked += 1;
			answer(response, Buffer.concat(parts));
		});
	});
	servers.push(server);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const odd: Odd = { url: `http://127.0.0.1:${port}`, port, asked: 0 };
	return odd;
}

/** A draft that holds the report, not signed. */
async function givenDraft(item: ItemIn = fresh.company.item) {
	const node = sendReport(fresh.account, { until: 'draft' });
	const files = Object.keys(item.files ?? {}).join(',');
	const outcome = await runWorkflow({ nodes: [{ ...node, parameters: { ...node.parameters, files } }], credentials: fresh.company.credentials, items: [item] });
	const { accountId, draftId } = outcome.json('Send Report')[0];
	await sandbox.clearRequests();
	return { accountId, draftId };
}

/** Signs a new draft. */
async function signedDraft(stored: ReturnType<typeof credentials>, options: INodeParameters = {}, more: { onError?: 'continueRegularOutput' } = {}) {
	const json = await givenDraft();
	const node = step('konturExternSign', 'Sign', 'draft', 'sign', { ...withService, options });
	return await runWorkflow({ nodes: [{ ...node, ...more }], credentials: stored, items: [{ json }] });
}

async function changes() {
	return (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation);
}
