import { deepCopy, NodeApiError } from 'n8n-workflow';

import type { PollingTrigger } from './engine';
import { engineIsDurable } from './engine';
import { givenTrigger, idsInFeed, idsOf, pollUntilQuiet, schedulers } from './eventTrigger';
import { freshSandbox } from './freshSandbox';
import type { Fault } from './sandbox';
import { externCredential } from './signIn';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const durably = engineIsDurable ? test : test.skip;

/** Longer than the trigger repeats a call. */
const MANY_SECONDS = '3600';
const SERVER_ERROR = { status: 500, headers: { 'retry-after': MANY_SECONDS }, body: { id: 'urn:error:externapi:internal', 'status-code': 500, message: 'Внутренняя ошибка' } };

async function failureOf(poll: Promise<unknown>): Promise<NodeApiError> {
	const error = await poll.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof NodeApiError)) throw new Error(`Not a NodeApiError: ${String(error)}`);
	return error;
}

/** What newer engines read to decide when to poll again. */
const causeOf = (error: NodeApiError): unknown => Reflect.get(error, 'failure');

/** A trigger that is on, has handed over a batch, and has several pages before it. */
async function givenTriggerInTheMiddle(durable: boolean): Promise<PollingTrigger> {
	await sandbox.appendEvents({ count: 3 });
	const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'beginning' }, { durable, options: { eventsPerPoll: 2500 } });
	await trigger.activate();
	await sandbox.appendEvents({ count: 2500 });
	return trigger;
}

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	/** The service fails in the middle of the second page; the poll after that loses nothing. */
	async function expectNothingLost(fault: Fault): Promise<NodeApiError> {
		const trigger = await givenTriggerInTheMiddle(durable);
		const [saved, state] = [deepCopy(trigger.saved), deepCopy(trigger.state)];
		await sandbox.fault({ skip: 1, ...fault });
		const error = await failureOf(trigger.tick());
		expect(trigger.saved).toEqual(saved);
		expect(deepCopy(trigger.state)).toEqual(state);
		await sandbox.clearFaults();
		const polls = await pollUntilQuiet(trigger);
		expect(polls.flat()).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(3));
		return error;
	}

	test('an error of the service', async () => {
		const error = await expectNothingLost({ operation: 'events-list', action: SERVER_ERROR });
		expect(error).toMatchObject({ message: 'Внутренняя ошибка', httpCode: '500' });
		if (engineIsDurable) expect(causeOf(error)).toEqual({ cause: 'temporarily-unavailable' });
	});

	test('too many requests', async () => {
		const error = await expectNothingLost({ operation: 'events-list', action: { status: 429, headers: { 'retry-after': MANY_SECONDS } } });
		expect(error).toMatchObject({ message: expect.stringContaining('too many requests'), httpCode: '429' });
		if (engineIsDurable) expect(causeOf(error)).toEqual({ cause: 'rate-limited', retryAfterMs: 3_600_000 });
	});

	test('an answer without a page', async () => {
		const error = await expectNothingLost({ operation: 'events-list', action: { status: 200, body: { 'requested-count': 100 } } });
		expect(error).toMatchObject({ message: 'The event feed cannot be understood' });
	});

	test('no right to the feed any more', async () => {
		const error = await expectNothingLost({
			operation: 'events-list',
			action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Доступ запрещён' } },
		});
		expect(error).toMatchObject({ message: 'Доступ запрещён', httpCode: '403' });
		expect(error.description).toContain('event feed');
		if (engineIsDurable) expect(causeOf(error)).toEqual({ cause: 'configuration-invalid' });
	});

	test('a cut connection is bridged within the poll', async () => {
		const trigger = await givenTriggerInTheMiddle(durable);
		await sandbox.fault({ operation: 'events-list', skip: 1, times: 1, action: { disconnect: true } });
		await sandbox.fault({ operation: 'events-list', skip: 2, times: 1, action: { truncateBytes: 100 } });
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(3));
	});

	test('an ended token is renewed within the poll', async () => {
		const trigger = await givenTriggerInTheMiddle(durable);
		await sandbox.fault({ operation: 'events-list', skip: 1, times: 1, action: { expireToken: true } });
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(3));
	});
});

durably('a service that stays cut off ends the poll within its budget', async () => {
	await sandbox.appendEvents({ count: 3 });
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { durable: true, budgetMs: 6000 });
	await sandbox.fault({ operation: 'events-list', action: { disconnect: true } });
	const started = Date.now();
	const error = await failureOf(trigger.activate());
	expect(Date.now() - started).toBeLessThan(6000);
	expect(causeOf(error)).toEqual({ cause: 'temporarily-unavailable' });
	await sandbox.clearFaults();
	expect(await trigger.tick()).toHaveLength(3);
});

durably('a service that does not answer ends the poll within its budget', async () => {
	await sandbox.appendEvents({ count: 3 });
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { durable: true, budgetMs: 8000 });
	await sandbox.fault({ operation: 'events-list', times: 1, action: { delayMs: 20_000 } });
	const started = Date.now();
	const error = await failureOf(trigger.activate());
	expect(Date.now() - started).toBeLessThan(8000);
	expect(error.message).toContain('did not answer in time');
	expect(await trigger.tick()).toHaveLength(3);
});

test('an integrator without rights to the feed is told whom to ask, when switching on', async () => {
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { credentials: externCredential(sandbox, { ...fresh.seed, ...fresh.seed.neighbour }, 'authSid') });
	const error = await failureOf(trigger.activate());
	expect(error.message).toBe('Лента событий не подключена: права выдаются по запросу');
	expect(error.description).toContain('extern-api@skbkontur.ru');
	expect(trigger.saved).toEqual({});
});

test('a session that ended is told, with the name of the credential', async () => {
	const credentials = externCredential(sandbox, { ...fresh.seed, sid: 'f'.repeat(64) }, 'authSid');
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { credentials });
	const error = await failureOf(trigger.activate());
	expect(error.message).toContain('"konturExternApi"');
	expect(error.description).toContain('has to be replaced when it ends');
	expect(error.httpCode).toBe('401');
	if (engineIsDurable) expect(causeOf(error)).toEqual({ cause: 'credential-invalid' });
	expect(trigger.saved).toEqual({});
});

test('a wrong address in the credential is told', async () => {
	const { konturExternApi } = externCredential(sandbox, fresh.seed);
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { credentials: { konturExternApi: { ...konturExternApi, apiUrl: 'http://example.org' } } });
	await expect(trigger.activate()).rejects.toThrow('http://example.org is not encrypted');
	expect(await sandbox.requests()).toEqual([]);
});
