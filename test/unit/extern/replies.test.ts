import fc from 'fast-check';
import { openRepliesOf } from '../../../extern/operations/docflows';
import { replyLinksOf } from '../../../extern/replies';
import type { WireDocflow } from '../../../extern/wire/docflow';

const document = 'f75361fe-edb5-4ac2-835e-02654448245e';
const other = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const hrefTo = (id: string, type: string) => `https://extern.test/v1/a/docflows/d/documents/${id}/generate-reply?documentType=${type}`;
const link = (more: object) => ({ rel: 'reply', href: hrefTo(document, 'fns534-report-receipt'), ...more });

test('a reply is named by its link, its document by the address', () => {
	expect(replyLinksOf([link({ name: 'fns534-report-receipt' })])).toEqual([{ type: 'fns534-report-receipt', documentId: document }]);
});

test('a link without a name names the reply in its address', () => {
	expect(replyLinksOf([link({})])).toEqual([{ type: 'fns534-report-receipt', documentId: document }]);
	expect(replyLinksOf([link({ href: hrefTo(document, 'a%2Db&x=y') })])).toEqual([{ type: 'a-b', documentId: document }]);
});

test('the prefix of a type is left out, as generating a reply wants it', () => {
	expect(replyLinksOf([link({ name: 'urn:document:fns534-report-receipt' })])).toEqual([{ type: 'fns534-report-receipt', documentId: document }]);
});

test('a link without a document in its address belongs to the document that holds it', () => {
	expect(replyLinksOf([link({ href: '/reply', name: 'x' })], other)).toEqual([{ type: 'x', documentId: other }]);
	expect(replyLinksOf([link({ href: '/reply', name: 'x' })])).toEqual([]);
});

test('other relations are no replies', () => {
	expect(replyLinksOf([link({ rel: 'self' }), link({ rel: '' })])).toEqual([]);
});

test('a docflow owes what its own links and those of its documents ask for, each once', () => {
	const docflow: WireDocflow = {
		id: 'd',
		type: 'urn:docflow:fns534-report',
		status: 'urn:docflow-common-status:sent',
		links: [link({ name: 'a' }), link({ name: 'b', href: hrefTo(other, 'b') })],
		documents: [{ id: document, description: { type: 't' }, links: [link({ name: 'a' }), link({ name: 'c' })] }],
	};
	expect(openRepliesOf(docflow)).toEqual([
		{ type: 'a', documentId: document },
		{ type: 'c', documentId: document },
		{ type: 'b', documentId: other },
	]);
});

test('links of any shape are read without a crash', () => {
	const odd = fc.oneof(fc.jsonValue(), fc.array(fc.oneof(fc.jsonValue(), fc.record({ rel: fc.constant('reply'), href: fc.jsonValue(), name: fc.jsonValue() }))));
	fc.assert(
		fc.property(odd, odd, (links, documents) => {
			const wire: WireDocflow = JSON.parse(JSON.stringify({ id: 'd', type: 't', status: 's', links, documents }));
			for (const reply of [...replyLinksOf(wire.links), ...openRepliesOf(wire)]) {
				expect(typeof reply.type).toBe('string');
				expect(reply.documentId).toBeTruthy();
			}
		}),
	);
});
