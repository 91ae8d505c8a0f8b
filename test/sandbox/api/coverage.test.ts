import { randomUUID } from 'node:crypto';
import axios from 'axios';
import { coveredOperations } from '../../conventions/coveredOperations';
import { runSandbox, type RunningSandbox } from '../runningSandbox';

// Generous: the machine may be busy with other tests.
jest.setTimeout(60_000);

const NOT_IMPLEMENTED = 501;

let sandbox: RunningSandbox;

beforeAll(async () => {
	sandbox = await runSandbox();
});
afterAll(() => sandbox.stop());

/** The status of a call with made-up ids and nothing else. */
async function statusOf({ method, path }: (typeof coveredOperations)[number]): Promise<number> {
	const { sid, apiKey } = sandbox.seed;
	const { status } = await axios.request({
		method,
		baseURL: sandbox.api,
		url: path.replace(/\{\w+\}/g, () => randomUUID()),
		headers: { authorization: `auth.sid ${sid}`, 'x-kontur-apikey': apiKey },
		responseType: 'text',
		validateStatus: () => true,
	});
	return status;
}

test('the sandbox answers every operation that the nodes offer', async () => {
	const unanswered: string[] = [];
	for (const operation of coveredOperations) {
		if ((await statusOf(operation)) === NOT_IMPLEMENTED) unanswered.push(operation.id);
	}
	expect(unanswered).toEqual([]);
});
