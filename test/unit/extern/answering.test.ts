import { answerReplies, dueOf, Extern, nextStepOf, testKeySigner } from '../../../extern';
import { writePrivateKey } from '../../../gost';
import type { WireDocflow, WireDocflowDescription } from '../../../extern/wire/docflow';
import { givenPerson } from '../gost/people';
import { failureOf } from './failures';
import { answer, noAnswer, serviceThat, type Call } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const docflowId = '7c1e0f2d-0000-4000-8000-000000000002';
const demandId = '7c1e0f2d-0000-4000-8000-000000000003';
const demandFileId = '7c1e0f2d-0000-4000-8000-000000000004';
const documentId = 'f75361fe-edb5-4ac2-835e-02654448245e';
const replyId = '4fb5789b-7efb-44aa-a48f-2c5cad44628b';

const { key, certificate } = givenPerson('TC26-256-A');
const signer = testKeySigner(writePrivateKey(key), Buffer.from(certificate.der).toString('base64'));

/** What a docflow is about, and what it waits for at first. */
interface Held {
	readonly type?: string;
	readonly description?: WireDocflowDescription;
	readonly owes: readonly string[];
	/** What the service does when a reply is sent; undefined takes it. */
	readonly sending?: (type: string, times: number) => unknown;
	/** What is asked next once a reply has come. */
	readonly then?: Readonly<Record<string, readonly string[]>>;
}

/** A service with one docflow, which keeps the replies it gets. */
function serviceOwing({ type = 'urn:docflow:fns534-report', description = {}, owes, sending, then = {} }: Held) {
	const open = new Set(owes);
	const taken: string[] = [];
	let made = '';
	let tries = 0;
	const wire = (): WireDocflow => ({
		id: docflowId,
		type,
		status: 'urn:docflow-common-status:response-arrived',
		description,
		links: [],
		documents: [{ id: documentId, description: { type: 'urn:document:x' }, links: [...open].map((name) => ({ rel: 'reply', name, href: `/documents/${documentId}/generate-reply?documentType=${name}` })) }],
	});
	const take = () => {
		open.delete(made);
		taken.push(made);
		for (const next of then[made] ?? []) open.add(next);
	};
	const service = serviceThat(({ method, path, query }: Call) => {
		if (method === 'GET') return wire();
		if (path.endsWith('/generate-reply')) made = query.get('documentType') ?? '';
		if (path.endsWith('/generate-reply') && !open.has(made)) return answer(400, { message: 'Ответный документ уже отправлен' });
		if (!path.endsWith('/send')) return { id: replyId, content: 'AQID', filename: 'reply.xml', links: [] };
		tries += 1;
		const outcome = sending?.(made, tries);
		if (outcome === 'takes it, loses the answer' || outcome === 'another run takes it') take();
		if (outcome === 'another run takes it') return answer(400, { message: 'Ответный документ уже отправлен' });
		if (outcome) return typeof outcome === 'string' ? noAnswer : outcome;
		take();
		return wire();
	});
	return { ...service, extern: new Extern(service.port, { retryBudgetMs: 0 }), wire, taken, owed: () => [...open] };
}

const answered = async ({ extern }: ReturnType<typeof serviceOwing>) => await answerReplies(extern, { accountId, docflowId }, signer, '127.0.0.1');

test('what a person has to decide is left open, and told', async () => {
	const service = serviceOwing({ type: 'urn:docflow:fns534-demand', owes: ['fns534-demand-receipt', 'fns534-demand-acceptance-result-positive', 'fns534-demand-acceptance-result-negative'] });
	const { sent, open } = await answered(service);
	expect(service.taken).toEqual(['fns534-demand-receipt']);
	expect(nextStepOf(service.wire())).toBe('decide');
	expect(sent.map(({ type }) => type)).toEqual(['fns534-demand-receipt']);
	expect(open).toEqual([
		{ documentId, type: 'fns534-demand-acceptance-result-positive', needsDecision: true },
		{ documentId, type: 'fns534-demand-acceptance-result-negative', needsDecision: true },
	]);
});

