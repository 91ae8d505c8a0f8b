import type { IExecuteFunctions } from 'n8n-workflow';
import { acceptsBy } from '../../nodes/run/trigger/eventFilter';
import { openPort } from '../../nodes/run/port';
import type { PortAnswer } from '../../extern';

/** n8n, as far as the port sees it; every request ends with the error. */
function n8nThatThrows(error: unknown): IExecuteFunctions {
	const context: unknown = {
		getCredentials: async () => ({ environment: 'own', apiUrl: 'http://127.0.0.1:1', identityUrl: 'http://127.0.0.1:1' }),
		getNode: () => ({ credentials: {} }),
		helpers: {
			async httpRequestWithAuthentication() {
				throw error;
			},
		},
	};
	return context as IExecuteFunctions;
}

async function answerTo(error: unknown): Promise<PortAnswer> {
	const port = await openPort(n8nThatThrows(error), 'konturExternApi');
	return await port.send({ method: 'POST', url: 'http://127.0.0.1:1/v1', headers: {}, expect: 'text', timeoutMs: 1 });
}

const coded = (code: string, message = 'it broke') => Object.assign(new Error(message), { code });

test.each(['ECONNRESET', 'EPIPE', 'ERR_BAD_RESPONSE', 'HPE_INVALID_CONSTANT', 'HPE_HEADER_OVERFLOW', 'UND_ERR_SOCKET', 'ERR_STREAM_PREMATURE_CLOSE'])(
	'after %s the request may have had its effect',
	async (code) => {
		expect(await answerTo(coded(code))).toEqual({ kind: 'no-answer', reason: 'network', detail: 'it broke' });
		expect(await answerTo(Object.assign(new Error('it broke'), { cause: coded(code) }))).toMatchObject({ kind: 'no-answer', reason: 'network' });
	},
);

test.each(['ECONNREFUSED', 'ENOTFOUND', 'CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'ERR_TLS_CERT_ALTNAME_INVALID'])(
	'after %s nothing was sent, and the credential is not blamed',
	async (code) => {
		expect(await answerTo(coded(code))).toMatchObject({ kind: 'no-answer', reason: 'unreachable' });
	},
);

test.each(['ECONNABORTED', 'ETIMEDOUT'])('%s is a lost answer', async (code) => {
	expect(await answerTo(coded(code))).toMatchObject({ kind: 'no-answer', reason: 'timeout' });
});

test('a refused renewal is a matter of signing in', async () => {
	expect(await answerTo(new Error('The credential needs to be reconnected'))).toMatchObject({ kind: 'sign-in' });
});

test.each([undefined, null, 'text', 7, {}, { response: null }, { cause: 'x', httpCode: null }, { response: { status: 'x', headers: null, data: null } }])('whatever is thrown is an answer: %p', async (error) => {
	expect(['sign-in', 'no-answer']).toContain((await answerTo(error)).kind);
});

test('an event that does not say whose it is passes every choice of organizations', () => {
	const context: unknown = { getNodeParameter: (name: string, usual: unknown) => (name === 'organizations' ? '7707083893' : usual) };
	const accepts = acceptsBy(context as Parameters<typeof acceptsBy>[0]);
	const event = { id: '1', 'docflow-type': 't', 'event-date-time': '', 'docflow-id': 'd', 'account-id': 'a' };
	const unnamed: typeof event & { inn?: string } = JSON.parse(JSON.stringify({ ...event, inn: null }));
	expect([event, unnamed, { ...event, inn: '7707083893' }, { ...event, inn: '7736050003' }].map(accepts)).toEqual([true, true, true, false]);
});
