import fc from 'fast-check';
import { Extern } from '../../../extern/client';
import { docflowGet, docflowsList } from '../../../extern/operations/docflows';
import { draftDocumentGet } from '../../../extern/operations/draftDocuments';
import { eventPublisherDelete, eventsList } from '../../../extern/operations/events';
import { addressOf, payloadOf } from '../../../extern/transport/address';
import { failureOf } from './failures';
import { apiRoot, serviceThat } from './service';

const account = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const hostile = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom('.', '/', '\\', '%2e', '%2f', '?', '#', '@', ':', ';', 'я', ' ', '\t', '\n', '\0', '\ud800') }),
	fc.constantFrom('..', '.', '', '%2e%2e', '..%2f..', '//evil.example', 'https://evil.example/', '../../accounts'),
);

test('a hostile id reaches its own path or nothing', async () => {
	await fc.assert(
		fc.asyncProperty(hostile, async (publisherId) => {
			const service = serviceThat(() => ({}));
			const outcome = await new Extern(service.port).attempt(eventPublisherDelete, { publisherId });
			if (!outcome.ok) {
				expect(outcome.error.failure).toMatchObject({ kind: 'input', field: 'publisherId' });
				expect(service.calls).toEqual([]);
				return;
			}
			const [{ path, query, request }] = service.calls;
			expect(new URL(request.url).origin).toBe(apiRoot);
			expect(path.startsWith('/v1/event-publishers/')).toBe(true);
			expect(decodeURIComponent(path.slice('/v1/event-publishers/'.length))).toBe(publisherId);
			expect(path.split('/')).toHaveLength(4);
			expect([...query]).toEqual([]);
		}),
		{ numRuns: 500 },
	);
});

test.each(['', '.', '..'])('the id "%s" is refused before anything is sent', async (docflowId) => {
	const service = serviceThat(() => ({}));
	expect(await failureOf(() => new Extern(service.port).call(docflowGet, { accountId: account, docflowId }))).toMatchObject({ kind: 'input', field: 'docflowId' });
	expect(service.calls).toEqual([]);
});

test('an id that an answer left out is refused as well', async () => {
	const event: { 'docflow-id': string } = JSON.parse('{}');
	const outcome = await new Extern(serviceThat(() => ({})).port).attempt(docflowGet, { accountId: account, docflowId: event['docflow-id'] });
	expect(outcome).toMatchObject({ ok: false, error: { failure: { kind: 'input', field: 'docflowId' } } });
});

test('ids stand where the template names them', () => {
	expect(addressOf(draftDocumentGet, { accountId: 'a', draftId: 'b', documentId: 'c' })).toBe('/v1/a/drafts/b/documents/c');
});

test('a list repeats its parameter and loses the prefix of its urns', () => {
	const address = addressOf(docflowsList, { accountId: 'a', type: ['urn:docflow:fns534-report', 'stat-report'], finished: false });
	expect(address).toBe('/v1/a/docflows?type=fns534-report&type=stat-report&finished=false');
});

test('a query carries any text as it is', () => {
	fc.assert(
		fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.nat(), (fromId, take) => {
			const { searchParams } = new URL(apiRoot + addressOf(eventsList, { fromId, take }));
			expect([...searchParams]).toEqual([['take', String(take)], ['fromId', fromId]]);
		}),
	);
});

test('a plus in a query is not taken for a blank', () => {
	expect(addressOf(eventsList, { fromId: '1+03:00', take: 1 })).toContain('fromId=1%2B03%3A00');
});

test('what is not filled in is not asked for', () => {
	expect(addressOf(docflowsList, { accountId: 'a', innKpp: '', updatedFrom: undefined })).toBe('/v1/a/docflows');
});

test('an empty JSON body is sent as text', () => {
	const operation = { ...docflowGet, payload: () => ({ kind: 'json', value: {} }) as const };
	expect(payloadOf(operation, { accountId: 'a', docflowId: 'b' })).toEqual({ body: '{}', headers: { 'content-type': 'application/json; charset=utf-8' } });
});
