import { judgeAnswer, judgeRequest } from '../../reference/judge';
import { operations } from '../../reference/operations';
import { givenApplication } from './application';
import { exchangeOf, type Exchange } from './exchange';
import { signInsOf, type SignIn } from './signIns';

const application = givenApplication();

const ids = operations.map(({ id }) => id).filter((id) => /^openid-|^legacy-(auth|session)-/.test(id));

/** Operations whose refusal the reference knows no form of. */
const NEVER_REFUSED = ['openid-jwks'];

function signIn(id: string): SignIn {
	const found = signInsOf(application)[id];
	if (!found) throw new Error(`nobody tries ${id}`);
	return found;
}

function complaints(id: string, { query, body, status, answer }: Exchange): string[] {
	return [...judgeRequest(id, { query, body }), ...judgeAnswer(id, status, answer)];
}

async function loggedOperation(): Promise<unknown> {
	const { data } = await application.requests();
	return data.requests.at(-1)?.operation;
}

/** What the vendor's samples show on every answer of the provider, and on those that carry secrets. */
function expectHeaders(id: string, { answeredHeaders }: Exchange): void {
	expect(answeredHeaders).toMatchObject({ 'x-kontur-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/) });
	if (!/^openid-(token|device|certificate)-/.test(id)) return;
	expect(answeredHeaders).toMatchObject({ 'cache-control': 'no-store', 'x-kontur-dont-retry': 'True', 'dont-retry': 'True' });
}

describe('every operation of signing in', () => {
	it('is tried here', () => {
		expect(ids).toHaveLength(17);
		expect(Object.keys(signInsOf(application)).sort()).toEqual([...ids].sort());
		expect(ids.filter((id) => !signIn(id).refused)).toEqual(NEVER_REFUSED);
	});

	it.each(ids)('%s succeeds as the reference says', async (id) => {
		const exchange = exchangeOf(await signIn(id).done());

		expect(complaints(id, exchange)).toEqual([]);
		expect(exchange.status).toBe(id === 'openid-authorize' ? 302 : 200);
		expectHeaders(id, exchange);
		expect(await loggedOperation()).toBe(id);
	});

	it.each(ids.filter((id) => !NEVER_REFUSED.includes(id)))('%s is refused as the reference says', async (id) => {
		const answer = await signIn(id).refused?.();
		if (!answer) throw new Error(`${id} was not refused`);
		const exchange = exchangeOf(answer);

		expect(complaints(id, exchange)).toEqual([]);
		expect(exchange.status).toBe(id.startsWith('openid-') ? 400 : 403);
		expect(exchange.answer).toEqual(
			id.startsWith('openid-')
				? { error: expect.stringMatching(/^[a-z_]+$/), error_description: expect.any(String), error_status: null }
				: { Code: expect.stringMatching(/^[A-Z]\w+$/) },
		);
		expectHeaders(id, exchange);
		expect(await loggedOperation()).toBe(id);
	});
});
