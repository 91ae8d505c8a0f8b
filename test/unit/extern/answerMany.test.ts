import { answerMany, Extern, owingDocflows, testKeySigner, type OwingSearch, type Signer } from '../../../extern';
import { stop } from '../../../extern/failure';
import { writePrivateKey } from '../../../gost';
import { givenPerson } from '../gost/people';
import { failureOf } from './failures';
import { answer, serviceThat, type Call } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const documentId = 'f75361fe-edb5-4ac2-835e-02654448245e';
const replyId = '4fb5789b-7efb-44aa-a48f-2c5cad44628b';
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const numberOf = (path: string) => Number(/docflows\/00000000-0000-4000-8000-0*(\d+)/.exec(path)?.[1]);

const { key, certificate } = givenPerson('TC26-256-A');
const signer = testKeySigner(writePrivateKey(key), Buffer.from(certificate.der).toString('base64'));
const everything: OwingSearch = { accountId, filter: {}, finishedToo: false };

interface Docflow {
	readonly number: number;
	readonly type?: string;
	readonly status?: string;
	readonly owes?: boolean;
	changed?: string;
}

/** An account of a service that may be busy meanwhile. */
function serviceWith(docflows: Docflow[], { meanwhile, refuses }: { meanwhile?: (page: number) => void; refuses?: (number: number, call: Call) => unknown } = {}) {
	const owing = new Set(docflows.filter(({ owes }) => owes).map(({ number }) => number));
	const typeOf = ({ type = 'fns534-report' }: Docflow) => type;
	let pages = 0;
	const wire = ({ number, status = 'response-arrived', ...one }: Docflow) => ({
		id: idOf(number),
		type: `urn:docflow:${typeOf(one as Docflow)}`,
		status: `urn:docflow-common-status:${status}`,
		'last-change-date': one.changed,
		description: {},
		links: [],
	});
	const full = (number: number) => {
		const found = docflows.find((one) => one.number === number);
		const links = owing.has(number) ? [{ rel: 'reply', name: 'x-receipt', href: `/documents/${documentId}/generate-reply` }] : [];
		return found && { ...wire(found), documents: [{ id: documentId, description: { type: 'urn:document:x' }, links }] };
	};
	const list = (query: URLSearchParams) => {
		meanwhile?.((pages += 1));
		const types = query.getAll('type');
		const from = query.get('updatedFrom');
		const shown = docflows
			.filter((one) => (types.length > 0 ? types.includes(typeOf(one)) : !/inventory|sedo/.test(typeOf(one))))
			.filter(({ changed }) => !from || (changed ?? '') >= from.replace('0000Z', 'Z'));
		if (from) shown.sort((a, b) => (a.changed ?? '').localeCompare(b.changed ?? ''));
		const skip = Number(query.get('skip'));
		const page = shown.slice(skip, skip + Number(query.get('take')));
		return { skip, take: page.length, 'total-count': shown.length, 'docflows-page-item': page.map(wire) };
	};
	const service = serviceThat((call: Call) => {
		const { method, path, query } = call;
		if (path.endsWith('/docflows')) return list(query);
		const number = numberOf(path);
		const refusal = refuses?.(number, call);
		if (refusal) return refusal;
		if (method === 'GET') return full(number) ?? answer(404, { message: 'нет' });
		if (!path.endsWith('/send')) return { id: replyId, content: 'AQID', filename: 'reply.xml', links: [] };
		owing.delete(number);
		return full(number);
	});
	return { ...service, extern: new Extern(service.port, { retryBudgetMs: 0 }), owing };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
	const found: T[] = [];
	for await (const item of items) found.push(item);
	return found;
}

const found = async ({ extern }: ReturnType<typeof serviceWith>, search: Partial<OwingSearch> = {}) => (await all(owingDocflows(extern, { ...everything, ...search }))).map(({ docflowId }) => numberOf(`docflows/${docflowId}`));
const answered = async ({ extern }: ReturnType<typeof serviceWith>, by: Signer = signer) => await all(answerMany(extern, everything, { signer: by, senderIp: '127.0.0.1' }));

test('kinds that the list hides are looked through as well, unless kinds are named', async () => {
	const given = [{ number: 1, owes: true }, { number: 2, type: 'fns534-inventory', owes: true }, { number: 3, type: 'fss-sedo-demand', owes: true }];
	expect(await found(serviceWith(given))).toEqual([1, 2, 3]);
	expect(await found(serviceWith(given), { filter: { type: ['urn:docflow:fns534-inventory'] } })).toEqual([2]);
});

test('of ten thousand docflows only those are read that may owe something, and none is missed', async () => {
	const given = Array.from({ length: 10_000 }, (_, number) => ({ number: number + 1, status: number % 50 === 0 ? 'response-arrived' : 'finished', owes: number % 100 === 0 }));
	const service = serviceWith(given);
	expect(await found(service)).toEqual(given.filter(({ owes }) => owes).map(({ number }) => number));
	expect(service.calls.length).toBeLessThan(250);
});

