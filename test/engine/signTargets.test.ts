import { randomUUID } from 'node:crypto';
import type { INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, readSignature, reversedSignature, signDetached, signDigest, streebog } from '../../gost';
import type { ItemIn } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, chosen, credentialsOf, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { ofAccount } from './stages/accounts';
import { Service } from './stages';
import { draftMeta, passed, uploaded } from './stages/drafts';

/** Documents that are signed inside their XML: the service gives the bytes, they are signed raw, nobody has to know. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const LONG = 120_000;
const ORDERS = ['standard', 'reversed'] as const;
const SFR = '066-001-000001';

const xml = (root: string) => Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n<${root} id="${randomUUID()}"><Работник>Учебнов</Работник></${root}>\n`);

interface Target {
	/** As Send Report asks for it. */
	readonly filing: INodeParameters;
	readonly docflow: string;
}

const targets: Record<string, Target> = {
	'a report to the social fund (ЕФС-1)': { filing: { authority: 'sfr', authorityCode: '066', payerSfrNumber: SFR }, docflow: 'urn:docflow:sfr-report' },
	'an application to join (ЗПЭД)': {
		filing: { authority: 'sfr', authorityCode: '066', payerSfrNumber: SFR, documentType: 'urn:document:pfr-ancillary-document' },
		docflow: 'urn:docflow:pfr-ancillary',
	},
	'a document of SEDO': {
		filing: { authority: 'sedo', authorityCode: 'SEDO-TEST', payerSfrNumber: SFR, documentType: 'urn:document:fss-sedo-insured-person-registration-request' },
		docflow: 'urn:docflow:fss-sedo-insured-person-registration',
	},
	'a notification for the police': { filing: { authority: 'mvd', authorityCode: '660-066' }, docflow: 'urn:docflow:mvd-notification' },
};

const reportOf = (file: Buffer, json: ItemIn['json'] = {}): ItemIn => ({ json, files: { data: { bytes: file, fileName: 'report.xml' } } });

async function filed(filing: INodeParameters, options: INodeParameters = {}, item = reportOf(xml('Отчёт'))) {
	const node = sendReport(fresh.account, filing, options);
	const organizationId = chosen(fresh.account.organizations[0].id);
	return await runWorkflow({ nodes: [{ ...node, parameters: { ...node.parameters, organizationId } }], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
}

async function called(operation: string) {
	return (await sandbox.requests()).filter((request) => request.operation === operation);
}

/** A draft to an authority with one document, as other nodes would have made it. */
async function givenDraft(recipient: Record<string, string>, file: Buffer, description?: { type?: string; filename?: string }) {
	const service = await Service.of(sandbox, fresh.seed);
	const meta = draftMeta(fresh.account);
	const { id: draftId } = await service.call<{ id: string }>('post', `/v1/${fresh.account.id}/drafts`, { ...meta, recipient, payer: { ...meta.payer, 'registration-number-sfr': SFR } });
	const added = await service.call<{ id: string }>('post', `/v1/${fresh.account.id}/drafts/${draftId}/documents`, { 'content-id': await uploaded(service, fresh.account, file), description });
	await sandbox.clearRequests();
	return { service, json: { ...ofAccount(fresh.account), draftId, documentId: added.id } };
}

const check = step('konturExternSend', 'Check', 'draft', 'check');
const sign = (typed: INodeParameters = {}) => step('konturExternSign', 'Sign', 'draft', 'sign', typed);
const prepare = step('konturExternSend', 'Prepare', 'draft', 'prepare');
const send = step('konturExternSend', 'Send', 'draft', 'send');
const unsigned = step('konturExternSign', 'Unsigned', 'draft', 'listUnsigned');
const ready = { signWith: 'readySignature' };

async function run(json: ItemIn['json'], nodes: Array<ReturnType<typeof step>>, signature?: Buffer) {
	const files = signature && { signature: { bytes: signature, fileName: 'signature.bin' } };
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json, files }] });
}

function raw(bytes: Buffer): Buffer {
	return Buffer.from(signDigest(readPrivateKey(certificateOf(fresh.account).privateKey), streebog(256, bytes)));
}

describe.each(Object.entries(targets))('%s', (_, { filing, docflow }) => {
	test.each(ORDERS)('is filed in one step, signed raw in the %s order', async (order) => {
		await sandbox.takeRaw(order);
		const outcome = await filed(filing, { rawSignatureOrder: order });
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType: docflow });
		const [{ body }] = await called('draft-signature-put');
		expect(Buffer.from(String(Object(body)['base64-content']), 'base64')).toHaveLength(64);
	}, LONG);

	test('in the wrong order is refused in words, and nothing is sent', async () => {
		await sandbox.takeRaw('reversed');
		const outcome = await filed(filing);
		expect(outcome.error?.message).toBe('Preparing found errors; nothing was sent');
		expect(outcome.error?.description).toContain('Подпись не соответствует данным для подписи');
		expect(await called('draft-send')).toEqual([]);
	}, LONG);
});

