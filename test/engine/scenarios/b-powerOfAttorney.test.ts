import type { INodeParameters } from 'n8n-workflow';

import { makeReport } from '../../reports/fnsReport';
import type { ItemIn } from '../engine';
import { runWorkflow } from '../engine';
import { chosen, credentialsOf, sendReport } from '../filing';
import { freshSandbox } from '../freshSandbox';
import type { SeedAccount } from '../sandbox';
import { waitForAuthority } from '../waiting';
import { followUp } from './steps';

/** Scenario (b): an accounting firm files for its clients, by a power of attorney of any kind. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const LONG = 120_000;

const representative = { document: 'Доверенность № 7' };
const signer = { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' };

const firm = (): SeedAccount => fresh.seed.accounts[1];
const clients = () => firm().organizations.filter(({ inn }) => inn !== firm().inn);

function itemOf({ inn, kpp, name }: { inn: string; kpp?: string; name: string }, more: ItemIn['files'] = {}): ItemIn {
	const { fileName, bytes } = makeReport({ inn, kpp, organizationName: name, taxOffice: '0087', signer, representative });
	return { files: { data: { bytes, fileName }, ...more } };
}

async function file(item: ItemIn, more: INodeParameters = {}, parameters: INodeParameters = {}) {
	const node = sendReport(firm(), more);
	const nodes = [{ ...node, parameters: { ...node.parameters, ...parameters } }, ...followUp()];
	return await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, firm()), items: [item], extraNodes: { 'test.wait': waitForAuthority(sandbox) } });
}

const bodyOf = async (operation: string) => (await sandbox.requests()).find((request) => request.operation === operation)?.body;
const nothingSent = async () => {
	expect((await sandbox.operations()).filter((operation) => operation === 'draft-put' || operation === 'draft-send')).toEqual([]);
	expect((await sandbox.docflows()).docflows).toEqual([]);
};

test('the machine-readable one of the client is found by the taxpayer in the file', async () => {
	const [client] = clients();
	const outcome = await file(itemOf(client));
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'accepted', isFinished: true });
	expect(await bodyOf('draft-put')).toMatchObject({
		sender: { inn: firm().inn, 'is-representative': true },
		payer: { inn: client.inn },
		'additional-info': { 'machine-readable-warrant-id': client.fnsMchdId },
	});
	expect((await sandbox.docflows()).docflows[0].documents.map(({ type }) => type).filter((type) => type.includes('warrant'))).toEqual([]);
}, LONG);

test('a message about a paper one goes along as what it is', async () => {
	const [client] = clients();
	const report = makeReport({ inn: client.inn, kpp: client.kpp, organizationName: client.name, taxOffice: '0087', signer, representative });
	const name = report.idFile.replace('NO_USN', 'ON_DOV');
	const warrant = Buffer.from(report.bytes.toString('latin1').replaceAll(report.idFile, name), 'latin1');
	const outcome = await file({ files: { data: { bytes: report.bytes, fileName: report.fileName }, warrant: { bytes: warrant, fileName: `${name}.xml` } } }, {}, { files: 'data, warrant' });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'accepted' });
	expect((await sandbox.docflows()).docflows[0].documents).toEqual(
		expect.arrayContaining([expect.objectContaining({ filename: `${name}.xml`, type: 'urn:document:fns534-report-warrant', signatures: [expect.anything()] })]),
	);
	expect(await bodyOf('draft-put')).not.toHaveProperty('additional-info');
}, LONG);

test.each([
	['the machine-readable one', false],
	['a message about a paper one', true],
])('a submission goes with what is attached to it, by %s', async (_, isPaper) => {
	const [client] = clients();
	const item = itemOf(client);
	const attachment = { bytes: Buffer.from('%PDF-1.7 договор'), fileName: 'Договор № 5.pdf' };
	const name = String(item.files?.data.fileName).replace('NO_USN', 'ON_DOV');
	const warrant = { bytes: Buffer.from(String(item.files?.data.bytes.toString('latin1')).replaceAll('NO_USN', 'ON_DOV'), 'latin1'), fileName: name };
	const files = { ...item.files, attachment, ...(isPaper && { warrant }) };
	const outcome = await file({ files }, { documentType: 'urn:document:fns534-submission-message' }, { files: Object.keys(files).join(', ') });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(Object(await bodyOf('draft-put'))['additional-info']?.['machine-readable-warrant-id']).toBe(isPaper ? undefined : client.fnsMchdId);
	const [{ type, documents }] = (await sandbox.docflows()).docflows;
	expect(type).toBe('urn:docflow:fns534-submission');
	const ofUs = documents.filter(({ filename }) => Object.values(files).some(({ fileName }) => fileName === filename));
	expect(ofUs.map(({ type: of, signatures }) => [of, signatures.length]).sort()).toEqual(
		[['attachment', 1], ['message', 1], ...(isPaper ? [['warrant', 1]] : [])].map(([of, count]) => [`urn:document:fns534-submission-${of}`, count]),
	);
}, LONG);

test('a message that Kontur.Extern makes is asked for in the draft', async () => {
	const outcome = await file(itemOf(clients()[0]), { generateWarrant: true });
	expect(outcome.error?.message).toBeUndefined();
	expect(await bodyOf('draft-put')).toMatchObject({ 'draft-options': { 'generate-warrant': true } });
	expect(outcome.json('Look')[0]).toMatchObject({ result: 'accepted' });
}, LONG);

test.each([
	['the social fund', { authority: 'sfr', authorityCode: '087', payerSfrNumber: '087-108-123456' }, 'sfr-report'],
	['the statistics service', { authority: 'rosstat', authorityCode: '00-87', payerOkpo: '00032537' }, 'stat-report'],
])('%s gets the machine-readable one by its id, and no message about it', async (_, to, type) => {
	const [client] = clients();
	const bytes = Buffer.from('<?xml version="1.0" encoding="utf-8"?><report code="610013" shifr="0610013" year="2026" period="09" version="1"/>');
	const node = sendReport(firm(), { ...to, powerOfAttorneyId: client.fnsMchdId ?? '' });
	const outcome = await runWorkflow({
		nodes: [{ ...node, parameters: { ...node.parameters, organizationId: chosen(client.id) } }],
		credentials: credentialsOf(sandbox, fresh.seed, firm()),
		items: [{ files: { data: { bytes, fileName: '0610013_007_004.xml' } } }],
	});
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType: `urn:docflow:${type}` });
	expect(await bodyOf('draft-put')).toMatchObject({ sender: { inn: firm().inn, 'is-representative': true }, payer: { inn: client.inn }, 'additional-info': { 'machine-readable-warrant-id': client.fnsMchdId } });
	expect((await sandbox.docflows()).docflows[0].documents.map(({ filename }) => filename).filter((name) => /dov/i.test(name))).toEqual([]);
});

test('without any nothing is sent', async () => {
	const outcome = await file(itemOf({ inn: '7707083893', kpp: '770701001', name: 'Чужой клиент' }));
	expect(outcome.error?.message).toBe(`INN ${firm().inn} files for INN 7707083893, but no power of attorney is named; nothing was sent`);
	expect(outcome.error?.description).toContain('Generate Representation Message');
	await nothingSent();
});

test('with one that has ended nothing is sent', async () => {
	const expired = clients()[2];
	const outcome = await file(itemOf(expired));
	expect(outcome.error?.message).toMatch(new RegExp(`^The power of attorney of INN ${expired.inn} ended on \\d{1,2} [A-Z][a-z]+ \\d{4}; nothing was sent$`));
	await nothingSent();
});
