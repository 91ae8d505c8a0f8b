import { randomBytes } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, signDetached, signEnclosed, streebog, type SignatureForm } from '../../gost';
import { runWorkflow } from './engine';
import { certificateOf, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SeedAccount } from './sandbox';
import { ofAccount } from './stages/accounts';

/** The key of an employee, signed for the access to Gosuslugi. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const HOURS_18 = 18 * 3_600_000;
let employeeKey: string;

beforeEach(async () => {
	employeeKey = randomBytes(16).toString('hex');
});

async function renewed({ typed = {}, key = employeeKey, signer = fresh.account, signature }: { typed?: INodeParameters; key?: string; signer?: SeedAccount; signature?: Buffer } = {}) {
	return await runWorkflow({
		nodes: [step('konturExternAccount', 'Renew', 'organization', 'renewGosuslugi', typed)],
		credentials: { ...credentialsOf(sandbox, fresh.seed, signer), konturExternGosuslugiApi: { apiKey: key } },
		items: [{ json: ofAccount(fresh.account), files: signature && { signature: { bytes: signature, fileName: 'key.txt.p7s' } } }],
	});
}

const ready = { signWith: 'readySignature' };

function enclosed(text: string, form: SignatureForm = 'plain', owner = fresh.account): Buffer {
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
	expect(json).toMatchObject({ authorized: true, organizationId: fresh.account.organizations[0].id });
	expect(Date.parse(String(json.validUntil))).toBeGreaterThanOrEqual(before + HOURS_18);
	expect(Date.parse(String(json.validUntil))).toBeLessThanOrEqual(Date.now() + HOURS_18);
	expect((await handedOver()).map(({ status }) => status)).toEqual([200]);
	expect(JSON.stringify(outcome.run.data.resultData.runData)).not.toContain(employeeKey);
});

test.each<SignatureForm>(['plain', 'attributes', 'cades-bes'])('a ready .p7s in the form %s is handed over', async (form) => {
	const outcome = await renewed({ typed: ready, signature: enclosed(employeeKey, form) });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Renew')[0]).toMatchObject({ authorized: true });
	expect(await handedOver()).toHaveLength(1);
});

describe('nothing is handed over', () => {
	async function stopped(outcome: Awaited<ReturnType<typeof renewed>>, says: RegExp) {
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(says);
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).not.toContain(employeeKey);
		expect(await handedOver()).toEqual([]);
	}

	test('when the certificate is of another company', async () => {
		await stopped(await renewed({ signer: fresh.seed.accounts[1] }), /^The certificate is of INN \d+, and the organization has INN \d+/);
	});

	test('when the key is too short', async () => {
		await stopped(await renewed({ key: employeeKey.slice(1) }), /A key has 32 characters/);
	});

	test.each<[string, (key: string) => Buffer]>([
		['another key', (key) => enclosed([...key].reverse().join(''))],
		['the key with a byte order mark', (key) => enclosed(`\ufeff${key}`)],
		['the key with a line end', (key) => enclosed(`${key}\r\n`)],
	])('when %s was signed', async (_, make) => {
		await stopped(await renewed({ typed: ready, signature: make(employeeKey) }), /No signature file holds exactly what is to be signed/);
	});

	test('when the signature stands beside the key', async () => {
		const { content, privateKey } = certificateOf(fresh.account);
		const signature = signDetached({ digest: streebog(256, Buffer.from(employeeKey)), key: readPrivateKey(privateKey), certificate: readCertificate(content) });
		await stopped(await renewed({ typed: ready, signature: Buffer.from(signature) }), /does not contain the file; make it again with the file inside/);
	});

	test('when the signature is damaged', async () => {
		const signature = enclosed(employeeKey);
		signature[signature.length - 5] ^= 1;
		await stopped(await renewed({ typed: ready, signature }), /No signature file holds exactly what is to be signed/);
	});
});
