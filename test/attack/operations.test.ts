import fc from 'fast-check';
import { Extern } from '../../extern/client';
import { ExternError } from '../../extern/failure';
import { catalogue, summarise, type AnyOperation } from '../../extern/operations';
import { itemsOf } from '../../extern/paging';
import { answer, apiRoot, serviceThat } from '../unit/extern/service';
import { anyAnswer, garbage } from './garbage';
import { told } from './told';

const id = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
const values: Readonly<Record<string, unknown>> = { guid: id, text: 'x', integer: 1, boolean: true, dateTime: '2025-04-01T00:00:00Z', choice: 'a', json: {}, base64: 'AQID', bytes: Buffer.from('x'), list: ['x'] };
const inputOf = ({ input }: AnyOperation) => Object.fromEntries(Object.entries(input).map(([name, { type }]) => [name, values[type]]));
const operations = [...catalogue.values()];

/** Calls an operation, reads a list a few pages far, and simplifies whatever comes. */
async function use(extern: Extern, operation: AnyOperation): Promise<unknown> {
	const simplified: unknown[] = [];
	const view = { language: 'ru' as const, now: 0 };
	if (operation.answer.kind === 'page') {
		for await (const item of itemsOf(extern, operation, inputOf(operation), 300)) simplified.push(operation.outline && summarise(operation.outline, item, view));
		return simplified;
	}
	const wire = await extern.call(operation, inputOf(operation));
	return operation.outline ? summarise(operation.outline, wire, view) : wire;
}

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
	test.each(garbage)('answered by %s ends in words', async (_what, body) => {
		const service = serviceThat(() => answer(200, body));
		await told(async () => await use(new Extern(service.port), operation));
		expect(service.calls.length).toBeGreaterThan(0);
		const roots = [`${apiRoot}/v1`, `${apiRoot}/test-tools/v1/`];
		for (const { request } of service.calls) expect(roots.some((root) => request.url.startsWith(root))).toBe(true);
	});

	test('answered by anything ends in words, and is repeated only where that is harmless', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(anyAnswer, { minLength: 1, maxLength: 4 }), async (answers) => {
				const service = serviceThat(({ number }) => answers[Math.min(number, answers.length) - 1]);
				const outcome = await told(async () => await new Extern(service.port, { retryBudgetMs: 5_000 }).call(operation, inputOf(operation)));
				const made = answers.slice(0, service.calls.length);
				const before = made.slice(0, -1);
				if (operation.repeat === 'unsafe') expect(before.every((one) => one.kind === 'answer' && one.status === 429)).toBe(true);
				const last = made[made.length - 1];
				const mayHaveWorked = last.kind === 'no-answer' || (last.kind === 'answer' && (last.status >= 500 || last.status < 300));
				if (operation.repeat === 'unsafe' && mayHaveWorked && outcome instanceof ExternError) expect(outcome.failure.kind).toBe('unknown-outcome');
			}),
			{ numRuns: 40 },
		);
	});
});

test.each(['//evil.example/v1', 'https://evil.example', '..'])('an id that is "%s" stays within the service', async (hostile) => {
	for (const operation of operations) {
		const service = serviceThat(() => ({}));
		const input = Object.fromEntries(Object.entries(inputOf(operation)).map(([name, value]) => [name, operation.path.includes(`{${name}}`) ? hostile : value]));
		await told(async () => await new Extern(service.port).call(operation, input));
		for (const { request, path } of service.calls) {
			expect(new URL(request.url).origin).toBe(apiRoot);
			expect(path.split('/').length).toBe(operation.path.split('/').length);
		}
	}
});
