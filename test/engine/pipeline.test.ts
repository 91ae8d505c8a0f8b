import { createHash } from 'node:crypto';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

import { removeServices } from '../examples/signingService';
import { engineWorks, installLine } from '../gost/gostEngine';
import { runWorkflow, type ItemIn, type NodeOnCanvas, type WorkflowOutcome } from './engine';
import { certificateOf, chosen, givenReport, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { keyHolders, leaksOf, PIN, TOKEN, type KeyHolder } from './keyHolders';
import { detached } from './signing';
import { externCredential } from './signIn';
import { waitForAuthority } from './waiting';

/** Single steps, joined by nothing but the defaults of their fields. */

const fresh = freshSandbox();
const { sandbox } = fresh;
const LONG = 120_000;
const works = engineWorks();

if (!works && process.env.CI === 'true') {
	test(`gost-engine is missing: ${installLine}`, () => {
		throw new Error(`CI must have gost-engine: ${installLine}`);
	});
}

afterEach(async () => {
	await removeServices();
});

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

/** Signs outside of n8n what the item carries, as a person with a program of his own does. */
const elsewhere: INodeType = {
	...waitForAuthority(sandbox),
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData();
		return [
			await Promise.all(
				items.map(async ({ json, binary }, item) => {
					const bytes = await this.helpers.getBinaryDataBuffer(item, 'data');
					const signature = await this.helpers.prepareBinaryData(detached(bytes, certificateOf(fresh.account)), 'made-elsewhere.sig');
					return { json, binary: { ...binary, signature }, pairedItem: { item } };
				}),
			),
		];
	},
};

interface Source extends KeyHolder {
	readonly works: boolean;
	/** Whether somebody outside gets the files and brings the signatures. */
	readonly isOutside?: boolean;
}

const { signingService, dss } = keyHolders(fresh);
const testKey = { signWith: 'testKey', credentials: async () => fresh.company.credentials };
const person = { signWith: 'readySignature', credentials: async () => ({}), isOutside: true };
const sources: Record<string, Source> = {
	'a test key': { works: true, ...testKey },
	'signatures made elsewhere': { works: true, ...person },
	'CryptoPro DSS': { works: true, ...dss },
	[works ? 'a signing service' : `a signing service, which needs: ${installLine}`]: { works, ...signingService },
};

for (const [name, { works: canRun, signWith, credentials, isOutside }] of Object.entries(sources)) {
	(canRun ? test : test.skip)(`single steps from the file to the last answer, all signed with ${name}`, async () => {
		const { account, item } = fresh.company;
		const own = { ...externCredential(sandbox, fresh.seed), ...(await credentials()) };
		const outcomes: WorkflowOutcome[] = [];
		const run = async (items: ItemIn[], ...nodes: NodeOnCanvas[]) => {
			const outcome = await runWorkflow({ nodes, extraNodes: { 'test.wait': waitForAuthority(sandbox), 'test.owed': onlyOwed, 'test.elsewhere': elsewhere }, credentials: own, items });
			expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
			outcomes.push(outcome);
			return outcome;
		};
		const outside = isOutside ? [{ type: 'test.elsewhere', name: 'Elsewhere' }] : [];
		const unsigned = isOutside ? [step('konturExternSign', 'Unsigned', 'draft', 'listUnsigned')] : [];
		const sign = isOutside ? step('konturExternSign', 'Sign', 'document', 'sign', { signWith }) : step('konturExternSign', 'Sign', 'draft', 'sign', { signWith });
		const [upload, create, add, , ...sending] = filingSteps(account);
		const filed = await run([item], lookUp(account.id), upload, create, add, ...unsigned, ...outside, sign, ...sending);

		const docflowItem = { json: filed.json('Get')[0] };
		const answered: unknown[] = [];
		// Whatever an answer brings is answered too.
		for (let status: unknown; status !== 'urn:docflow-common-status:finished'; ) {
			const round = await run(
				[docflowItem],
				step('konturExternDocflow', 'Documents', 'document', 'getAll'),
				{ type: 'test.owed', name: 'Owed' },
				step('konturExternDocflow', 'Generate', 'reply', 'generate'),
				...outside,
				step('konturExternDocflow', 'Sign Reply', 'reply', 'sign', { signWith }),
				step('konturExternDocflow', 'Send Reply', 'reply', 'send'),
			);
			answered.push(...round.json('Send Reply').map(({ replyId }) => replyId));
			[{ status }] = (await run([docflowItem], { type: 'test.wait', name: 'Wait' }, step('konturExternDocflow', 'Get', 'docflow', 'get'))).json('Get');
			expect(answered.length).toBeLessThanOrEqual(3);
		}

		const [docflow, ...others] = (await sandbox.docflows()).docflows;
		expect([docflow.id, docflow.status, others]).toEqual([docflowItem.json.docflowId, 'finished', []]);
		const { thumbprint } = certificateOf(account);
		const ofUs = docflow.documents.flatMap(({ type, signatures }) => signatures.filter((signature) => signature.thumbprint === thumbprint).map(() => type));
		expect(ofUs.filter((type) => type === 'urn:document:fns534-report-receipt')).toHaveLength(3);
		expect(ofUs).toContain('urn:document:fns534-report');
		const sent = (await sandbox.requests()).filter(({ operation }) => operation === 'reply-send');
		expect(sent.map(({ path, status }) => [path.split('/').at(-2), status])).toEqual(answered.map((replyId) => [replyId, 200]));
		const secrets = [TOKEN, PIN, fresh.seed.dss.password, certificateOf(account).privateKey, ...(await sandbox.dssTokens())];
		expect(outcomes.flatMap((outcome) => leaksOf(outcome, secrets))).toEqual([]);
		expect(await sandbox.judgeTraffic()).toEqual([]);
	}, LONG);
}

/** The documents that ask for a reply, as an operator's Filter would leave them. */
const onlyOwed: INodeType = {
	...waitForAuthority(sandbox),
	async execute(this: IExecuteFunctions) {
		const items = this.getInputData().map(({ json }, item) => ({ json, pairedItem: { item } }));
		return [items.filter(({ json: { replyTypes } }) => Array.isArray(replyTypes) && replyTypes.length > 0)];
	},
};
