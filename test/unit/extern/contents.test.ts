import fc from 'fast-check';
import { Extern } from '../../../extern/client';
import { downloadWhole, openDownload, sourceOf, upload, type Source } from '../../../extern/contents';
import { USUAL_PART } from '../../../extern/contents/parts';
import { failureOf } from './failures';
import { answer, noAnswer, serviceThat, type Call, type Service } from './service';

const accountId = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const contentId = '4fb5789b-7efb-44aa-a48f-2c5cad44628b';
const sizes = [1, 2, USUAL_PART - 1, USUAL_PART, USUAL_PART + 1, 2 * USUAL_PART, 2 * USUAL_PART + 5];
const pattern = Uint8Array.from({ length: 251 }, (_, index) => index);
const file = (size: number) => Buffer.alloc(size, pattern);

/** A contents service that puts parts together by their ranges. */
function contents(disturb: (call: Call) => unknown = () => undefined): { service: Service; stored: () => Buffer } {
	const parts = new Map<number, Uint8Array>();
	const service = serviceThat((call) => {
		const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(call.request.headers['content-range']);
		const body = call.request.body;
		if (!range || !(body instanceof Uint8Array)) return answer(400);
		const [from, to] = range.slice(1).map(Number);
		if (to - from + 1 !== body.length) return answer(400);
		const disturbance = disturb(call);
		if (disturbance === undefined) parts.set(from, body);
		return disturbance ?? answer(201, { id: contentId, content: { id: contentId } });
	});
	return { service, stored: () => Buffer.concat([...parts.entries()].sort(([a], [b]) => a - b).map(([, bytes]) => bytes)) };
}

describe('uploading', () => {
	test.each(sizes)('%d bytes puts every byte into its place', async (size) => {
		const { service, stored } = contents();
		expect(await upload(new Extern(service.port), accountId, sourceOf(file(size)))).toBe(contentId);
		expect(stored().equals(file(size))).toBe(true);
		const [first, ...others] = service.calls;
		expect(first).toMatchObject({ method: 'POST', path: `/v1/${accountId}/contents` });
		for (const { method, path } of others) expect({ method, path }).toEqual({ method: 'PUT', path: `/v1/${accountId}/contents/${contentId}` });
	});

	test('repeats a part whose answer was lost', async () => {
		const { service, stored } = contents(({ number }) => (number % 2 === 1 ? noAnswer : undefined));
		await upload(new Extern(service.port), accountId, sourceOf(file(USUAL_PART + 9)));
		expect(service.calls).toHaveLength(4);
		expect(stored().equals(file(USUAL_PART + 9))).toBe(true);
	});

	test('refuses an empty file before anything is sent', async () => {
		const { service } = contents();
		expect(await failureOf(() => upload(new Extern(service.port), accountId, sourceOf(new Uint8Array())))).toMatchObject({ kind: 'input' });
		expect(service.calls).toEqual([]);
	});

	test.each([1, 99, 101, USUAL_PART + 100, Number.NaN, -1])('refuses a file of 100 bytes that announced %d', async (length) => {
		const source: Source = { length, chunks: sourceOf(file(100)).chunks };
		expect(await failureOf(() => upload(new Extern(contents().service.port), accountId, source))).toMatchObject({ kind: 'input' });
	});

	test.each(['', '{}', '{"id":7}', '{"id":"../x"}', '<html>'])('ends as malformed when the answer %j names no content', async (body) => {
		const { service } = contents(() => answer(201, body));
		expect(await failureOf(() => upload(new Extern(service.port), accountId, sourceOf(file(1))))).toMatchObject({ kind: 'malformed' });
	});
});

function whole(bytes: Buffer, separator = ' '): (call: Call) => unknown {
	return ({ request }) => {
		const [from, to] = (/^bytes=(\d+)-(\d+)$/.exec(request.headers.range) ?? []).slice(1).map(Number);
		const part = bytes.subarray(from, to + 1);
		return answer(206, part, { 'content-range': `bytes${separator}${from}-${from + part.length - 1}/${bytes.length}` });
	};
}

