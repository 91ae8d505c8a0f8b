import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { certificateOf, chosen, givenReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { waitForAuthority } from './waiting';

/** Single steps, joined by nothing but the defaults of their fields. */

const fresh = freshSandbox();
const { sandbox } = fresh;

function lookUp(accountId: string) {
	return step('konturExternAccount', 'Certificate', 'certificate', 'getAll', { accountId: chosen(accountId), limit: 1 });
}

/** Every step from the file to the docflow. */
function filingSteps(payer: { inn: string; kpp?: string }) {
	return [
		step('konturExternUpload', 'Upload', 'content', 'upload'),
		step('konturExternDraft', 'Create', 'draft', 'create', { authorityCode: '0087', payerInn: payer.inn, payerKpp: payer.kpp ?? '' }),
		step('konturExternDraft', 'Add', 'document', 'add'),
		step('konturExternSign', 'Sign', 'draft', 'sign'),
		step('konturExternSend', 'Check', 'draft', 'check'),
		step('konturExternSend', 'Prepare', 'draft', 'prepare'),
		step('konturExternSend', 'Send', 'draft', 'send'),
		{ type: 'test.wait', name: 'Wait' },
		step('konturExternDocflow', 'Get', 'docflow', 'get'),
	];
}

test('from certificate to finished docflow, with only account, payer and tax office typed in', async () => {
	const { account, credentials, item, report } = givenReport(sandbox, fresh.seed);
	const outcome = await runWorkflow({
		nodes: [lookUp(account.id), ...filingSteps(account), step('konturExternDocflow', 'Process', 'reply', 'process')],
		extraNodes: { 'test.wait': waitForAuthority(sandbox) },
		credentials,
		items: [item],
	});
	expect(outcome.error?.message).toBeUndefined();

	const { docflows } = await sandbox.docflows();
	expect(docflows).toHaveLength(1);
	const [docflow] = docflows;
	const [{ draftId, docflowId, sentCount, open, status }] = outcome.json('Process');
	expect({ draftId, docflowId, open, status }).toEqual({
		draftId: docflow.draftId,
		docflowId: docflow.id,
		open: [],
		status: 'urn:docflow-common-status:finished',
	});
	expect(docflow).toMatchObject({ accountId: account.id, type: 'urn:docflow:fns534-report', status: 'finished' });
	const sha256 = createHash('sha256').update(report.bytes).digest('hex');
	expect(docflow.documents.find(({ filename }) => filename === report.fileName)).toMatchObject({ sha256 });
	const { thumbprint } = certificateOf(account);
	const replies = docflow.documents.filter(({ type }) => type === 'urn:document:fns534-report-receipt').flatMap(({ signatures }) => signatures);
	expect(replies.filter((signature) => signature.thumbprint === thumbprint)).toHaveLength(3);
	expect(sentCount).toBe(3);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('an answer made in single steps: documents, Generate, Sign, Send', async () => {
	const { account, credentials, item } = givenReport(sandbox, fresh.seed);
	const outcome = await runWorkflow({
		nodes: [
			lookUp(account.id),
			...filingSteps(account),
			step('konturExternDocflow', 'Documents', 'document', 'getAll'),
			{ type: 'test.owed', name: 'Owed' },
			step('konturExternDocflow', 'Generate', 'reply', 'generate'),
			step('konturExternDocflow', 'Sign Reply', 'reply', 'sign'),
			step('konturExternDocflow', 'Send Reply', 'reply', 'send'),
		],
		extraNodes: { 'test.wait': waitForAuthority(sandbox), 'test.owed': onlyOwed },
		credentials,
		items: [item],
	});
	expect(outcome.error?.message).toBeUndefined();
	const [generated] = outcome.json('Generate');
	expect(outcome.json('Send Reply')[0]).toMatchObject({ docflowId: outcome.json('Send')[0].docflowId, replyId: generated.replyId });
	const sent = (await sandbox.requests()).filter(({ operation }) => operation === 'reply-send');
	expect(sent.map(({ path, status }) => [path.split('/').at(-2), status])).toEqual([[generated.replyId, 200]]);
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

/** The first document that asks for a reply, as an operator's Filter and Limit would leave it. */
const onlyOwed: INodeType = {
	...waitForAuthority(sandbox),
	async execute(this: IExecuteFunctions) {
		const owed = this.getInputData().find(({ json: { replyTypes } }) => Array.isArray(replyTypes) && replyTypes.length > 0);
		return [owed ? [{ json: owed.json, pairedItem: { item: 0 } }] : []];
	},
};
