import { randomBytes } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, signDetached, signEnclosed, streebog, type SigningForm } from '../../gost';
import { runWorkflow } from './engine';
import { certificateOf, credentialsOf, step } from './filing';
import type { Seed, SeedAccount } from './sandbox';
import { sandboxOfThisWorker } from './sandbox';
import { ofAccount } from './stages/accounts';

/** The key of an employee, signed for the access to Gosuslugi. */

const sandbox = sandboxOfThisWorker();
const HOURS_18 = 18 * 3_600_000;
const LONG = 60_000;
let seed: Seed;
let account: SeedAccount;
let employeeKey: string;

beforeEach(async () => {
	await sandbox.reset();
	seed = await sandbox.seed();
	[account] = seed.accounts;
	employeeKey = randomBytes(16).toString('hex');
});

afterEach(async () => {
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

async function renewed({ typed = {}, key = employeeKey, signer = account, signature }: { typed?: INodeParameters; key?: string; signer?: SeedAccount; signature?: Buffer } = {}) {
	return await runWorkflow({
		nodes: [step('konturExternAccount', 'Renew', 'organization', 'renewGosuslugi', typed)],
		credentials: { ...credentialsOf(sandbox, seed, signer), konturExternGosuslugiApi: { apiKey: key } },
		items: [{ json: ofAccount(account), files: signature && { signature: { bytes: signature, fileName: 'key.txt.p7s' } } }],
	});
}

const ready = { signWith: 'readySignature' };

function enclosed(text: string, form: SigningForm = 'plain', owner = account): Buffer {
	const { content, privateKey } = certificateOf(owner);
	return Buffer.from(signEnclosed({ content: Buffer.from(text, 'utf8'), key: readPrivateKey(privateKey), certificate: readCertificate(content), form }));
}

async function handedOver() {
	return (await sandbox.requests()).filter(({ operation }) => operation === 'organization-gosuslugi-auth');
}

test('the key of the credential is signed and handed over; the output tells until when, and not the key', async () => {
	const before = Date.now();
	const outcome = await renewed();
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	const [json] = outcome.json('Renew');
	expect(json).toMatchObject({ authorized: true, organizationId: account.organizations[0].id });
	expect(Date.parse(String(json.validUntil))).toBeGreaterThanOrEqual(before + HOURS_18);
	expect(Date.parse(String(json.validUntil))).toBeLessThanOrEqual(Date.now() + HOURS_18);
	expect((await handedOver()).map(({ status }) => status)).toEqual([200]);
	expect(JSON.stringify(outcome.run.data.resultData.runData)).not.toContain(employeeKey);
}, LONG);

test.each<SigningForm>(['plain', 'cades-bes'])('a ready .p7s in the form %s is handed over', async (form) => {
	const outcome = await renewed({ typed: ready, signature: enclosed(employeeKey, form) });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Renew')[0]).toMatchObject({ authorized: true });
	expect(await handedOver()).toHaveLength(1);
}, LONG);

describe('nothing is handed over', () => {
	async function stopped(outcome: Awaited<ReturnType<typeof renewed>>, says: RegExp) {
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(says);
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).not.toContain(employeeKey);
		expect(await handedOver()).toEqual([]);
	}

	test('when the certificate is of another company', async () => {
		await stopped(await renewed({ signer: seed.accounts[1] }), /^The certificate is of INN \d+, and the organization has INN \d+/);
	}, LONG);

	test('when the key is too short', async () => {
		await stopped(await renewed({ key: employeeKey.slice(1) }), /A key has 32 characters/);
	}, LONG);

	test.each<[string, (key: string) => Buffer]>([
		['another key', (key) => enclosed([...key].reverse().join(''))],
		['the key with a byte order mark', (key) => enclosed(`\ufeff${key}`)],
		['the key with a line end', (key) => enclosed(`${key}\r\n`)],
	])('when %s was signed', async (_, make) => {
		await stopped(await renewed({ typed: ready, signature: make(employeeKey) }), /No signature file holds exactly what is to be signed/);
	}, LONG);

	test('when the signature stands beside the key', async () => {
		const { content, privateKey } = certificateOf(account);
		const signature = signDetached({ digest: streebog(256, Buffer.from(employeeKey)), key: readPrivateKey(privateKey), certificate: readCertificate(content) });
		await stopped(await renewed({ typed: ready, signature: Buffer.from(signature) }), /does not contain the file; one with the file inside is needed/);
	}, LONG);

	test('when the signature is damaged', async () => {
		const signature = enclosed(employeeKey);
		signature[signature.length - 5] ^= 1;
		await stopped(await renewed({ typed: ready, signature }), /The signature of the employee key is not valid/);
	}, LONG);
});
