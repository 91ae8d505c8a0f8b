import { runWorkflow, type ItemIn } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages, type Given } from './stages';

/** Things that are created under an id of the operator's own: a repeated run meets the same ones. */

const fresh = freshSandbox();
const { sandbox } = fresh;
let given: Given;

beforeEach(async () => {
	given = await stages['a draft with a report'](await Service.of(sandbox, fresh.seed), fresh.account);
});

const own = '3c59dc04-8e88-4024-b8be-0f3d2a7c1e55';

async function run(nodes: Array<ReturnType<typeof step>>, item: ItemIn = given) {
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
	expect(outcome.error?.message).toBeUndefined();
	expect(await sandbox.judgeTraffic()).toEqual([]);
	return outcome;
}

test('a draft put twice is one, with the requisites of the second time', async () => {
	const { account } = fresh;
	const { content: certificate } = certificateOf(account);
	const put = (name: string, authorityCode: string) =>
		step('konturExternDraft', name, 'draft', 'put', {
			accountId: chosen(account.id),
			draftId: chosen(own),
			authorityCode,
			payerInn: account.inn,
			payerKpp: account.kpp ?? '',
			certificate: { __rl: true, mode: 'id', value: certificate },
			additionalFields: { transitTaxOffice: '6600' },
		});
	const outcome = await run([put('First', '0087'), put('Second', '0088'), step('konturExternDraft', 'Drafts', 'draft', 'getAll', { accountId: chosen(account.id) })]);
	expect(outcome.json('Second')).toEqual([expect.objectContaining({ draftId: own, recipientCode: '0088' })]);
	expect(outcome.json('Drafts').map(({ draftId }) => draftId).sort()).toEqual([own, given.json.draftId].sort());
});

test('requisites that are left out of an update are gone', async () => {
	const { account } = fresh;
	const update = (name: string, additionalFields: Record<string, string>) =>
		step('konturExternDraft', name, 'draft', 'updateRequisites', { authorityCode: '0085', payerInn: account.inn, payerKpp: account.kpp ?? '', additionalFields });
	const outcome = await run([update('Letter', { subject: 'О сверке' }), update('Plain', {}), step('konturExternDraft', 'Requisites', 'draft', 'getRequisites')]);
	expect(outcome.json('Letter')[0].requisites).toMatchObject({ recipient: { 'ifns-code': '0085' }, 'additional-info': { subject: 'О сверке' } });
	expect(JSON.stringify(outcome.json('Requisites')[0].requisites)).not.toContain('О сверке');
});

test('a file and a signature put twice are one each', async () => {
	const putFile = (name: string) => step('konturExternDraft', name, 'document', 'put', { documentId: own });
	const putSignature = (name: string) => step('konturExternSign', name, 'signature', 'put', { signatureId: own, documentId: own });
	const nodes = [step('konturExternUpload', 'Upload', 'content', 'upload'), putFile('File'), putFile('File again'), putSignature('Signature'), putSignature('Signature again')];
	const look = [step('konturExternDraft', 'Document', 'document', 'get', { documentId: own }), step('konturExternDraft', 'Draft', 'draft', 'get')];
	const outcome = await run([...nodes, ...look]);
	expect(outcome.json('Signature again')).toEqual([expect.objectContaining({ signatureId: own, documentId: own })]);
	expect(outcome.json('Document')).toEqual([expect.objectContaining({ documentId: own, fileName: given.json.fileName, signatureCount: 1 })]);
	expect(outcome.json('Draft')[0].documentIds).toEqual([given.json.documentId, own]);
});

test('half of a related document names the other half', async () => {
	const { account } = fresh;
	const create = step('konturExternDraft', 'Create', 'draft', 'create', {
		accountId: chosen(account.id),
		authorityCode: '0087',
		payerInn: account.inn,
		additionalFields: { relatedDocflowId: own },
	});
	const outcome = await runWorkflow({ nodes: [create], credentials: credentialsOf(sandbox, fresh.seed, account), items: [given] });
	expect(outcome.error?.message).toContain('Related Document ID is missing');
});
