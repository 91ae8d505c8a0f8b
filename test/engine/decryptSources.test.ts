import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { createHash } from 'node:crypto';

import { encryptFor, readCertificate } from '../../gost';
import { removeServices, type RunningService } from '../examples/signingService';
import { engineWorks, installLine } from '../gost/gostEngine';
import { runWorkflow, type ItemIn, type WorkflowOutcome } from './engine';
import { certificateOf, step } from './filing';
import { DSS_CREDENTIAL, dssCredential, leaksOf, PIN, SERVICE_CREDENTIAL, serviceCredential, startSigningService, TOKEN } from './keyHolders';
import { freshSandbox } from './freshSandbox';
import { externCredential } from './signIn';
import { Service } from './stages';
import { demanded, documentOf } from './stages/docflows';

/** Decrypting with a key that is not in n8n. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await removeServices();
});

const plain = Buffer.from('%PDF-1.4 требование');

const own = () => certificateOf(fresh.account);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const told = ({ error }: WorkflowOutcome) => `${error?.message}\n${error?.description}`;

const signingService = (url: string, more: ICredentialDataDecryptedObject = {}) => ({ [SERVICE_CREDENTIAL]: serviceCredential(url, own(), more) });
const dss = (more: ICredentialDataDecryptedObject = {}) => ({ [DSS_CREDENTIAL]: dssCredential(sandbox, fresh.seed, more) });

/** An encrypted demand that came for the first account. */
async function givenDemand(): Promise<ItemIn> {
	const { account } = fresh;
	const demand = await demanded(await Service.of(sandbox, fresh.seed), account);
	return { json: { accountId: account.id, docflowId: demand.id, documentId: documentOf(demand, 'fns534-demand').id } };
}

/** A file encrypted to a certificate, as it came by e-mail. */
function encryptedFile({ content } = own()): ItemIn {
	const bytes = Buffer.from(encryptFor([readCertificate(Buffer.from(content, 'base64'))], plain));
	return { files: { data: { bytes, fileName: 'demand.pdf.p7m', mimeType: 'application/pkcs7-mime' } } };
}

const decryptAndSave = (typed: INodeParameters) => step('konturExternDocflow', 'Decrypt', 'document', 'decryptAndSave', typed);
const decryptFile = (typed: INodeParameters) => step('konturExternSign', 'Decrypt', 'file', 'decrypt', typed);
const print = step('konturExternDocflow', 'Print', 'document', 'print');

/** Runs a chain for an item, and looks for secrets in everything that it left. */
async function run(item: ItemIn, nodes: Array<ReturnType<typeof step>>, credentials: Record<string, ICredentialDataDecryptedObject>): Promise<WorkflowOutcome> {
	await sandbox.clearRequests();
	const outcome = await runWorkflow({ nodes, credentials: { ...externCredential(sandbox, fresh.seed), ...credentials }, items: [item] });
	expect(leaksOf(outcome, [TOKEN, PIN, fresh.seed.dss.password, credentials[DSS_CREDENTIAL]?.pinPassword ?? '', ...(await sandbox.dssTokens())])).toEqual([]);
	return outcome;
}

async function expectDecrypted(nodes: Parameters<typeof run>[1], credentials: Parameters<typeof run>[2]) {
	const item = await givenDemand();
	const outcome = await run(item, [...nodes, print], credentials);
	expect(told(outcome)).toBe('undefined\nundefined');
	const { docflows } = await sandbox.docflows();
	const written = docflows.flatMap(({ documents }) => documents).find(({ id }) => id === item.json?.documentId);
	expect(outcome.json('Decrypt')).toEqual([expect.objectContaining({ ...item.json, fileName: written?.filename, isNew: true, contentId: expect.any(String) })]);
	expect(sha256(await outcome.binary('Decrypt'))).toBe(written?.sha256);
	expect(await changes()).toContain('docflow-document-decrypted-content-put');
	expect((await outcome.binary('Print', 0, 'print')).subarray(0, 5).toString()).toBe('%PDF-');
}

async function expectFileDecrypted(nodes: Parameters<typeof run>[1], credentials: Parameters<typeof run>[2]) {
	const outcome = await run(encryptedFile(), nodes, credentials);
	expect(told(outcome)).toBe('undefined\nundefined');
	expect(outcome.json('Decrypt')).toEqual([{ fileName: 'demand.pdf' }]);
	expect((await outcome.binary('Decrypt', 0, 'decrypted')).equals(plain)).toBe(true);
	expect((await sandbox.requests()).filter(({ service }) => service === 'api')).toEqual([]);
}