const download = (service: Service) => downloadWhole(new Extern(service.port), accountId, contentId);

describe('downloading', () => {
	test.each(sizes)('%d bytes brings every byte once', async (size) => {
		const service = serviceThat(whole(file(size)));
		expect(Buffer.from(await download(service)).equals(file(size))).toBe(true);
		expect(service.calls).toHaveLength(Math.ceil(size / USUAL_PART));
	});

	test('understands the range as the samples write it', async () => {
		expect(await download(serviceThat(whole(file(300), '=')))).toEqual(file(300));
	});

	test('takes a whole content for what it is', async () => {
		expect(await download(serviceThat(() => answer(200, file(USUAL_PART + 1))))).toHaveLength(USUAL_PART + 1);
		expect(await download(serviceThat(() => answer(200, file(0))))).toHaveLength(0);
	});

	test('asks again for a part whose answer was lost', async () => {
		const service = serviceThat((call) => (call.number === 2 ? noAnswer : whole(file(USUAL_PART + 3))(call)));
		expect(await download(service)).toHaveLength(USUAL_PART + 3);
	});

	test('tells the size with the first part', async () => {
		expect(await openDownload(new Extern(serviceThat(whole(file(USUAL_PART + 3))).port), accountId, contentId)).toMatchObject({ total: USUAL_PART + 3 });
	});

	const part = (range: string | undefined, size: number) => answer(206, file(size), range === undefined ? {} : { 'content-range': range });
	test.each<[string, (call: Call) => unknown]>([
		['a part without a range', () => part(undefined, 10)],
		['a part of unknown total', () => part('bytes 0-9/*', 10)],
		['a part shorter than its range', () => part('bytes 0-9/10', 9)],
		['a part longer than its range', () => part('bytes 0-9/10', 11)],
		['a part from elsewhere', () => part('bytes 1-10/20', 10)],
		['a part beyond its total', () => part('bytes 0-9/5', 10)],
		['an empty part', () => part('bytes 0-0/10', 0)],
		['an empty part that goes backwards', () => part('bytes 0--1/10', 0)],
		['a second part that is the whole', (call) => (call.number === 1 ? part(`bytes 0-9/${USUAL_PART}`, 10) : answer(200, file(20)))],
		['a second part of another content', (call) => (call.number === 1 ? part('bytes 0-9/20', 10) : part('bytes 10-19/30', 10))],
		['a second part that is empty', (call) => (call.number === 1 ? part('bytes 0-9/20', 10) : part('bytes 10-9/20', 0))],
	])('ends as malformed with %s', async (_, service) => {
		expect(await failureOf(() => download(serviceThat(service)))).toMatchObject({ kind: 'malformed' });
	});

	test('brings the right bytes or none, whatever ranges are answered', async () => {
		const bytes = file(60);
		await fc.assert(
			fc.asyncProperty(fc.array(fc.record({ status: fc.constantFrom(200, 206, 206, 206), less: fc.nat(50), total: fc.constantFrom(60, 60, 60, 61) }), { minLength: 1, maxLength: 8 }), async (plan) => {
				const service = serviceThat((call) => {
					const { status, less, total } = plan[Math.min(call.number, plan.length) - 1];
					const [from, to] = (/^bytes=(\d+)-(\d+)$/.exec(call.request.headers.range) ?? []).slice(1).map(Number);
					const part = status === 200 ? bytes : bytes.subarray(from, Math.max(from, Math.min(to + 1, 60) - less));
					return answer(status, part, { 'content-range': `bytes ${from}-${from + part.length - 1}/${total}` });
				});
				const outcome = await download(service).catch((error: unknown) => error);
				if (outcome instanceof Uint8Array) expect(Buffer.from(outcome).equals(bytes)).toBe(true);
				else expect(outcome).toMatchObject({ failure: { kind: expect.stringMatching(/malformed/) } });
			}),
		);
	});
});
