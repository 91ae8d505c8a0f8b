import type { INodeParameters } from 'n8n-workflow';

import { readCertificate, readPrivateKey, signDetached, streebog } from '../../../gost';
import type { ItemIn } from '../engine';
import { runWorkflow } from '../engine';
import { certificateOf, chosen, sendReport, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { waitForAuthority } from '../waiting';
import { followUp } from './steps';

/** Scenario (c): a report with its annexes and a note, each file a document with a signature of its own. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const LONG = 120_000;
const FILES = 'data, sales, note';

/** A declaration with a book and a note. */
function givenFiles() {
	const { report } = fresh.company;
	const book = report.idFile.replace('NO_USN', 'NO_NDS.9');
	const sales = Buffer.from(`<?xml version="1.0" encoding="windows-1251"?><\xd4\xe0\xe9\xeb \xc8\xe4\xd4\xe0\xe9\xeb="${book}"/>`, 'latin1');
	return {
		data: { bytes: report.bytes, fileName: report.fileName },
		sales: { bytes: sales, fileName: `${book}.xml` },
		note: { bytes: Buffer.from('%PDF-1.7 note'), fileName: `NO_BUHPZ_${report.idFile.slice(-36)}.pdf` },
	};
}

async function file(files: ItemIn['files'], parameters: INodeParameters = {}) {
	const node = sendReport(fresh.account);
	const validate = step('konturExternDraft', 'Validate', 'reportFile', 'validate', { files: '*', additionalFields: { keepTogether: true } });
	return await runWorkflow({
		nodes: [validate, { ...node, parameters: { ...node.parameters, files: FILES, ...parameters } }, ...followUp()],
		credentials: fresh.company.credentials,
		items: [{ files }],
		extraNodes: { 'test.wait': waitForAuthority(sandbox) },
	});
}

test('all go in one draft, each signed, and are accepted together', async () => {
	const files = givenFiles();
	const outcome = await file(files);
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Validate')[0]).toMatchObject({ isValid: true, files: [{ kind: 'report' }, { kind: 'annex' }, { kind: 'attachment' }] });
	expect(outcome.json('Send Report')[0]).toMatchObject({
		outcome: 'filed',
		stages: ['draft', 'documents', 'check', 'sign', 'prepare', 'send'].map((stage) => expect.objectContaining({ stage, outcome: 'done', startedAt: expect.any(String), traceIds: expect.any(Array) })),
	});
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
	const { documents } = (await sandbox.docflows()).docflows[0];
	for (const { fileName } of Object.values(files)) expect(documents).toContainEqual(expect.objectContaining({ filename: fileName, signatures: [expect.anything()] }));
	expect(documents.map(({ type }) => type)).toEqual(expect.arrayContaining(['urn:document:fns534-report', 'urn:document:fns534-report-attachment']));
}, LONG);

test('where a signature is missing none is attached and nothing is sent', async () => {
	const files = givenFiles();
	const { content, privateKey } = certificateOf(fresh.account);
	const certificate = readCertificate(Buffer.from(content, 'base64'));
	const key = readPrivateKey(privateKey);
	const signature = Buffer.from(signDetached({ digest: streebog(256, files.data.bytes), key, certificate }));
	const outcome = await file({ ...files, sig: { bytes: signature, fileName: `${files.data.fileName}.sig` } }, { signWith: 'readySignature', signatureFields: 'sig' });
	expect(outcome.error?.message).toMatch(/signature/i);
	expect(`${String(outcome.error?.message)} ${String(outcome.error?.description)}`).toContain(files.sales.fileName);
	const operations = await sandbox.operations();
	expect(operations.filter((operation) => operation === 'draft-signature-put' || operation === 'draft-send')).toEqual([]);
}, LONG);

test('files of two taxpayers do not pass the cross-check', async () => {
	const files = givenFiles();
	const other = Buffer.from(files.data.bytes.toString('latin1').replace(`"${fresh.account.inn}"`, '"7707083893"'), 'latin1');
	const outcome = await file({ ...files, data: { ...files.data, bytes: other } }, { organizationId: chosen(fresh.account.organizations[0].id) });
	expect(outcome.json('Validate')[0]).toMatchObject({ isValid: false });
	expect(outcome.error?.message).toBe('The check found errors; nothing was sent');
	expect(outcome.error?.description).toContain('7707083893');
	expect((await sandbox.docflows()).docflows).toEqual([]);
}, LONG);