test('a run that stopped before sending is gone on with; the raw signature is kept', async () => {
	const item = reportOf(xml('Отчёт'));
	await filed({ ...targets['a notification for the police'].filing, until: 'prepared' }, {}, item);
	const outcome = await filed(targets['a notification for the police'].filing, {}, item);
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed' });
	expect(await called('draft-signature-put')).toHaveLength(1);
	expect(await called('draft-document-data-to-sign')).toHaveLength(1);
}, LONG);

describe('the steps one by one', () => {
	const police = { 'mvd-code': '660-066' };

	test('a draft that was not checked yet is not signed, and the message says what to do', async () => {
		for (const recipient of [police, { 'sfr-code': '066' }]) {
			const { json } = await givenDraft(recipient, xml('Отчёт'));
			const outcome = await run(json, [sign()]);
			expect(outcome.error?.message).toMatch(/^The draft must be checked before .+ can be signed$/);
			expect(outcome.error?.description).toContain('Send: Draft: Check');
		}
		expect((await sandbox.requests()).filter(({ service, method }) => service === 'api' && method !== 'GET')).toEqual([]);
	}, LONG);

	test('a document of SEDO needs no check before', async () => {
		const { json } = await givenDraft({ 'fss-code': 'SEDO-TEST' }, xml('Запрос'), { type: 'urn:document:fss-sedo-insured-person-registration-request' });
		const outcome = await run(json, [sign(), prepare, send]);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1, documents: [{ signature: 'raw', isNew: true }] });
	}, LONG);

	test('a second run keeps the signature; in another byte order it is replaced', async () => {
		const { json } = await givenDraft({ 'sfr-code': '066' }, xml('Отчёт'));
		const first = await run(json, [check, sign()]);
		expect(first.json('Sign')[0]).toMatchObject({ signed: 1 });
		const again = await run(json, [sign()]);
		expect(again.json('Sign')[0]).toMatchObject({ signed: 0, documents: [{ signature: 'raw', isNew: false }] });
		const reversed = await run(json, [sign({ options: { rawSignatureOrder: 'reversed' } })]);
		expect(reversed.json('Sign')[0]).toMatchObject({ signed: 1 });
		await sandbox.takeRaw('reversed');
		const sent = await run(json, [prepare, send]);
		expect(sent.json('Send')[0]).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:sfr-report' });
	}, LONG);

	test('after a change a notification for the police gets its data to sign anew, keeps its order and is signed again', async () => {
		const { service, json } = await givenDraft(police, xml('Уведомление'));
		const path = `/v1/${fresh.account.id}/drafts/${String(json.draftId)}`;
		await run(json, [check, sign()]);
		await service.call('put', `${path}/meta`, { ...draftMeta(fresh.account), recipient: police });
		const early = await run(json, [sign()]);
		expect(early.error?.message).toContain('The draft must be checked before');
		const outcome = await run(json, [check, sign(), prepare, send]);
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1 });
		expect(outcome.json('Send')[0]).toMatchObject({ docflowType: 'urn:docflow:mvd-notification' });
		expect(await called('draft-document-data-to-sign')).toHaveLength(2);
	}, LONG);

	test('a file that came signed inside gets no other signature', async () => {
		const signed = Buffer.from(xml('Отчёт').toString('utf8').replace('</Отчёт>', '<ds:SignatureValue>AA==</ds:SignatureValue></Отчёт>'));
		const { json } = await givenDraft({ 'sfr-code': '066' }, signed);
		const outcome = await run(json, [check, sign(), prepare, send]);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 0, documents: [{ signature: 'none', isNew: false }] });
		expect(await called('draft-signature-put')).toEqual([]);
	}, LONG);

	test('a subscription to SEDO is sent unsigned', async () => {
		const { json } = await givenDraft({ 'fss-code': '7702' }, xml('Подписка'), { type: 'urn:document:fss-sedo-provider-subscription-subscribe-request-for-registration-number' });
		const outcome = await run(json, [sign(), unsigned]);
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 0, documents: [{ signature: 'none' }] });
		expect(outcome.output('Unsigned')).toEqual([]);
	}, LONG);

	test('a report to the tax office is signed detached, as ever', async () => {
		const { json } = await givenDraft({ 'ifns-code': '0087' }, xml('Файл'));
		const outcome = await run(json, [sign()]);
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1, documents: [{ signature: 'detached' }] });
	}, LONG);
});

