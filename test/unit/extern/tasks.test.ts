import fc from 'fast-check';
import { Extern } from '../../../extern/client';
import { check, prepare, send } from '../../../extern/flows/draftStages';
import { draftCheck, draftSend } from '../../../extern/operations/drafts';
import { awaitTask, startOrJoin } from '../../../extern/tasks';
import type { WireTask } from '../../../extern/wire/task';
import { failureOf } from './failures';
import { answer, noAnswer, serviceThat, type Service } from './service';

const taskId = '5a0e3c1b-7d92-4f60-8b1e-2c4d6f8a9b01';
const draft = { accountId: '3d2c1b0a-9f8e-4d7c-b6a5-948372615040', draftId: '7c1e0f2d-0000-4000-8000-000000000001' };
const task = (state: string, more: object = {}): WireTask<object> => JSON.parse(JSON.stringify({ id: taskId, 'task-state': state, ...more }));
const done = task('succeed', { 'task-result': { ok: true } });

/** Looks at a task whose states follow each other; the last one stays. */
function watched(...states: WireTask<object>[]) {
	const service = serviceThat(() => ({}));
	let looks = 0;
	const wait = async (patienceMs: number) =>
		await awaitTask(
			new Extern(service.port),
			states[0],
			async () => {
				looks += 1;
				return states[Math.min(looks, states.length - 1)];
			},
			patienceMs,
		);
	return { wait, service, looks: () => looks };
}

describe('a background task', () => {
	test('that is finished already is not asked for again', async () => {
		const { wait, looks } = watched(done);
		expect(await wait(60_000)).toEqual({ kind: 'succeeded', taskId, result: { ok: true } });
		expect(looks()).toBe(0);
	});

	test('is looked at in growing pauses, at most five seconds', async () => {
		const running = task('running');
		const { wait, service, looks } = watched(...Array.from({ length: 7 }, () => running), done);
		const before = service.clock.now;
		expect(await wait(300_000)).toMatchObject({ kind: 'succeeded' });
		expect(looks()).toBe(7);
		expect(service.clock.now - before).toBe(500 + 1_000 + 2_000 + 4_000 + 5_000 * 3);
	});

	test('that outlives the patience goes on, and no longer is waited than asked', async () => {
		await fc.assert(
			fc.asyncProperty(fc.nat(60_000), async (patience) => {
				const { wait, service } = watched(task('running'));
				const before = service.clock.now;
				expect(await wait(patience)).toEqual({ kind: 'running', taskId });
				expect(service.clock.now - before).toBe(patience);
			}),
		);
	});

	test.each([0, -1, Number.NaN])('is not waited for with a patience of %p', async (patience) => {
		const { wait, looks } = watched(task('running'));
		expect(await wait(patience)).toEqual({ kind: 'running', taskId });
		expect(looks()).toBe(0);
	});

	test.each(['queued', '', 'Running', 'suspended'])('in the state "%s", which is not known, still runs', async (state) => {
		const { wait } = watched(task(state), task(state), done);
		expect(await wait(60_000)).toMatchObject({ kind: 'succeeded' });
		expect(await watched(task(state)).wait(1_000)).toEqual({ kind: 'running', taskId });
	});

	test('that failed tells why, as far as the service does', async () => {
		const error = { id: 'urn:error:externapi:error', 'status-code': 'bad-request', message: 'Нет подписи', 'trace-id': 't' };
		expect(await watched(task('failed', { error })).wait(0)).toEqual({
			kind: 'failed',
			taskId,
			problem: { id: error.id, message: 'Нет подписи', status: undefined, traceId: 't' },
		});
		for (const odd of [undefined, null, 'x', { message: 7 }]) {
			expect(await watched(task('failed', { error: odd })).wait(0)).toMatchObject({ kind: 'failed', problem: { message: undefined } });
		}
	});

	test.each([{}, { 'task-result': null }, { 'task-result': 'ok' }])('that succeeded with %j leaves its outcome open', async (more) => {
		expect(await failureOf(() => watched(task('succeed', more)).wait(0))).toMatchObject({ kind: 'unknown-outcome' });
	});

	test('keeps its id when an answer forgets it', async () => {
		const nameless: WireTask<object> = JSON.parse('{"task-state":"running"}');
		expect(await watched(task('running'), nameless).wait(60_000)).toEqual({ kind: 'running', taskId });
	});
});

