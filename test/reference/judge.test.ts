import { judgeAnswer, judgeRequest, operationOf } from './judge';
import { operations } from './operations';

const account = '5b0c9b9c-8e1b-4f5e-9a43-1a2b3c4d5e6f';
const docflow = '0d3f1b2a-6c7d-4e8f-9a0b-1c2d3e4f5a6b';

const draftMeta = {
	sender: { inn: '7757424860', kpp: '680345565', certificate: { content: 'TUlJ' }, ipaddress: '8.8.8.8' },
	recipient: { 'ifns-code': '0087' },
	payer: { inn: '7757424860', organization: { kpp: '680345565' } },
};

const eventsPage = {
	'first-event-id': '10_4',
	'next-event-id': '14_4',
	'requested-count': 10,
	'returned-count': 1,
	'api-events': [
		{
			id: '10_4',
			inn: '7757424860',
			kpp: '680345565',
			'docflow-type': 'urn:docflow:fns534-report',
			'new-state': 'urn:transaction:fns534-report-sent',
			'event-date-time': '2026-09-01T10:00:00.0000000Z',
			'docflow-id': docflow,
			'account-id': account,
		},
	],
	links: [],
};

const renamed = (from: string, to: string) => ({
	...eventsPage,
	'api-events': eventsPage['api-events'].map((event) =>
		Object.fromEntries(Object.entries(event).map(([name, value]) => [name === from ? to : name, value])),
	),
});

describe('the judge of requests', () => {
	test('passes the meta of a draft', () => {
		expect(judgeRequest('draft-create', { body: draftMeta })).toEqual([]);
	});

	test('names a misspelt property and where it stands', () => {
		const { 'ifns-code': _, ...recipient } = draftMeta.recipient;
		const body = { ...draftMeta, recipient: { ...recipient, ifnsCode: '0087' } };
		expect(judgeRequest('draft-create', { body }).join('\n')).toContain(
			"body/recipient: unknown property 'ifnsCode'",
		);
	});

	test('misses a required property', () => {
		const { payer: _, ...body } = draftMeta;
		expect(judgeRequest('draft-create', { body })).toEqual(["body: must have required property 'payer'"]);
	});

	test('refuses a body where the operation takes none', () => {
		expect(judgeRequest('account-get', { body: { take: 1 } })).toEqual(['body: this operation takes none']);
	});

	test('lets bytes through unread', () => {
		expect(judgeRequest('content-upload-start', { body: Buffer.from([1, 2]) })).toEqual([]);
		expect(judgeRequest('reply-content-put', { body: undefined })).toEqual([]);
	});

	test.each([
		['events-list', { take: '10', fromId: '0_0' }],
		['docflows-list', { type: ['fns534-report', 'fns534-demand'], take: '100', orderBy: 'descending' }],
		['draft-send', { deferred: 'true' }],
		['handbook-control-units-list', { type: 'Fns', skip: 0 }],
		['legacy-auth-by-truster', { apiKey: account, snils: '1', timestamp: '01.02.2026 03:04:05 GMT', serviceUserId: '1' }],
	])('passes the query of %s', (operation, query) => {
		expect(judgeRequest(operation, { query })).toEqual([]);
	});

	test.each([
		['events-list', { take: '10', fromID: '0_0' }, "unknown property 'fromID'"],
		['events-list', { take: '10' }, "must have required property 'fromId'"],
		['docflows-list', { type: 'urn:docflow:fns534-report' }, 'query/type'],
		['docflows-list', { updatedFrom: '2026-09-01' }, 'query/updatedFrom'],
		['draft-send', { deferred: 'yes' }, 'query/deferred'],
		['handbook-control-units-list', { type: 'sfr' }, 'query/type'],
		['accounts-list', { skip: -1 }, 'query/skip'],
	])('refuses %s with %j', (operation, query, complaint) => {
		const complaints = judgeRequest(operation, { query });
		expect(complaints.join('\n')).toContain(complaint);
	});
});