describe('signed elsewhere', () => {
	const forms: Record<string, (value: Buffer) => Buffer> = {
		'as bytes': (value) => value,
		'as bytes of CryptoAPI': (value) => Buffer.from(reversedSignature(value)),
		'as base64': (value) => Buffer.from(`${value.toString('base64')}\r\n`),
		'as hexadecimal': (value) => Buffer.from(value.toString('hex').toUpperCase()),
		'as hexadecimal of CryptoAPI': (value) => Buffer.from(Buffer.from(reversedSignature(value)).toString('hex')),
	};

	/** A checked draft and the bytes that its document gives to be signed. */
	async function givenDataToSign(recipient: Record<string, string>) {
		const { json } = await givenDraft(recipient, xml('Отчёт'));
		const outcome = await run(json, [check, unsigned]);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Unsigned')).toEqual([expect.objectContaining({ documentId: json.documentId, signature: 'raw' })]);
		return { json, data: await outcome.binary('Unsigned') };
	}

	test.each(Object.entries(forms))('%s: the draft goes through without a key here', async (_, form) => {
		const { json, data } = await givenDataToSign({ 'sfr-code': '066' });
		const outcome = await run(json, [sign(ready), prepare, send], form(raw(data)));
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed' });
	}, LONG);

	test('a notification for the police keeps the data that was given for it', async () => {
		const { json, data } = await givenDataToSign({ 'mvd-code': '660-066' });
		expect(data.toString()).toContain('SignedInfo');
		const outcome = await run(json, [sign(ready), prepare, send], raw(data));
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed' });
		expect(await called('draft-document-data-to-sign')).toHaveLength(1);
	}, LONG);

	const wrong: Record<string, { make: (data: Buffer) => Buffer; says: RegExp }> = {
		'of other bytes': { make: (data) => raw(Buffer.concat([data, Buffer.from(' ')])), says: /^No raw signature fits/ },
		'of the usual kind (CMS)': {
			make: (data) => {
				const { content, privateKey } = certificateOf(fresh.account);
				return Buffer.from(signDetached({ digest: streebog(256, data), key: readPrivateKey(privateKey), certificate: readCertificate(content) }));
			},
			says: /wants a raw signature of 64 or 128 bytes, not a \.sig file/,
		},
	};
	test.each(Object.entries(wrong))('a signature %s is not attached', async (_, { make, says }) => {
		const { json, data } = await givenDataToSign({ 'sfr-code': '066' });
		const outcome = await run(json, [sign(ready), prepare, send], make(data));
		expect(outcome.error?.message).toMatch(says);
		expect([await called('draft-signature-put'), await called('draft-send')]).toEqual([[], []]);
	}, LONG);

	test('a raw signature where a .sig file belongs is told so', async () => {
		const file = xml('Файл');
		const { json } = await givenDraft({ 'ifns-code': '0087' }, file);
		const outcome = await run(json, [sign(ready)], raw(file));
		expect(outcome.error?.message).toMatch(/wants a \.sig file \(CMS\), not a raw signature/);
		expect(await called('draft-signature-put')).toEqual([]);
	}, LONG);
});

test('what the service merges itself, such as the register of sick leaves, is signed detached', async () => {
	const outcome = await filed({ authority: 'sedo', authorityCode: '7702', payerSfrNumber: SFR, documentType: 'urn:document:fss-report' });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType: 'urn:docflow:fss-report' });
	const [{ body }] = await called('draft-signature-put');
	expect(readSignature(String(Object(body)['base64-content'])).detached).toBe(true);
}, LONG);

test('a file that a counterparty has signed still needs the signature of the sender', async () => {
	const file = xml('Файл');
	// Newer n8n looks into files without an ending by a module that jest cannot load.
	const { service, json } = await givenDraft({ 'ifns-code': '0087' }, file, { filename: 'file.xml' });
	const { content, privateKey } = certificateOf(fresh.seed.accounts[1]);
	const theirs = signDetached({ digest: streebog(256, file), key: readPrivateKey(privateKey), certificate: readCertificate(content) });
	await service.call('post', `/v1/${fresh.account.id}/drafts/${String(json.draftId)}/documents/${String(json.documentId)}/signatures`, {
		'base64-content': Buffer.from(theirs).toString('base64'),
		'is-third-party-signature': true,
	});
	const outcome = await run(json, [unsigned, sign(), step('konturExternSign', 'Left', 'draft', 'listUnsigned')]);
	expect(outcome.error?.message).toBeUndefined();
	expect([outcome.json('Unsigned').length, outcome.output('Left').length]).toEqual([1, 0]);
	expect(outcome.json('Unsigned')[0]).toMatchObject({ signature: 'detached' });
	expect(outcome.json('Sign')[0]).toMatchObject({ signed: 1 });
}, LONG);

test('one draft with both kinds: the report raw, its attachment detached, both signed in one go', async () => {
	const { service, json } = await givenDraft({ 'mvd-code': '660-066' }, xml('Уведомление'));
	const contentId = await uploaded(service, fresh.account, Buffer.from('no XML, but a picture'));
	await service.call('post', `/v1/${fresh.account.id}/drafts/${String(json.draftId)}/documents`, { 'content-id': contentId, description: { type: 'urn:document:mvd-notification-attachment', filename: 'scan.jpg' } });
	await passed(service, fresh.account, String(json.draftId), 'check');
	const outcome = await run(json, [sign(), prepare]);
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Sign')[0]).toMatchObject({ signed: 2, documents: [{ signature: 'raw' }, { signature: 'detached' }] });
}, LONG);