describe('starting a task', () => {
	const locked = (type?: string) => answer(409, { context: { 'concurrent-task': { id: taskId, 'task-type': type } } });
	const start = (service: Service) => startOrJoin(new Extern(service.port), draftSend, draft, 'urn:task-type:send');

	test('yields what was started', async () => {
		expect(await start(serviceThat(() => task('running')))).toMatchObject({ joined: false, task: { id: taskId } });
	});

	test('joins the same kind of work that runs already, whatever its spelling', async () => {
		expect(await start(serviceThat(() => locked('URN:task-type:Send')))).toEqual({ joined: true, task: { id: taskId, 'task-state': 'running', 'task-type': 'urn:task-type:send' } });
	});

	test.each(['urn:task-type:check', undefined])('does not join %p', async (type) => {
		expect(await failureOf(() => start(serviceThat(() => locked(type))))).toMatchObject({ kind: 'locked' });
	});

	test('leaves the outcome open when the answer was lost, and is made once', async () => {
		const service = serviceThat(() => noAnswer);
		expect(await failureOf(() => start(service))).toMatchObject({ kind: 'unknown-outcome' });
		expect(service.calls).toHaveLength(1);
	});

	test.each([{}, { id: null }, { id: 7 }])('that is answered by %j leaves the outcome open', async (handle) => {
		expect(await failureOf(() => start(serviceThat(() => handle)))).toMatchObject({ kind: 'unknown-outcome' });
	});

	test('that changes nothing when repeated is repeated after a lost answer', async () => {
		const service = serviceThat(({ number }) => (number < 3 ? noAnswer : task('running')));
		expect(await startOrJoin(new Extern(service.port), draftCheck, draft, 'urn:task-type:check')).toMatchObject({ joined: false });
		expect(service.calls).toHaveLength(3);
	});
});

describe('a stage of a draft', () => {
	const ends = (result: unknown) => new Extern(serviceThat(({ path }) => (path.endsWith(draft.draftId) ? { documents: [] } : task('succeed', { 'task-result': result }))).port);

	test('that was sent is the docflow', async () => {
		const docflow = { id: 'd', type: 'urn:docflow:fns534-report', status: 's', message: null };
		expect(await send(ends(docflow), draft, { patienceMs: 0 })).toMatchObject({ kind: 'done', docflow, joined: false });
	});

	test.each([
		[{ id: 'urn:error', 'status-code': 'bad-request', message: 'Ошибки', 'check-result': { 'common-errors': [{ description: 'ИНН' }] } }, [{ level: 'error', text: 'ИНН' }]],
		[{ message: 'Ошибки' }, []],
		[{ 'status-code': 400, message: 'Ошибки', 'check-result': null }, []],
	])('that was refused as %j has no docflow', async (result, lines) => {
		const sent = await send(ends(result), draft, { patienceMs: 0 });
		expect(sent).toMatchObject({ kind: 'done', refusal: { message: 'Ошибки' }, lines });
		expect(sent).not.toHaveProperty('docflow');
	});

	test.each([{}, { id: 'd' }, { type: 't' }, []])('whose sending ended with %j is neither sent nor refused', async (result) => {
		expect(await failureOf(() => send(ends(result), draft, { patienceMs: 0 }))).toMatchObject({ kind: 'unknown-outcome' });
	});

	test.each([{}, { data: null }, { data: 'ok' }])('whose check ended with %j is not taken for clean', async (result) => {
		expect(await failureOf(() => check(ends(result), draft, 0))).toMatchObject({ kind: 'malformed' });
	});

	test('with findings of an unknown level is not taken for clean', async () => {
		const result = { data: { 'documents-errors': { D1: [{ level: 'fatal' }, null, { level: 'Warning', description: 'w' }], D2: null }, 'common-errors': null } };
		expect(await check(ends(result), draft, 0)).toMatchObject({
			lines: [
				{ level: 'error', text: 'No text was given', documentId: 'D1' },
				{ level: 'warning', text: 'w' },
			],
		});
	});

	test('whose preparing says nothing is not taken for prepared', async () => {
		expect(await failureOf(() => prepare(ends({}), draft, 0))).toMatchObject({ kind: 'malformed' });
		expect(await prepare(ends({ status: 'ok' }), draft, 0)).toMatchObject({ kind: 'done', status: 'ok', lines: [] });
	});
});
