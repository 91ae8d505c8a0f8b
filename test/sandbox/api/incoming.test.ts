import { randomUUID } from 'node:crypto';
import machines from '../../reference/schemas/state-machines.json';
import { readDocflow } from '../filing';
import { runSandbox, type RunningSandbox, type SeedAccount } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

const INCOMING = machines.machines
	.filter(({ direction }) => direction === 'incoming')
	.map(({ docflowType }) => docflowType.replace('urn:docflow:', ''));

let sandbox: RunningSandbox;
let company: SeedAccount;

beforeAll(async () => {
	sandbox = await runSandbox();
	[company] = sandbox.seed.accounts;
});
afterAll(() => sandbox.stop());

test.each(INCOMING)('an authority begins a docflow of the type %s, which arrives as the reference describes it', async (type) => {
	const { data } = await sandbox.control.post<{ docflowId: string }>('/incoming', { accountId: company.id, type });
	const docflow = await readDocflow(sandbox, company, data.docflowId);

	expect(docflow.type).toBe(`urn:docflow:${type}`);
});

test('authorities begin nothing that subscribers begin, and nothing in unknown accounts', async () => {
	const wrong = await sandbox.control.post('/incoming', { accountId: company.id, type: 'fss-sedo-demand-reply' });
	const unknown = await sandbox.control.post('/incoming', { accountId: randomUUID(), type: 'fns534-cu-letter' });

	expect([wrong.status, unknown.status]).toEqual([400, 400]);
});
