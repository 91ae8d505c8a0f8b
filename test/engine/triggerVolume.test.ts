import { givenTrigger, idsInFeed, idsOf, pollUntilQuiet, schedulers } from './eventTrigger';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const DEMAND = 'urn:docflow:fns534-demand';

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	test('10 000 events come over many polls, 200 at once, every event once and in order', async () => {
		await sandbox.appendEvents({ count: 10_000 });
		const ids = await idsInFeed(sandbox, fresh.seed);
		const trigger = await givenTrigger(sandbox, fresh.seed, {}, { durable });
		const polls = [idsOf(await trigger.activate()), ...(await pollUntilQuiet(trigger))];
		expect(polls.map((poll) => poll.length)).toEqual(Array(50).fill(200));
		expect(polls.flat()).toEqual(ids);
		expect(JSON.stringify(trigger.saved).length).toBeLessThan(200 * 20);
	});

	test('polls that overlap: the second one gives nothing and disturbs nothing', async () => {
		await sandbox.appendEvents({ count: 5 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'beginning' }, { durable });
		await trigger.activate();
		await sandbox.appendEvents({ count: 3 });
		await sandbox.fault({ operation: 'events-list', times: 1, action: { delayMs: 700 } });
		const slow = trigger.tick();
		const asked = (await sandbox.requests()).length;
		expect(await trigger.tick()).toBeNull();
		expect((await sandbox.requests()).length).toBeLessThanOrEqual(asked + 1);
		expect(idsOf(await slow)).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(5));
		expect(await trigger.tick()).toBeNull();
		await sandbox.appendEvents({ count: 1 });
		expect(await trigger.tick()).toHaveLength(1);
	});
});

test.each([
	[1, [1, 1, 1, 1, 1]],
	[2, [2, 2, 1]],
	[3, [3, 2]],
	[10_000, [5]],
])('%d events per poll', async (eventsPerPoll, expected) => {
	await sandbox.appendEvents({ count: 5 });
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { options: { eventsPerPoll } });
	const polls = [idsOf(await trigger.activate()), ...(await pollUntilQuiet(trigger))];
	expect(polls.map((poll) => poll.length)).toEqual(expected);
	expect(polls.flat()).toEqual(await idsInFeed(sandbox, fresh.seed));
});

test('more events per poll than the service puts into a page', async () => {
	await sandbox.appendEvents({ count: 3300 });
	const trigger = await givenTrigger(sandbox, fresh.seed, {}, { options: { eventsPerPoll: 2500 } });
	const polls = [idsOf(await trigger.activate()), ...(await pollUntilQuiet(trigger))];
	expect(polls.map((poll) => poll.length)).toEqual([2500, 800]);
	expect(polls.flat()).toEqual(await idsInFeed(sandbox, fresh.seed));
});

test('a narrow filter finds its events behind thousands of others in one poll and few requests', async () => {
	await sandbox.appendEvents({ count: 1500 });
	await sandbox.appendEvents({ count: 2, docflowType: DEMAND, newState: 'urn:transaction:document' });
	await sandbox.appendEvents({ count: 1500 });
	const wanted = (await idsInFeed(sandbox, fresh.seed)).slice(1500, 1502);
	await sandbox.clearRequests();
	const trigger = await givenTrigger(sandbox, fresh.seed, { docflowTypes: [DEMAND] });
	expect(idsOf(await trigger.activate())).toEqual(wanted);
	expect((await sandbox.operations()).filter((operation) => operation === 'events-list').length).toBeLessThan(20);
	expect(await trigger.tick()).toBeNull();
});
