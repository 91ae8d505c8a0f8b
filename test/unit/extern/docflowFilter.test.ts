import { docflowQuery } from '../../../extern/operations/docflowFilter';

test('codes go without their prefix', () => {
	expect(docflowQuery({ type: ['urn:docflow:fns534-report', 'stat-report'], successState: ['urn:docflow-state:failed'], pfrLetterCategory: ['urn:pfr-letter-category:news'] })).toMatchObject({
		type: ['fns534-report', 'stat-report'],
		successState: ['failed'],
		pfrLetterCategory: ['news'],
	});
});

test('moments have as many digits as the service takes, and periods are days wherever n8n stands', () => {
	expect(docflowQuery({ createdFrom: '2025-04-01T10:20:30.400Z', updatedTo: '2025-04-02T00:00:00.000Z', periodFrom: '2025-01-01', periodTo: '2025-03-31' })).toMatchObject({
		createdFrom: '2025-04-01T10:20:30.4000000Z',
		updatedTo: '2025-04-02T00:00:00.0000000Z',
		periodFrom: '2025-01-01T00:00:00Z',
		periodTo: '2025-03-31T00:00:00Z',
	});
});

test('what is not filled in is not asked for', () => {
	expect(Object.values(docflowQuery({})).filter((value) => value !== undefined)).toEqual([]);
});
