import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { NodeName } from '../../nodes/forms/form';
import { agents, askAgent } from './agent';
import { ownForms } from './allForms';
import { loadPackage, runWorkflow } from './engine';
import { chosen, sendReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';

/** What cannot be undone is only told on a dry run, and whenever an AI agent asks without leave. */

const fresh = freshSandbox();
const { sandbox } = fresh;

/** A report that is ready to be sent. */
async function givenDraft() {
	const { account, credentials, item } = fresh.company;
	const outcome = await runWorkflow({ nodes: [sendReport(account, { until: 'prepared' })], credentials, items: [item] });
	const { accountId, draftId } = outcome.json('Send Report')[0];
	await sandbox.clearRequests();
	return { accountId, draftId };
}

/** A docflow to which replies are owed. */
async function givenDocflow() {
	const { account, credentials, item } = fresh.company;
	const outcome = await runWorkflow({ nodes: [sendReport(account)], credentials, items: [item] });
	const { accountId, docflowId, documents } = outcome.json('Send Report')[0];
	const owed = (documents as IDataObject[]).find(({ replyTypes }) => Array.isArray(replyTypes) && replyTypes.length > 0);
	await sandbox.clearRequests();
	return { accountId, docflowId, documentId: owed?.documentId, replyTypes: owed?.replyTypes, replyId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' };
}

/** A builder with a file. */
async function givenBuilder() {
	return (await stages['a builder with a file'](await Service.of(sandbox, fresh.seed), fresh.account)).json;
}

async function givenDemand() {
	return (await stages['a demand'](await Service.of(sandbox, fresh.seed), fresh.account)).json;
}

/** What changes anything at the service. */
async function changes() {
	const requests = await sandbox.requests();
	return requests.filter(({ service, method }) => service === 'api' && method !== 'GET').map(({ operation }) => operation);
}

const NODES: NodeName[] = ['account', 'docflow', 'draft', 'send', 'sign', 'upload'];

const typeOf = (node: NodeName) => `konturExtern${node[0].toUpperCase()}${node.slice(1)}`;

interface Irreversible {
	type: string;
	resource: string;
	operation: string;
	typed?: () => INodeParameters;
	given: () => Promise<object>;
}

const irreversible: Irreversible[] = [
	{ type: 'konturExternSend', resource: 'report', operation: 'send', typed: () => sendReport(fresh.account).parameters, given: async () => ({}) },
	{ type: 'konturExternSend', resource: 'draft', operation: 'send', given: givenDraft },
	{ type: 'konturExternDraft', resource: 'draft', operation: 'delete', given: givenDraft },
	{ type: 'konturExternDraft', resource: 'draft', operation: 'handOver', given: givenDraft },
	{ type: 'konturExternDraft', resource: 'document', operation: 'delete', given: async () => ({ ...(await givenDraft()), documentId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' }) },
	{ type: 'konturExternDraft', resource: 'builder', operation: 'build', given: givenBuilder },
	{ type: 'konturExternDraft', resource: 'builder', operation: 'delete', given: givenBuilder },
	{ type: 'konturExternDraft', resource: 'builderDocument', operation: 'delete', given: givenBuilder },
	{ type: 'konturExternDraft', resource: 'builderFile', operation: 'delete', given: givenBuilder },
	{
		type: 'konturExternSign',
		resource: 'signature',
		operation: 'delete',
		given: async () => ({ ...(await givenDraft()), documentId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', signatureId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615041' }),
	},
	{ type: 'konturExternDocflow', resource: 'reply', operation: 'send', given: givenDocflow },
	{ type: 'konturExternDocflow', resource: 'reply', operation: 'answer', given: givenDocflow },
	{ type: 'konturExternDocflow', resource: 'reply', operation: 'process', given: givenDocflow },
	{ type: 'konturExternDocflow', resource: 'docflow', operation: 'receive', given: givenDocflow },
	{ type: 'konturExternSend', resource: 'ion', operation: 'send', typed: () => ({ accountId: chosen(fresh.account.id), authorityCode: chosen('0087'), contractType: 'ION7' }), given: async () => ({}) },
	{
		type: 'konturExternSend',
		resource: 'letter',
		operation: 'send',
		typed: () => ({ accountId: chosen(fresh.account.id), authorityCode: chosen('0087'), region: '77', subject: 'О сверке', letterText: 'Просим' }),
		given: async () => ({}),
	},
	{
		type: 'konturExternSend',
		resource: 'registration',
		operation: 'send',
		typed: () => ({
			accountId: chosen(fresh.account.id),
			authorityCode: chosen('0087'),
			applicants: { applicant: [{ surname: 'Иванова', name: 'Анна' }] },
			documents: { document: [{ code: '011001', files: 'data' }] },
		}),
		given: async () => ({}),
	},
	{ type: 'konturExternSend', resource: 'subscription', operation: 'send', typed: () => ({ accountId: chosen(fresh.account.id), registrationNumber: '087-108-123456', fssCode: 'SEDO-TEST' }), given: async () => ({}) },
	{ type: 'konturExternDocflow', resource: 'reply', operation: 'processMany', given: givenDocflow },
	{ type: 'konturExternDocflow', resource: 'demand', operation: 'accept', given: givenDemand },
	{ type: 'konturExternDocflow', resource: 'demand', operation: 'answer', typed: () => ({ files: 'data', claimItemNumber: '2.01' }), given: givenDemand },
	{ type: 'konturExternDocflow', resource: 'documentsRequest', operation: 'ask', given: givenDocflow },
	{
		type: 'konturExternAccount',
		resource: 'account',
		operation: 'create',
		typed: () => ({ inn: '6699009990', kpp: '669901001', organizationName: 'ООО «Новая»' }),
		given: async () => ({}),
	},
	{
		type: 'konturExternAccount',
		resource: 'eventSharing',
		operation: 'share',
		typed: () => ({ accountId: chosen(fresh.account.id), subscriber: fresh.seed.neighbour.clientId }),
		given: async () => ({}),
	},
	{ type: 'konturExternAccount', resource: 'eventSharing', operation: 'removePublisher', typed: () => ({ publisherId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040' }), given: async () => ({}) },
];

/** Forms that stand for an operation are tried with their examples. */
function isTriedByExample(type: string, resource: string, operation: string): boolean {
	return NODES.some((node) => type === typeOf(node) && ownForms(node).some((form) => form.resource === resource && form.operation === operation));
}

test('every operation that offers Dry Run is tried, below or by its example', async () => {
	const { nodes, name } = await loadPackage();
	const untried = NODES.map(typeOf).flatMap((type) => {
		const { properties } = nodes.getByNameAndVersion(`${name}.${type}`).description;
		return properties
			.filter((property) => property.name === 'dryRun')
			.flatMap(({ displayOptions }) => (displayOptions?.show?.operation ?? []).map((operation) => ({ resource: String(displayOptions?.show?.resource), operation: String(operation) })))
			.filter(({ resource, operation }) => !isTriedByExample(type, resource, operation))
			.filter(({ resource, operation }) => !irreversible.some((one) => one.type === type && one.resource === resource && one.operation === operation))
			.map(({ resource, operation }) => `${type} ${resource} ${operation}`);
	});
	expect(untried).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test.each(irreversible)('dry run of $type $resource $operation changes nothing and says what it would do', async ({ type, resource, operation, typed, given }) => {
	const json = JSON.parse(JSON.stringify(await given()));
	await sandbox.clearRequests();
	const node = step(type, 'Node', resource, operation, { ...typed?.(), dryRun: true });
	const outcome = await runWorkflow({ nodes: [node], credentials: fresh.company.credentials, items: [{ json, files: fresh.company.item.files }] });
	expect(outcome.error?.message).toBeUndefined();
	expect(outcome.json('Node')).toEqual([expect.objectContaining({ dryRun: true, wouldDo: expect.stringMatching(/./) })]);
	expect(await changes()).toEqual([]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

describe.each(agents)('for an AI agent, when %s', (_, agent) => {
	async function askToSend(options: INodeParameters) {
		const draft = await givenDraft();
		const parameters = { resource: 'draft', operation: 'send', accountId: chosen(String(draft.accountId)), draftId: chosen(String(draft.draftId)), options };
		return await askAgent(agent, 'konturExternSend', parameters, fresh.company.credentials);
	}

	test('sending is only told', async () => {
		expect(await askToSend({})).toMatchObject({ dryRun: true, wouldDo: expect.stringContaining('Send the draft') });
		expect(await changes()).toEqual([]);
		expect((await sandbox.docflows()).docflows).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});

	test('sending is done where the operator allowed it', async () => {
		const answer = await askToSend({ allowAgents: true });
		const [docflow] = (await sandbox.docflows()).docflows;
		expect(answer).toMatchObject({ outcome: 'filed', docflowId: docflow.id });
		expect(await sandbox.judgeTraffic()).toEqual([]);
	});
});
