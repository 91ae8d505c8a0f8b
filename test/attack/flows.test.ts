import fc from 'fast-check';
import { answerReplies, buildDrafts, check, decryptDocument, docflowPlace, download, Extern, feedFrom, openDownload, prepare, readFeed, readReport, send, sendReport, signUnsigned, skipToEnd, sourceOf, testKeyFrom, testKeyOpener, testKeySigner, upload, type Filing } from '../../extern';
import { ExternError } from '../../extern/failure';
import { encryptFor, writePrivateKey } from '../../gost';
import { zipOf } from '../unit/extern/zips';
import { eventItems } from '../../nodes/run/trigger/eventItems';
import { makeReport } from '../reports/fnsReport';
import { apiRoot, answer, serviceThat, type Call, type Service } from '../unit/extern/service';
import { givenPerson } from '../unit/gost/people';
import { anyAnswer, wounded, wounds, type Wound } from './garbage';
import { told } from './told';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const draftId = '7c1e0f2d-0000-4000-8000-000000000001';
const docflowId = '7c1e0f2d-0000-4000-8000-000000000002';
const documentId = 'f75361fe-edb5-4ac2-835e-02654448245e';
const someId = '4fb5789b-7efb-44aa-a48f-2c5cad44628b';
const elsewhere = 'https://evil.example';

const { key, certificate } = givenPerson('TC26-256-A');
const opener = testKeyOpener(testKeyFrom(writePrivateKey(key), Buffer.from(certificate.der).toString('base64')));
const signer = testKeySigner(writePrivateKey(key), Buffer.from(certificate.der).toString('base64'));
const report = makeReport({ inn: '7707083893', kpp: '770701001', organizationName: 'ООО', taxOffice: '0087', signer: { surname: 'Иванова', name: 'Анна' } });
const file = readReport(report.fileName, report.bytes);

const filing: Filing = {
	accountId,
	files: [file],
	sender: { inn: '7707083893', kpp: '770701001' },
	payer: { inn: '7707083893', kpp: '770701001' },
	recipient: { 'ifns-code': '0087' },
	isRepresentative: false,
	senderIp: '127.0.0.1',
	until: 'sent',
	patienceMs: 60_000,
};

const draft = (status: string) => ({
	id: draftId,
	status,
	meta: { sender: { inn: '7707083893', 'is-representative': false }, recipient: { 'ifns-code': '0087' }, payer: { inn: '1', organization: { kpp: '2' } } },
	documents: [{ rel: 'document', href: `${elsewhere}/v1/a/drafts/${draftId}/documents/${documentId}` }],
	links: [],
});
const docflow = {
	id: docflowId,
	type: 'urn:docflow:fns534-report',
	status: 'urn:docflow-common-status:sent',
	'success-state': 'urn:docflow-state:neutral',
	'send-date': '2025-04-01T12:00:00',
	description: { 'form-version': { knd: '1152017' }, 'payer-inn': '1', 'original-draft-id': draftId },
	documents: [
		{
			id: documentId,
			description: { type: 'urn:document:fns534-report', filename: 'x.xml' },
			content: { 'docflow-document-contents': [{ 'content-id': someId, encrypted: false, compressed: false }] },
			signatures: [],
			links: [{ rel: 'reply', name: 'fns534-report-receipt', href: `${elsewhere}/v1/a/docflows/${docflowId}/documents/${documentId}/generate-reply?documentType=x` }],
		},
	],
	links: [{ rel: 'self', href: elsewhere }],
};
const findings = { 'documents-errors': { [documentId]: [{ level: 'warning', description: 'мелочь', source: '/Файл' }] }, 'common-errors': [] };
const task = (result: unknown) => ({ id: someId, 'task-state': 'succeed', 'task-type': 'urn:task-type:x', 'task-result': result });
const event = { id: '0_12f', 'docflow-type': docflow.type, 'new-state': 'urn:x', 'event-date-time': '2025-04-01T00:00:00Z', 'docflow-id': docflowId, 'account-id': accountId, inn: '1', 'docflow-link': { rel: '', href: elsewhere } };
const reply = { id: someId, content: 'AQID', filename: 'reply.xml', links: [], 'docflow-id': docflowId, 'document-id': documentId };

const sealedDocument = {
	...docflow.documents[0],
	content: { 'docflow-document-contents': [{ 'content-id': documentId, encrypted: true, compressed: true, 'compression-type': 'zip' }] },
	signatures: [{ id: someId }],
};
const sealed = encryptFor([certificate], zipOf([{ name: 'a.bin', content: Buffer.from('<a/>') }]));
const right: ReadonlyArray<readonly [call: RegExp, body: unknown]> = [
	[/^POST .*\/check$/, task({ data: findings })],
	[/^POST .*\/prepare$/, task({ 'check-result': findings, links: [], status: 'ok' })],
	[/^POST .*\/builders\/[^/]+\/build$/, task({ 'draft-ids': [draftId], 'error-drafts-builder-documents': [{ 'document-id': documentId, 'error-message': 'нет файлов' }] })],
	[/\/builders\/.*\/files$/, [{ id: someId, meta: { 'file-name': 'скан.pdf' } }]],
	[/^POST .*\/drafts\/[^/]+\/send$/, task(docflow)],
	[/^GET .*\/signatures\/[^/]+\/content$/, 'AQID'],
	[/\/signatures(\/[^/]+)?$/, { id: someId, 'signature-certificate-thumbprint': certificate.thumbprint, links: [] }],
	[/\/replies\/.*\/send$/, docflow],
	[/\/(generate-reply|signature)$/, reply],
	[/\/drafts\/[^/]+\/documents\/[^/]+$/, { id: documentId, description: { filename: 'x.xml' }, contents: [{ 'content-id': someId, encrypted: false }], signatures: [{ id: someId, 'signature-certificate-thumbprint': certificate.thumbprint }] }],
	[/^GET .*\/docflows\/[^/]+\/documents\/[^/]+$/, sealedDocument],
	[/\/decrypted-content$/, { 'content-id': someId }],
	[new RegExp(`^GET .*/contents/${documentId}$`), answer(200, sealed)],
	[/\/contents(\/[^/]+)?$/, { id: someId, content: { id: someId } }],
	[/\/drafts\/[^/]+$/, draft('new')],
	[/\/docflows\/[^/]+$/, docflow],
	[/\/events$/, { 'api-events': [event], 'next-event-id': event.id, 'returned-count': 1, links: [] }],
];

