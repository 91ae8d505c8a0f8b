import type { INodeParameters } from 'n8n-workflow';

import { streebog, verifyDetached } from '../../gost';
import type { ItemIn, WorkflowOutcome } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { changesAt, detached, givenDraft, ready, runWithSignatures, signDraft } from './signing';

const fresh = freshSandbox();
const { sandbox } = fresh;

const APPENDIX = Buffer.from('<?xml version="1.0" encoding="utf-8"?><Приложение/>', 'utf8');

const draftWith = async (more: ItemIn['files'] = {}) => await givenDraft(sandbox, fresh.company, more);
const changes = async () => await changesAt(sandbox);

async function run(nodes: Array<ReturnType<typeof step>>, json: object, signatures: Record<string, Buffer> = {}, credentials = fresh.company.credentials) {
	return await runWithSignatures(nodes, json, signatures, credentials);
}

test('every file of a draft is signed once; a second run changes nothing', async () => {
	const draft = await draftWith({ extra: { bytes: APPENDIX, fileName: 'appendix.xml' } });
	const first = await run([signDraft()], draft);
	expect(first.error?.message).toBeUndefined();
	expect(first.json('Sign')[0]).toMatchObject({ ...draft, signed: 2 });
	expect(await changes()).toEqual(['draft-signature-put', 'draft-signature-put']);
	await sandbox.clearRequests();
	const second = await run([signDraft()], draft);
	expect(second.json('Sign')[0]).toMatchObject({ signed: 0, documents: [{ isNew: false }, { isNew: false }] });
	expect(await changes()).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('what is not signed yet is fetched with its bytes; one file is signed by itself', async () => {
	const draft = await draftWith({ extra: { bytes: APPENDIX, fileName: 'appendix.xml' } });
	const unsigned = step('konturExternSign', 'Unsigned', 'draft', 'listUnsigned');
	const both = await run([unsigned], draft);
	expect(both.json('Unsigned').map(({ fileName }) => fileName)).toEqual([fresh.company.report.fileName, 'appendix.xml']);
	expect((await both.binary('Unsigned', 0)).equals(fresh.company.report.bytes)).toBe(true);
	expect((await both.binary('Unsigned', 1)).equals(APPENDIX)).toBe(true);

	const [{ documentId }] = both.json('Unsigned');
	const signed = await run([step('konturExternSign', 'Sign', 'document', 'sign'), unsigned], { ...draft, documentId });
	expect(signed.json('Sign')[0]).toMatchObject({ documentId, fileName: fresh.company.report.fileName, isNew: true });
	expect(signed.json('Unsigned').map(({ fileName }) => fileName)).toEqual(['appendix.xml']);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test.each<[string, INodeParameters, string]>([
	['CMS over the file alone', {}, 'plain'],
	['CMS over attributes, when the operator asks for it', { signatureForm: 'attributes' }, 'attributes'],
	['CAdES-BES, when the operator asks for it', { signatureForm: 'cades-bes' }, 'cades-bes'],
])('a test key makes %s, and the report can be sent with it', async (_, options, form) => {
	const nodes = [signDraft({ options }), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];
	const outcome = await run(nodes, await draftWith());
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed' });
	const [{ body }] = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-signature-put');
	const uploaded = Buffer.from(String(Object(body)['base64-content']), 'base64');
	const { valid, form: found, certificate } = verifyDetached(uploaded, (bits) => streebog(bits, fresh.company.report.bytes));
	expect([valid, found, certificate?.thumbprint.toLowerCase()]).toEqual([true, form, certificateOf(fresh.account).thumbprint.toLowerCase()]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe('a ready signature is attached', () => {
	const forms: Record<string, (der: Buffer) => Buffer> = {
		DER: (der) => der,
		'base64 in lines': (der) => Buffer.from((der.toString('base64').match(/.{1,64}/g) ?? []).join('\r\n')),
		PEM: (der) => Buffer.from(`-----BEGIN CMS-----\n${(der.toString('base64').match(/.{1,64}/g) ?? []).join('\n')}\n-----END CMS-----\n`),
	};

	test.each(Object.entries(forms))('as %s, and the report can be sent with it', async (_, form) => {
		const draft = await draftWith();
		const signature = form(detached(fresh.company.report.bytes, certificateOf(fresh.account)));
		const nodes = [signDraft(ready('signature')), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];
		const { konturExternApi } = fresh.company.credentials;
		const outcome = await run(nodes, draft, { signature }, { konturExternApi });
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Send')[0]).toMatchObject({ outcome: 'filed', docflowId: (await sandbox.docflows()).docflows[0].id });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('to the file that it fits, whatever the order', async () => {
		const draft = await draftWith({ extra: { bytes: APPENDIX, fileName: 'appendix.xml' } });
		const certificate = certificateOf(fresh.account);
		const outcome = await run([signDraft(ready('first, second'))], draft, {
			first: detached(APPENDIX, certificate),
			second: detached(fresh.company.report.bytes, certificate),
		});
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Sign')[0]).toMatchObject({ signed: 2 });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('a wrong signature goes no further:', () => {
	const own = () => certificateOf(fresh.account);
	const swapped = () => {
		// The signature value comes last in the file.
		const [mine, theirs] = [own(), certificateOf(fresh.seed.accounts[1])].map((certificate) => detached(fresh.company.report.bytes, certificate));
		return Buffer.concat([mine.subarray(0, -64), theirs.subarray(-64)]);
	};
	const damaged = () => {
		const bytes = detached(fresh.company.report.bytes, own());
		bytes[bytes.length - 10] ^= 1;
		return bytes;
	};
	const wrong: Record<string, { make: () => Buffer; says: RegExp }> = {
		'of another file': { make: () => detached(APPENDIX, own()), says: /belongs to another file/ },
		'with a damaged byte': { make: damaged, says: /is damaged, or was made with another key/ },
		'of another key': { make: swapped, says: /is damaged, or was made with another key/ },
		'cut in half': { make: () => damaged().subarray(0, 600), says: /signature.sig is cut off: 600 of/ },
		'that is no signature at all': { make: () => Buffer.from('Отчёт'), says: /signature.sig is a text, not a signature/ },
	};

	test.each(Object.entries(wrong))('%s', async (_, { make, says }) => {
		const draft = await draftWith();
		const nodes = [signDraft(ready('signature')), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];
		const outcome = await run(nodes, draft, { signature: make() });
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(says);
		expect(await changes()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('of the right file by somebody who is not the sender', async () => {
		const draft = await draftWith();
		const signature = detached(fresh.company.report.bytes, certificateOf(fresh.seed.accounts[1]));
		const nodes = [signDraft(ready('signature')), step('konturExternSend', 'Prepare', 'draft', 'prepare'), step('konturExternSend', 'Send', 'draft', 'send')];
		const outcome = await run(nodes, draft, { signature });
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(/fits .*\.xml, but the draft names another certificate/);
		expect(await changes()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('a test key signs nothing for another address than the test stand or this computer', () => {
	const elsewhere = () => ({
		...fresh.company.credentials,
		konturExternApi: { ...fresh.company.credentials.konturExternApi, apiUrl: 'https://extern-api.invalid' },
	});
	const ids = { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', draftId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615041', docflowId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615042' };
	const more = { documentId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615043', replyId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615044', replyTypes: ['fns534-report-receipt'] };

	const refused = async (node: ReturnType<typeof step>, signing: () => Promise<WorkflowOutcome>) => {
		const outcome = await signing();
		expect([node.name, outcome.error?.message]).toEqual([node.name, 'A test key must not sign for production']);
		expect(await sandbox.requests()).toEqual([]);
	};

	test.each([
		signDraft(),
		step('konturExternSign', 'Sign Document', 'document', 'sign'),
		step('konturExternDocflow', 'Sign Reply', 'reply', 'sign'),
		step('konturExternDocflow', 'Answer', 'reply', 'answer'),
		step('konturExternDocflow', 'Process', 'reply', 'process'),
	])('$name', async (node) => {
		await refused(node, async () => await run([node], { ...ids, ...more }, {}, elsewhere()));
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('unless the credential says that its owner knows', async () => {
		const { konturExternApi, konturExternTestKeyApi } = fresh.company.credentials;
		// Another name of this computer, where nobody listens.
		const nowhere = { ...konturExternApi, apiUrl: 'https://0.0.0.0:1' };
		const once = signDraft({ options: { giveUpAfter: 0 } });
		const refusal = await run([once], { ...ids, ...more }, {}, { konturExternApi: nowhere, konturExternTestKeyApi });
		expect(refusal.error?.message).toBe('A test key must not sign for production');
		const knowing = { konturExternApi: nowhere, konturExternTestKeyApi: { ...konturExternTestKeyApi, allowAnywhere: true } };
		const outcome = await run([once], { ...ids, ...more }, {}, knowing);
		expect(outcome.error?.message).toMatch(/refused the connection/);
	});

	test('Send Report', async () => {
		const node = sendReport(fresh.account);
		await refused(node, async () => await runWorkflow({ nodes: [node], credentials: elsewhere(), items: [fresh.company.item] }));
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});

describe('Verify a Signature', () => {
	const verify = async (signature: Buffer, file = fresh.company.report.bytes) =>
		await runWorkflow({
			nodes: [step('konturExternSign', 'Verify', 'file', 'verify')],
			credentials: fresh.company.credentials,
			items: [{ files: { data: { bytes: file, fileName: 'report.xml' }, signature: { bytes: signature, fileName: 'report.sig' } } }],
		});

	test('names the signer of a valid one, without asking anybody', async () => {
		const certificate = certificateOf(fresh.account);
		const outcome = await verify(detached(fresh.company.report.bytes, certificate));
		expect(outcome.json('Verify')[0]).toMatchObject({ fileName: 'report.xml', valid: true, thumbprint: certificate.thumbprint, inn: fresh.account.inn });
		expect(await sandbox.requests()).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('says why one does not hold', async () => {
		const signature = detached(fresh.company.report.bytes, certificateOf(fresh.account));
		const outcome = await verify(signature, APPENDIX);
		expect(outcome.json('Verify')[0]).toMatchObject({ valid: false, reason: expect.stringContaining('another file') });
		const unreadable = await verify(Buffer.from('no signature'));
		expect(unreadable.error?.message).toBe('report.sig is a text, not a signature');
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});