test('a docflow that changes while the list is read moves none out of sight', async () => {
	const given: Docflow[] = Array.from({ length: 2_500 }, (_, number) => ({ number: number + 1, owes: number === 1_000, changed: new Date(1_700_000_000_000 + number * 1000).toISOString() }));
	const service = serviceWith(given, { meanwhile: (page) => page === 2 && (given[0].changed = given[1].changed = '2030-01-01T00:00:00.000Z') });
	expect(await found(service, { filter: { updatedFrom: '2023-01-01T00:00:00.000Z' } })).toEqual([1_001]);
});

test('thousands that changed at the same moment do not hold up the reading', async () => {
	const given: Docflow[] = Array.from({ length: 2_500 }, (_, number) => ({ number: number + 1, owes: number === 2_400, changed: '2026-01-01T00:00:00.000Z' }));
	expect(await found(serviceWith(given), { filter: { updatedFrom: '2023-01-01T00:00:00.000Z' } })).toEqual([2_401]);
});

test('a docflow at its end is read only where that is wanted', async () => {
	const given = [{ number: 1, status: 'finished', owes: true }];
	expect(await found(serviceWith(given))).toEqual([]);
	expect(await found(serviceWith(given), { finishedToo: true })).toEqual([1]);
});

describe('what goes wrong', () => {
	const many = Array.from({ length: 40 }, (_, number) => ({ number: number + 1, owes: true }));

	test('with one docflow does not hold up the others', async () => {
		const service = serviceWith(many, { refuses: (number, { path }) => number % 7 === 0 && path.endsWith('/send') && answer(400, { message: `Отказ ${number}` }) });
		const outcomes = await answered(service);
		expect(outcomes).toHaveLength(40);
		expect(outcomes.filter(({ failure }) => failure).map(({ failure }) => failure?.message)).toEqual(['Отказ 7', 'Отказ 14', 'Отказ 21', 'Отказ 28', 'Отказ 35']);
		expect(outcomes.every(({ leftOut }) => leftOut === undefined)).toBe(true);
		expect(service.owing.size).toBe(5);
	});

	test('with reading one is told, too', async () => {
		const service = serviceWith(many.slice(0, 3), { refuses: (number) => number === 2 && answer(404, { message: 'Документооборот не найден' }) });
		const outcomes = await answered(service);
		expect(outcomes.map(({ docflow, failure }) => [Boolean(docflow), failure?.message])).toEqual([[true, undefined], [false, 'Документооборот не найден'], [true, undefined]]);
	});

	test.each([
		['a key that does not sign', signer, { ...signer, sign: async () => await Promise.reject(stop('The owner of the key denied the signature')) }, undefined],
		['a session that ended', signer, signer, () => answer(401, { message: 'Сессия закончилась' })],
	])('with everybody stops at once: %s', async (_, __, by, refuses) => {
		const service = serviceWith(many, { refuses });
		await expect(answered(service, by)).rejects.toThrow();
		expect(service.calls.filter(({ path }) => path.endsWith('/generate-reply')).length).toBeLessThanOrEqual(1);
	});

	test('with the service at one docflow does not hold up the others, wherever it stands', async () => {
		for (const broken of [1, 3, 40]) {
			const service = serviceWith(many, { refuses: (number) => number === broken && answer(503) });
			const outcomes = await answered(service);
			expect(outcomes.map(({ failure }) => Boolean(failure))).toEqual(many.map(({ number }) => number === broken));
			expect([...service.owing]).toEqual([broken]);
		}
	});

	test('with the service as a whole stops after three docflows', async () => {
		const service = serviceWith(many, { refuses: (_, { path }) => path.endsWith('/generate-reply') && answer(503) });
		expect(await failureOf(async () => await answered(service))).toMatchObject({ kind: 'unavailable' });
		expect(service.calls.filter(({ path }) => path.endsWith('/generate-reply'))).toHaveLength(3);
	});

	test('after some were answered ends the work, and tells how many were not looked at', async () => {
		let sent = 0;
		const service = serviceWith(many, { refuses: (_, { path }) => path.endsWith('/generate-reply') && (sent += 1) > 12 && answer(401, { message: 'Сессия закончилась' }) });
		const outcomes = await answered(service);
		expect(outcomes).toHaveLength(13);
		expect(outcomes[12]).toMatchObject({ leftOut: 27, failure: { failure: { kind: 'signed-out' } } });
	});

	test('in the same words ten times, a certificate that is not taken, stops too', async () => {
		const service = serviceWith(many, { refuses: (_, { path }) => path.endsWith('/generate-reply') && answer(400, { message: 'Сертификат не квалифицированный' }) });
		expect(await failureOf(async () => await answered(service))).toMatchObject({ kind: 'refused' });
		expect(service.calls.filter(({ path }) => path.endsWith('/generate-reply'))).toHaveLength(10);
	});
});