describe('the judge of answers', () => {
	test('passes a page of events', () => {
		expect(judgeAnswer('events-list', 200, eventsPage)).toEqual([]);
	});

	test('passes a property that the reference does not know, as the service may add some', () => {
		expect(judgeAnswer('events-list', 200, { ...eventsPage, 'snapshot-of': 1 })).toEqual([]);
	});

	test.each([
		['inn', 'INN'],
		['new-state', 'newState'],
		['new-state', 'new-sate'],
		['docflow-type', 'docflow_type'],
	])('catches %s spelt %s', (right, wrong) => {
		expect(judgeAnswer('events-list', 200, renamed(right, wrong)).join('\n')).toContain(
			`'${wrong}' is spelt '${right}'`,
		);
	});

	test('takes no word of the reference for a slip of another one', () => {
		expect(judgeAnswer('events-list', 200, { ...eventsPage, lines: [] })).toEqual([]);
	});

	test('judges the docflow in a finished send task as a docflow', () => {
		const task = {
			id: docflow,
			'task-state': 'succeed',
			'task-type': 'urn:task-type:send',
			'task-result': {
				id: docflow,
				'organization-id': account,
				type: 'urn:docflow:fns534-report',
				status: 'urn:docflow-common-status:sent',
				'success-state': 'urn:docflow-state:neutral',
				description: { recipient: 87 },
				documents: [],
				links: [],
				'send-date': '2026-09-01T10:00:00.0000000',
				'last-change-date': '2026-09-01T07:00:00.0000000Z',
			},
		};
		expect(judgeAnswer('draft-task-get', 200, task)).toEqual([
			expect.stringMatching(/^answer\/task-result\/description\/recipient/),
		]);
	});

	test('catches a wrong type and a wrong form of value', () => {
		const complaints = judgeAnswer('events-list', 200, {
			...renamed('new-state', 'new-state'),
			'requested-count': '10',
			'api-events': [{ ...eventsPage['api-events'][0], 'docflow-type': 'fns534-report' }],
		});
		expect(complaints).toEqual(
			expect.arrayContaining([
				expect.stringContaining('answer/requested-count: must be integer'),
				expect.stringContaining('answer/api-events/0/docflow-type: must match pattern'),
			]),
		);
	});

	test('refuses a success status that the operation does not have', () => {
		expect(judgeAnswer('draft-create', 202, {})[0]).toContain('status 202 is not among');
	});

	const problem = { id: 'urn:error:externapi:lockConflict', 'status-code': 409, message: 'занято', 'trace-id': '1' };

	test('reads any error status in the form of the errors of the operation', () => {
		expect(judgeAnswer('account-get', 429, { ...problem, 'status-code': 429 })).toEqual([]);
		expect(judgeAnswer('account-get', 409, { error: 'busy' })).toEqual(
			expect.arrayContaining([expect.stringContaining("required property 'status-code'")]),
		);
		expect(judgeAnswer('openid-token-password', 400, { error: 'invalid_grant' })).toEqual([]);
	});
});

describe('operationOf', () => {
	const unambiguous = operations.filter(({ path }) => path !== '/connect/token');

	test.each(unambiguous.map(({ id, method, path }) => [id, method, path]))('finds %s', (id, method, path) => {
		const concrete = path.replace('{handbookType}', 'oktmo').replace(/\{[^}]+\}/g, account);
		expect(operationOf(method, `${concrete}?take=1`)).toBe(id);
	});

	test.each([
		['GET', '/v1/handbooks/fns-forms', 'handbook-fns-forms-list'],
		['GET', `/v1/${account}/docflows/demands-assignees`, 'docflows-demands-assignees-list'],
		['POST', `/v1/${account}/drafts/builders`, 'drafts-builder-create'],
		['GET', '/v1/events', 'events-list'],
		['GET', `/v1/${account}`, 'account-get'],
	])('prefers the literal template for %s %s', (method, path, id) => {
		expect(operationOf(method, path)).toBe(id);
	});

	test('tells the grants apart', () => {
		expect(operationOf('POST', '/connect/token', 'trusted')).toBe('openid-token-trusted');
		expect(operationOf('POST', '/connect/token', 'implicit')).toBeUndefined();
	});

	test('knows nothing of other paths', () => {
		expect(operationOf('GET', '/v2/events')).toBeUndefined();
		expect(operationOf('DELETE', '/v1/events')).toBeUndefined();
		expect(operationOf('PATCH', `/v1/${account}`)).toBeUndefined();
	});
});

test('every schema of every operation compiles', () => {
	for (const { id } of operations) {
		expect(Array.isArray(judgeRequest(id, { query: {}, body: {} }))).toBe(true);
		expect(Array.isArray(judgeAnswer(id, 200, {}))).toBe(true);
	}
});
