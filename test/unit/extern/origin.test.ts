import fc from 'fast-check';
import { idFromHref, serviceRoot } from '../../../extern/transport/origin';
import { failureOf } from './failures';

const guids = fc.uuid();
const id = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const other = '7c1e0f2d-0000-4000-8000-000000000001';

describe('an address that an operator typed', () => {
	test.each([
		['https://extern-api.kontur.ru', 'https://extern-api.kontur.ru'],
		['  https://extern-api.kontur.ru//  ', 'https://extern-api.kontur.ru'],
		['https://proxy.example/extern/?a=1#b', 'https://proxy.example/extern'],
		['HTTPS://EXTERN-API.KONTUR.RU', 'https://extern-api.kontur.ru'],
		['http://localhost:8080/', 'http://localhost:8080'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://127.9.8.7', 'http://127.9.8.7'],
		['http://[::1]:80', 'http://[::1]'],
		['https://экстерн.рф', 'https://xn--e1ajkldg8e.xn--p1ai'],
	])('%s becomes a root', (typed, root) => {
		expect(serviceRoot(typed)).toBe(root);
	});

	test.each([
		'',
		'extern-api.kontur.ru',
		'ftp://extern-api.kontur.ru',
		'file:///etc/passwd',
		'javascript:alert(1)',
		'https://',
		'http://extern-api.kontur.ru',
		'http://127.0.0.1.example.org',
		'http://localhost.example.org',
		'http://example.org?localhost',
		'http://0.0.0.0',
		'http://[::ffff:10.0.0.1]',
		'https://login:password@extern-api.kontur.ru',
		'https://login@extern-api.kontur.ru',
		'http://localhost@example.org',
	])('"%s" is refused', async (typed) => {
		expect(await failureOf(() => serviceRoot(typed))).toMatchObject({ kind: 'input', field: 'address' });
	});

	test('a refusal does not repeat a password', async () => {
		expect(JSON.stringify(await failureOf(() => serviceRoot('https://login:hunter2@extern.test')))).not.toContain('hunter2');
		expect(JSON.stringify(await failureOf(() => serviceRoot('ftp://login:hunter2@extern.test')))).not.toContain('hunter2');
	});
});

describe('an href of the service', () => {
	test('yields the id after its segment, wherever it points to', () => {
		fc.assert(
			fc.property(guids, guids, fc.webUrl(), fc.constantFrom('', '/', '?a=b', '#x', '/generate-reply?documentType=y'), (docflow, document, host, tail) => {
				const href = `${new URL(host).origin}/v1/${id}/docflows/${docflow}/documents/${document.toUpperCase()}${tail}`;
				expect(idFromHref(href, 'documents')).toBe(document);
				expect(idFromHref(href, 'docflows')).toBe(docflow);
				expect(idFromHref(href, 'replies')).toBeUndefined();
			}),
		);
	});

	test.each([
		['a relative address', `/v1/a/documents/${id}`, id],
		['the last of several', `/documents/${other}/x/documents/${id}`, id],
		['no id', '/documents/none', undefined],
		['an id that goes on', `/documents/${id}0`, undefined],
		['an id that is cut off', `/documents/${id.slice(1)}`, undefined],
		['another segment that ends alike', `/old-documents/${id}`, undefined],
		['an empty text', '', undefined],
		['an id in the query only', `/v1/a?next=/documents/${other}`, undefined],
		['another id in the query', `/documents/${id}/x?next=/documents/${other}`, id],
		['another id in the fragment', `/documents/${id}#/documents/${other}`, id],
	])('with %s is read for its path', (_, href, found) => {
		expect(idFromHref(href, 'documents')).toBe(found);
	});

	test.each([undefined, null, 7, {}, []])('that is %p yields nothing', (href) => {
		const link = JSON.parse(JSON.stringify({ href: href ?? null }));
		expect(idFromHref(link.href, 'documents')).toBeUndefined();
	});
});