function rightly({ method, path }: Call): unknown {
	return right.find(([call]) => call.test(`${method} ${path}`))?.[1] ?? answer(404, { message: 'нет' });
}

/** A service that answers rightly but for one place of one answer. */
function wounding(wound: Wound): Service {
	return serviceThat((call) => (call.number === wound.call ? answer(200, JSON.stringify(wounded(rightly(call), wound))) : rightly(call)));
}

const ref = { accountId, draftId };
const quick = { most: 10, redeliver: true, accepts: () => true };
const flows: Record<string, (extern: Extern, service: Service) => Promise<unknown>> = {
	check: async (extern) => await check(extern, ref, 1_000),
	prepare: async (extern) => await prepare(extern, ref, 1_000),
	send: async (extern) => await send(extern, ref, { patienceMs: 1_000 }),
	'building drafts': async (extern) => await buildDrafts(extern, { accountId, draftsBuilderId: someId }, 1_000),
	'signing a draft': async (extern) => await signUnsigned(extern, ref, signer),
	'sending a report': async (extern) => await sendReport(extern, filing, signer),
	'answering replies': async (extern) => await answerReplies(extern, { accountId, docflowId }, signer, '127.0.0.1'),
	decrypting: async (extern) => await decryptDocument(extern, docflowPlace(extern, { accountId, docflowId, documentId }), async () => opener, { unzip: true, save: true, again: false }),
	uploading: async (extern) => await upload(extern, accountId, sourceOf(file.bytes)),
	downloading: async (extern) => {
		for await (const part of download(extern, accountId, someId)) expect(part).toBeInstanceOf(Uint8Array);
		return await openDownload(extern, accountId, someId);
	},
	'reading the feed': async (extern, service) => await readFeed(extern, { cursor: 'x', handed: [{ at: 0, from: 'w' }], last: '0_12f' }, { ...quick, hasTime: () => service.calls.length < 6 }),
	'skipping the feed': async (extern, service) => await skipToEnd(extern, 'x', () => service.calls.length < 6),
	'telling events': async (extern, service) => {
		const { delivered } = await readFeed(extern, feedFrom('x'), { ...quick, hasTime: () => service.calls.length < 6 });
		return await eventItems(extern, delivered, { language: 'ru', withDocflow: true, hasTime: () => true });
	},
};

const staysHome = ({ calls }: Service) => expect(calls.every(({ request }) => new URL(request.url).origin === apiRoot)).toBe(true);

/** Nothing may count as filed unless the service named the docflow, nor as built unless it named the drafts. */
function isHonest(outcome: unknown): void {
	if (typeof outcome !== 'object' || outcome === null) return;
	if ('docflow' in outcome) expect(outcome.docflow).toMatchObject({ id: expect.any(String) });
	if ('draftIds' in outcome) expect([outcome.draftIds].flat().filter((id) => typeof id !== 'string')).toEqual([]);
}

describe.each(Object.entries(flows))('%s', (_, flow) => {
	test('goes on or ends in words when one place of an answer is another than promised', async () => {
		await fc.assert(
			fc.asyncProperty(wounds, async (wound) => {
				const service = wounding(wound);
				isHonest(await told(async () => await flow(new Extern(service.port), service)));
				staysHome(service);
			}),
			{ numRuns: 250 },
		);
	});

	test('ends in words when anything is answered', async () => {
		await fc.assert(
			fc.asyncProperty(fc.integer({ min: 1, max: 10 }), anyAnswer, async (at, odd) => {
				const service = serviceThat((call) => (call.number >= at ? odd : rightly(call)));
				isHonest(await told(async () => await flow(new Extern(service.port, { retryBudgetMs: 3_000 }), service)));
				staysHome(service);
			}),
			{ numRuns: 60, examples: [[2, answer(200, '{}')]] },
		);
	});

	test('ends as cancelled when the execution is', async () => {
		const service = serviceThat(rightly);
		service.cancel();
		expect(await told(async () => await flow(new Extern(service.port), service))).toMatchObject({ failure: { kind: 'cancelled' } });
		expect(service.calls).toEqual([]);
	});
});

test('the answers are right where nothing is wounded', async () => {
	const whole = serviceThat(rightly);
	expect(await flows['sending a report'](new Extern(whole.port), whole)).toMatchObject({ kind: 'filed', alreadyFiled: false, docflow: { id: docflowId } });
	for (const name of Object.keys(flows)) {
		const service = serviceThat(rightly);
		expect(await told(async () => await flows[name](new Extern(service.port), service))).not.toBeInstanceOf(ExternError);
	}
});
