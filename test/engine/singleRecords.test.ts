import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, searchList } from './engine';
import { sendReport, type Company } from './filing';
import { freshSandbox } from './freshSandbox';
import { externCredential } from './signIn';

/** Operations that the pipelines do not need: each once, on a filed report or its draft. */
const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const node = (type: string, name: string, parameters: INodeParameters) => ({ type: `konturExtern${type}`, name, parameters });

const runAs = async (credentials: Company['credentials'], ...nodes: Array<ReturnType<typeof node>>) => {
	const outcome = await runWorkflow({ nodes, credentials, items: [fresh.company.item] });
	expect(outcome.error?.message).toBeUndefined();
	return outcome;
};
const run = async (...nodes: Array<ReturnType<typeof node>>) => await runAs(fresh.company.credentials, ...nodes);

test('a signature is signed, looked at, fetched, deleted and attached again', async () => {
	const outcome = await run(
		sendReport(fresh.account, { until: 'draft' }),
		node('Draft', 'Draft', { resource: 'draft', operation: 'get' }),
		node('Sign', 'Signed', { resource: 'document', operation: 'sign', signWith: 'testKey', documentId: '={{ $json.documentIds[0] }}' }),
		node('Sign', 'Get', { resource: 'signature', operation: 'get' }),
		node('Sign', 'Download', { resource: 'signature', operation: 'download' }),
		node('Sign', 'Delete', { resource: 'signature', operation: 'delete' }),
		node('Sign', 'Attach', { resource: 'signature', operation: 'attach' }),
		node('Send', 'Prepare', { resource: 'draft', operation: 'prepare' }),
	);
	const [certificate] = fresh.account.certificates;
	expect(outcome.json('Get')[0]).toMatchObject({ thumbprint: expect.stringMatching(new RegExp(certificate.thumbprint, 'i')) });
	expect((await outcome.binary('Download', 0, 'signature'))[0]).toBe(0x30);
	expect(outcome.json('Delete')[0]).toMatchObject({ deleted: true });
	expect(outcome.json('Attach')[0].signatureId).not.toBe(outcome.json('Signed')[0].signatureId);
	expect(outcome.json('Prepare')[0]).toMatchObject({ stageStatus: 'done', lines: [] });
});

test('the requisites of a draft are read as the service keeps them', async () => {
	const outcome = await run(sendReport(fresh.account, { until: 'draft' }), node('Draft', 'Requisites', { resource: 'draft', operation: 'getRequisites' }));
	expect(outcome.json('Requisites')[0]).toMatchObject({ requisites: { payer: { inn: fresh.account.inn }, recipient: { 'ifns-code': '0087' } } });
});

test('a document of a docflow and its signature are fetched', async () => {
	const outcome = await run(
		sendReport(fresh.account),
		node('Docflow', 'Documents', { resource: 'document', operation: 'getAll' }),
		node('Docflow', 'Document', { resource: 'document', operation: 'get' }),
	);
	const report = outcome.json('Document').find(({ documentType }) => documentType === 'urn:document:fns534-report');
	expect(report).toMatchObject({ fileName: fresh.company.report.fileName, signatureIds: [expect.any(String)] });
	const [{ accountId, docflowId, documentId, signatureIds }] = [report ?? {}];
	const fetched = await runWorkflow({
		nodes: [node('Docflow', 'Signature', { resource: 'document', operation: 'getSignature' })],
		credentials: fresh.company.credentials,
		items: [{ json: { accountId, docflowId, documentId, signatureIds } }],
	});
	expect(fetched.error?.message).toBeUndefined();
	expect((await fetched.binary('Signature', 0, 'signature'))[0]).toBe(0x30);
});

test('an administrator shares events; the application sees its publishers and removes one', async () => {
	const asAdministrator = { ...fresh.company.credentials, ...externCredential(sandbox, fresh.seed, 'password') };
	const account = { __rl: true, mode: 'id', value: fresh.account.id };
	const share = { resource: 'eventSharing', operation: 'share', accountId: account, subscriber: fresh.seed.clientId };
	const dry = await runAs(asAdministrator, node('Account', 'Share', { ...share, dryRun: true }));
	expect(dry.json('Share')[0]).toMatchObject({ dryRun: true });
	expect(await sandbox.operations()).not.toContain('events-share');
	const outcome = await runAs(asAdministrator, node('Account', 'Share', { ...share, additionalFields: { types: ['urn:docflow:fns534-report'] } }));
	expect(outcome.json('Share')[0]).toMatchObject({ shared: true, subscriber: fresh.seed.clientId });
	const [shared] = (await sandbox.requests()).filter(({ operation }) => operation === 'events-share');
	expect(shared.body).toEqual({ subscriber: fresh.seed.clientId, 'events-filter': { 'docflow-types': ['urn:docflow:fns534-report'] } });

	const listed = await run(
		node('Account', 'Publishers', { resource: 'eventSharing', operation: 'getPublishers' }),
		node('Account', 'Remove', { resource: 'eventSharing', operation: 'removePublisher' }),
	);
	expect(listed.json('Remove')[0]).toMatchObject({ removed: true });
	const after = await run(node('Account', 'Publishers', { resource: 'eventSharing', operation: 'getPublishers' }));
	expect(JSON.stringify(after.json('Publishers'))).not.toContain(String(listed.json('Remove')[0].publisherId));
});

test('a draft takes the certificate that was chosen from the list', async () => {
	const [account, other] = [fresh.account, fresh.seed.accounts[1]];
	const listed = await searchList({
		type: 'konturExternDraft',
		method: 'searchCertificates',
		parameters: { resource: 'draft', operation: 'create', accountId: { __rl: true, mode: 'id', value: account.id } },
		credentials: fresh.company.credentials,
	});
	const valid = account.certificates.find(({ note }) => note === 'valid');
	expect(listed.results.map(({ value }) => value)).toContain(valid?.thumbprint);
	const create = (thumbprint: string) =>
		node('Draft', 'Create', {
			resource: 'draft',
			operation: 'create',
			accountId: { __rl: true, mode: 'id', value: account.id },
			authorityCode: '0087',
			payerInn: account.inn,
			payerKpp: account.kpp ?? '',
			certificate: { __rl: true, mode: 'list', value: thumbprint },
		});
	await run(create(valid?.thumbprint ?? ''));
	const [created] = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-create');
	expect(created.body).toMatchObject({ sender: { certificate: { content: valid?.content } } });
	const unknown = await runWorkflow({ nodes: [create(other.certificates[0].thumbprint)], credentials: fresh.company.credentials, items: [{}] });
	expect(unknown.error?.message).toContain('has no certificate');
});
