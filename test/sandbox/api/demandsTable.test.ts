import { randomUUID } from 'node:crypto';
import type { AnsweredDocflow } from '../answers';
import { documentOf, givenDemand } from '../demands';
import { givenSentReport } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

interface Assignee {
	id: string;
	email: string;
	'last-name': string;
}
interface PatchedDocument {
	message: string;
	description: { requisites: Record<string, unknown> };
}

let sandbox: RunningSandbox;
let company: SeedAccount;
let demand: AnsweredDocflow;
let fileId: string;

const requisite = (name: string) => `/description/requisites/${name}`;
const documentPath = () => `/v1/${company.id}/docflows/${demand.id}/documents/${fileId}`;
const patch = (...operations: Array<{ op: string; path: string; value?: unknown }>) =>
	sandbox.call<PatchedDocument>('patch', documentPath(), operations);
const requisites = async () => (await sandbox.call<PatchedDocument>('get', documentPath())).data.description.requisites;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());
beforeEach(async () => {
	demand = await givenDemand(sandbox, company);
	fileId = documentOf(demand, 'fns534-demand-attachment').id;
});

test('what is written down about a demand is read with it next', async () => {
	const { data } = await patch(
		{ op: 'add', path: requisite('comment'), value: { text: 'срочно', color: 'red' } },
		{ op: 'add', path: requisite('labels/0'), value: { name: 'НДС' } },
		{ op: 'add', path: requisite('labels/-'), value: { name: 'Иванову' } },
		{ op: 'replace', path: requisite('demand-status'), value: 'in-progress' },
		{ op: 'replace', path: requisite('demand-number'), value: '7/1' },
		{ op: 'replace', path: requisite('demand-date'), value: '2026-01-12' },
	);

	expect(data.description.requisites).toEqual({
		comment: { text: 'срочно', color: 'red' },
		labels: [{ name: 'НДС' }, { name: 'Иванову' }],
		'demand-status': 'in-progress',
		'demand-number': '7/1',
		'demand-date': '2026-01-12',
	});
	expect(await requisites()).toEqual(data.description.requisites);
});

test('labels are addressed by index and comments part by part', async () => {
	await patch(
		{ op: 'add', path: requisite('labels'), value: [{ name: 'one' }, { name: 'two' }] },
		{ op: 'add', path: requisite('comment/text'), value: 'first' },
	);
	await patch(
		{ op: 'remove', path: requisite('labels/0') },
		{ op: 'replace', path: requisite('labels/0/name'), value: 'second' },
		{ op: 'replace', path: requisite('comment/text'), value: 'changed' },
	);

	expect(await requisites()).toEqual({ labels: [{ name: 'second' }], comment: { text: 'changed' } });
});

test('a demand is assigned to one of those who work in the account, and to nobody again', async () => {
	const { data: candidates } = await sandbox.call<Assignee[]>('get', `/v1/${company.id}/docflows/demands-assignees`);
	const clerk = candidates.find(({ email }) => email === sandbox.seed.clerk.login);
	const { data } = await patch({ op: 'add', path: requisite('assignees'), value: [{ id: clerk?.id }] });
	expect(data.description.requisites.assignees).toEqual([clerk]);

	await patch({ op: 'remove', path: requisite('assignees') });
	expect(await requisites()).toEqual({});
});

test('strange values are refused and change nothing', async () => {
	const { data: candidates } = await sandbox.call<Assignee[]>('get', `/v1/${company.id}/docflows/demands-assignees`);
	const answers = [
		await patch({ op: 'add', path: requisite('assignees'), value: [{ id: randomUUID() }] }),
		await patch({ op: 'add', path: requisite('assignees'), value: candidates.map(({ id }) => ({ id })) }),
		await patch({ op: 'add', path: requisite('comment'), value: { text: 'x', color: 'pink' } }),
		await patch({ op: 'add', path: requisite('demand-number'), value: '1' }, { op: 'remove', path: requisite('labels/3') }),
		await patch({ op: 'replace', path: requisite('demand-status'), value: 'forgotten' }),
		await patch({ op: 'add', path: requisite('colour'), value: 'red' }),
		await patch({ op: 'add', path: requisite('comment') }),
	];

	expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 400));
	expect(await requisites()).toEqual({});
});

test('only files of demands have requisites to change', async () => {
	fileId = documentOf(demand, 'fns534-demand').id;

	expect((await patch({ op: 'add', path: requisite('comment'), value: { text: 'x' } })).status).toBe(400);
});

test('a docflow that is no demand takes a comment; a demand does not, and only letters become demands', async () => {
	const { docflow } = await givenSentReport(sandbox, company);
	const comment = { op: 'add', path: requisite('comment'), value: { text: 'сдан', color: 'green' } };
	const knd = { op: 'add', path: requisite('demand-knd'), value: '1165050' };
	const patchDocflow = (id: string, operation: unknown) =>
		sandbox.call<AnsweredDocflow>('patch', `/v1/${company.id}/docflows/${id}`, [operation]);
	const commented = await patchDocflow(docflow.id, comment);

	expect(commented.data.description.requisites).toEqual({ comment: comment.value });
	expect((await patchDocflow(demand.id, comment)).status).toBe(400);
	expect((await patchDocflow(docflow.id, knd)).status).toBe(400);
	expect((await patchDocflow(randomUUID(), comment)).status).toBe(404);
});
