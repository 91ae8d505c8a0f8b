import type { RecordedRequest } from './sandbox';
import { complaintsAbout } from './traffic';

const account = '5b0c9b9c-8e1b-4f5e-9a43-1a2b3c4d5e6f';

const exchange = (changes: Partial<RecordedRequest>): RecordedRequest => ({
	number: 7,
	time: '2026-09-01T10:00:00Z',
	service: 'api',
	method: 'GET',
	path: '/v1/events',
	query: { take: '10', fromId: '0_0' },
	operation: 'events-list',
	headers: {},
	bodyBytes: 0,
	status: 200,
	responseHeaders: {},
	response: { 'requested-count': 10, 'returned-count': 0, 'api-events': [] },
	...changes,
});

describe('the judge of recorded traffic', () => {
	test('is content with a right exchange', () => {
		expect(complaintsAbout(exchange({}))).toEqual([]);
	});

	test('tells which exchange is wrong and where', () => {
		expect(complaintsAbout(exchange({ query: { take: '10', from: '0_0' } }))).toEqual(
			expect.arrayContaining([
				"#7 GET /v1/events (events-list, 200): query: unknown property 'from'",
				"#7 GET /v1/events (events-list, 200): query: must have required property 'fromId'",
			]),
		);
	});

	test('judges the answers of the sandbox as well', () => {
		expect(complaintsAbout(exchange({ response: { apiEvents: [] } })).join('\n')).toContain(
			"'apiEvents' is spelt 'api-events'",
		);
	});

	test('does not judge an answer that a fault made', () => {
		expect(complaintsAbout(exchange({ status: 418, response: 'no tea', fault: 'f1' }))).toEqual([]);
	});

	test('notices a request that the sandbox mistook', () => {
		const record = exchange({ path: `/v1/${account}`, query: {}, status: 404, operation: 'accounts-list' });
		expect(complaintsAbout(record).join('\n')).toContain('the sandbox took it for accounts-list');
	});

	test('knows no operations beside the reference, except pages of the identity provider', () => {
		expect(complaintsAbout(exchange({ path: '/v1/everything' }))).toEqual([
			'#7 GET /v1/everything: no such operation in the reference',
		]);
		expect(
			complaintsAbout(exchange({ service: 'identity', path: '/.well-known/openid-configuration' })),
		).toEqual([]);
	});

	test('tells grants apart by the form of a token request', () => {
		const record = exchange({
			service: 'identity',
			method: 'POST',
			path: '/connect/token',
			query: {},
			operation: 'openid-token-refresh',
			body: { grant_type: 'refresh_token', client_id: 'a', client_secret: '***' },
			status: 400,
			response: { error: 'invalid_request' },
		});
		expect(complaintsAbout(record).join('\n')).toContain("required property 'refresh_token'");
	});
});