test.each([
	['one verdict alone', ['fns534-demand-acceptance-result-positive'], []],
	['two replies of a kind that is not known yet', ['new-consent', 'new-objection'], []],
	['one reply of a kind that is not known yet', ['new-consent'], ['new-consent']],
	['a read mark and a notice of reading', ['fss-sedo-demand-read-receipt', 'fss-sedo-demand-receipt-notification-message'], ['fss-sedo-demand-read-receipt', 'fss-sedo-demand-receipt-notification-message']],
])('%s', async (_, owes, taken) => {
	const service = serviceOwing({ owes });
	const { receipts, decisions } = dueOf(service.wire());
	const { open } = await answered(service);
	expect(service.taken).toEqual(taken);
	// Receive sends the same, and leaves the same to a person.
	expect(receipts.map(({ type }) => type)).toEqual(taken);
	expect(decisions).toEqual(open);
});

test.each([
	['received', ['fns534-demand-receipt'], ['fns534-demand-receipt']],
	['arrived', ['fns534-demand-acceptance-result-positive', 'fns534-demand-acceptance-result-negative'], []],
	['arrived', [], []],
])('of a demand that is %s and asks for %j, Receive sends %j, and what comes next is a decision', (status, owes, sent) => {
	const wire = { ...serviceOwing({ type: 'urn:docflow:fns534-demand', owes }).wire(), status: `urn:docflow-common-status:${status}` };
	expect(dueOf(wire).receipts.map(({ type }) => type)).toEqual(sent);
	expect(nextStepOf(wire)).toBe('decide');
});

test('a demand that was accepted waits for the tax office', () => {
	const wire = serviceOwing({ type: 'urn:docflow:fns534-demand', owes: [], description: { 'receipt-status': 'accepted' } }).wire();
	expect(nextStepOf({ ...wire, status: 'urn:docflow-common-status:processed' })).toBe('wait');
	expect(nextStepOf({ ...wire, status: 'urn:docflow-common-status:finished' })).toBe('nothing');
});

test('what is asked next is answered too, until nothing is owed', async () => {
	const rounds = Array.from({ length: 14 }, (_, round) => [`round-${round}-receipt`, [`round-${round + 1}-receipt`]] as const);
	const service = serviceOwing({ owes: ['round-0-receipt'], then: Object.fromEntries(rounds) });
	const { sent, open } = await answered(service);
	expect(sent).toHaveLength(15);
	expect(open).toEqual([]);
});

test('a lost answer is a question: a reply that arrived is not sent again', async () => {
	const service = serviceOwing({ owes: ['a-receipt'], sending: () => 'takes it, loses the answer' });
	const { sent } = await answered(service);
	expect(service.taken).toEqual(['a-receipt']);
	expect(sent).toEqual([{ documentId, type: 'a-receipt', replyId, fileName: 'reply.xml' }]);
});

test('a lost answer is a question: a reply that did not arrive is made and sent anew', async () => {
	const service = serviceOwing({ owes: ['a-receipt'], sending: (_, times) => (times === 1 ? 'loses the reply' : undefined) });
	const { sent } = await answered(service);
	expect(service.taken).toEqual(['a-receipt']);
	expect(sent).toHaveLength(1);
});

test('a reply that somebody else was faster with is none of ours, and no failure', async () => {
	const service = serviceOwing({ owes: ['a-receipt', 'b-receipt'], sending: (type) => (type === 'a-receipt' ? 'another run takes it' : undefined) });
	const { sent, open } = await answered(service);
	expect(sent.map(({ type }) => type)).toEqual(['b-receipt']);
	expect(open).toEqual([]);
});

test('a refusal stops, with the service\'s words', async () => {
	const service = serviceOwing({ owes: ['a-receipt'], sending: () => answer(400, { message: 'Подпись не подходит' }) });
	expect(await failureOf(async () => await answered(service))).toMatchObject({ kind: 'refused', problem: { message: 'Подпись не подходит' } });
});

test('an inventory is answered where inventories are', async () => {
	const description = { 'related-docflow-id': demandId, 'related-document-id': demandFileId };
	const service = serviceOwing({ type: 'urn:docflow:fns534-inventory', description, owes: ['fns534-inventory-receipt'] });
	await answered(service);
	const place = `/v1/${accountId}/docflows/${demandId}/documents/${demandFileId}/inventories/${docflowId}`;
	expect(service.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
		`GET /v1/${accountId}/docflows/${docflowId}`,
		`POST ${place}/documents/${documentId}/generate-reply`,
		`PUT ${place}/documents/${documentId}/replies/${replyId}/signature`,
		`POST ${place}/documents/${documentId}/replies/${replyId}/send`,
		`GET ${place}`,
	]);
});
