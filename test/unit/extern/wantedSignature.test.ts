import { Extern } from '../../../extern/client';
import { USUAL_PART } from '../../../extern/contents/parts';
import { wantedSignature } from '../../../extern/flows/wantedSignature';
import type { WireDraft, WireDraftDocument } from '../../../extern/wire/draft';
import { failureOf } from './failures';
import { answer, serviceThat, type Service } from './service';

const ref = { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', draftId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615041' };
const documentId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615042';
const contentId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615043';
const toSignId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615044';
const REPORT = 'urn:document:sfr-report-report-document';
const NOTIFICATION = 'urn:document:mvd-notification-epgu-notification';

/** A draft with one document, whose file lies at the content service. */
function given(type: string, file: string, more: Partial<WireDraftDocument> = {}): Service {
	const document = { id: documentId, description: { type, filename: 'report.xml' }, contents: [{ 'content-id': contentId, encrypted: false }], ...more };
	return serviceThat(({ path, method, request }) => {
		if (method === 'PATCH') return { 'decrypted-content-id': toSignId };
		if (path.endsWith(documentId)) return document;
		const bytes = Buffer.from(path.endsWith(toSignId) ? '<SignedInfo/>' : file);
		const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
		if (from === undefined) return answer(200, bytes);
		const part = bytes.subarray(Number(from), Number(to) + 1);
		return answer(206, part, { 'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}` });
	});
}

async function wanted(service: Service, status = 'checked') {
	const draft: WireDraft = { id: ref.draftId, status, meta: { sender: { inn: '7712345678', 'is-representative': false }, recipient: {}, payer: { inn: '7712345678' } } };
	return await wantedSignature(new Extern(service.port), ref, draft, documentId);
}

test.each(['urn:document:fns534-report', 'urn:document:stat-report', 'urn:document:fss-report', 'urn:document:fss-sick-report', 'urn:document:of-tomorrow', ''])(
	'%s is signed detached, without a look at its bytes',
	async (type) => {
		const service = given(type, '<Файл/>');
		expect((await wanted(service, 'new')).signature).toBe('detached');
		expect(service.calls).toHaveLength(1);
	},
);

test.each(['urn:document:of-tomorrow', REPORT, NOTIFICATION])('%s is signed raw when the service names the bytes', async (type) => {
	const service = given(type, '<Отчёт/>', { 'data-to-sign-content-id': toSignId });
	const { signature, toSign } = await wanted(service, 'new');
	expect(signature).toBe('raw');
	const parts: Uint8Array[] = [];
	for await (const part of toSign?.chunks() ?? []) parts.push(part);
	expect(Buffer.concat(parts).toString()).toBe('<SignedInfo/>');
	expect(service.calls.map(({ method }) => method)).not.toContain('PATCH');
});

test.each([REPORT, NOTIFICATION])('%s wants the check first', async (type) => {
	const service = given(type, '<Отчёт/>');
	expect(await failureOf(() => wanted(service, 'new'))).toMatchObject({ kind: 'stopped', message: 'The draft must be checked before report.xml can be signed' });
	expect(service.calls.every(({ method }) => method === 'GET')).toBe(true);
});

test('a checked notification for the police is numbered', async () => {
	const service = given(NOTIFICATION, '<Уведомление/>');
	expect((await wanted(service)).signature).toBe('raw');
	expect(service.calls.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
});

test.each([0, 1, 5, 13, 14, 15, 30])('a signature inside is seen where two parts of the file meet, %d bytes before the border', async (before) => {
	const head = '<Отчёт>';
	const file = `${head}${' '.repeat(USUAL_PART - Buffer.byteLength(head) - before)}<ds:SignatureValue>AA==</ds:SignatureValue></Отчёт>`;
	expect(await wanted(given(REPORT, file))).toMatchObject({ signature: 'none' });
});

test('a file that is attached to a report and is no XML is signed detached', async () => {
	expect((await wanted(given('urn:document:sfr-report-attachment', '%PDF-1.7'), 'new')).signature).toBe('detached');
});

test('a signature that prepare has put inside does not hide the attached one', async () => {
	const signatures = [{ id: toSignId, links: [] }];
	const service = given(REPORT, '<Отчёт><SignatureValue>AA==</SignatureValue></Отчёт>', { 'data-to-sign-content-id': toSignId, signatures });
	expect((await wanted(service)).signature).toBe('raw');
});