/** Neither the saved document nor the file of one that fails; both tell the same. */
async function expectStopped(signWith: string, credentials: Parameters<typeof run>[2], says: RegExp, recipient = own()) {
	await sandbox.setEncryption({ certificate: recipient.content });
	const typed = { signWith, options: { giveUpAfter: 0 } };
	for (const [item, node] of [[await givenDemand(), decryptAndSave(typed)], [encryptedFile(recipient), decryptFile(typed)]] as const) {
		const outcome = await run(item, [node], credentials);
		expect(told(outcome)).toMatch(says);
		expect(await changes()).toEqual([]);
	}
}

/** What was changed at Kontur.Extern. */
async function changes(): Promise<string[]> {
	return (await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => String(operation));
}

const works = engineWorks();

(works ? describe : describe.skip)(works ? 'through a signing service' : `Through a signing service, which needs: ${installLine}`, () => {
	const typed = { signWith: 'signingService' };
	const asked = ({ log }: RunningService) => log().match(/"path":"\/decrypt"/g)?.length ?? 0;

	test('a document is decrypted, saved and printed', async () => {
		const service = await startSigningService(own());
		await expectDecrypted([decryptAndSave(typed)], signingService(service.url));
		for (const secret of [TOKEN, PIN]) expect(service.log()).not.toContain(secret);
	});

	test('a file is decrypted, and Kontur.Extern is asked nothing', async () => {
		await expectFileDecrypted([decryptFile(typed)], signingService((await startSigningService(own())).url));
	});

	test('nothing is saved of what is for another certificate, and the service is not asked', async () => {
		const service = await startSigningService(own());
		await expectStopped(typed.signWith, signingService(service.url), /encrypted to another certificate than that of the signing service\nChoose the credential/, certificateOf(fresh.seed.accounts[1]));
		expect(asked(service)).toBe(0);
	});

	test('nothing is saved when the service has no command for it', async () => {
		const { url } = await startSigningService(own(), { DECRYPT: '' });
		await expectStopped(typed.signWith, signingService(url), /This service has no command for it\. Set DECRYPT/);
	});

	test('nothing is saved when the PIN is wrong, which is tried once each', async () => {
		const service = await startSigningService(own());
		await expectStopped(typed.signWith, signingService(service.url, { pin: 'wrong' }), /The signing service refused .*: The command failed/);
		await service.stop(); // so that its log is whole
		expect(asked(service)).toBe(2);
	});
});

test('nothing is saved when the credential names no path for decrypting', async () => {
	const other = { service: 'other', sendFileAs: 'raw', detachedPath: 'sign' };
	await expectStopped('signingService', signingService('http://127.0.0.1:1', other), /The signing service does not decrypt\n/);
});

describe('through CryptoPro DSS', () => {
	const typed = { signWith: 'dss' };
	const asked = async () => (await sandbox.requests()).filter(({ path }) => path.endsWith('/documents/decrypt')).length;

	test('a document is decrypted, saved and printed', async () => {
		await expectDecrypted([decryptAndSave(typed)], dss());
		expect(await asked()).toBe(1);
	});

	test('a file is decrypted, and Kontur.Extern is asked nothing', async () => {
		await expectFileDecrypted([decryptFile(typed)], dss());
	});

	test('nothing is saved of what is for another certificate, and the server is not asked to decrypt', async () => {
		await expectStopped(typed.signWith, dss(), /encrypted to another certificate than that of the key at CryptoPro DSS\nChoose the credential/, certificateOf(fresh.seed.accounts[1]));
		expect(await asked()).toBe(0);
	});

	test('nothing is saved when the server wants a confirmation, and it is not asked to decrypt', async () => {
		await sandbox.setDssPolicy({ decryption: true });
		await expectStopped(typed.signWith, dss(), /CryptoPro DSS wants a confirmation for decrypting, which is not possible here\nAsk the administrator/);
		expect(await asked()).toBe(0);
	});

	test('nothing is saved when the PIN is wrong', async () => {
		const locked = fresh.seed.accounts.flatMap(({ certificates }) => certificates).find(({ thumbprint }) => fresh.seed.dss.certificates.some((kept) => kept.thumbprint === thumbprint && kept.pin !== undefined));
		const credential = dss({ thumbprint: locked?.thumbprint ?? '', pinPassword: 'canary-pin' });
		await expectStopped(typed.signWith, credential, /CryptoPro DSS refused \(400\): invalid_pin/, locked);
		expect(await asked()).toBe(1);
	});

	test('nothing is saved of an answer that is cut off', async () => {
		await sandbox.fault({ path: '/documents/decrypt', action: { status: 200, body: '""' } });
		await expectStopped(typed.signWith, dss(), /CryptoPro DSS answered in an unexpected way: it gave no bytes/);
	});
});
