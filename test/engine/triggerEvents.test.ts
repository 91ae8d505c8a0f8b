import type { INodeParameters } from 'n8n-workflow';

import { engineIsDurable, runWorkflow } from './engine';
import { givenTrigger, idsInFeed, idsOf, jsonOf } from './eventTrigger';
import { givenReport, sendReport, type Company } from './filing';
import { freshSandbox } from './freshSandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const durably = engineIsDurable ? test : test.skip;

/** A report that the tax office has received and accepted. */
async function givenAcceptedReport(): Promise<Company & { docflowId: string }> {
	const company = givenReport(sandbox, fresh.seed);
	const outcome = await runWorkflow({ nodes: [sendReport(company.account)], credentials: company.credentials, items: [company.item] });
	expect(outcome.error).toBeUndefined();
	await passMinutes(10);
	return { ...company, docflowId: String(outcome.json('Send Report')[0].docflowId) };
}

async function passMinutes(minutes: number) {
	const { now } = await sandbox.clock();
	await sandbox.setClock({ now: new Date(new Date(now).getTime() + minutes * 60_000).toISOString() });
}

describe('the events of a filed report', () => {
	test('arrive in order, in codes and in words, with what the docflow holds', async () => {
		const { account, docflowId } = await givenAcceptedReport();
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true });
		const items = jsonOf(await trigger.activate());
		expect(items.map(({ event, eventLabel }) => [event, eventLabel])).toEqual([
			['urn:transaction:report', 'Report sent'],
			['urn:transaction:report-receipt', 'Receipt confirmed by the tax office'],
			['urn:transaction:acceptance-result-positive', 'Accepted'],
			['urn:transaction:processing-result-ok', 'Processed successfully'],
		]);
		expect(items.map(({ eventId }) => eventId)).toEqual(await idsInFeed(sandbox, fresh.seed));
		for (const item of items) {
			expect(item).toMatchObject({
				at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				accountId: account.id,
				docflowId,
				docflowType: 'urn:docflow:fns534-report',
				docflowTypeLabel: expect.stringContaining('Tax return'),
				inn: account.inn,
				kpp: account.kpp,
				status: 'urn:docflow-common-status:response-arrived',
				statusLabel: 'Response arrived',
				state: 'urn:docflow-state:successful',
				stateLabel: 'Successful',
				form: 'УСН',
				knd: '1152017',
				recipientCode: '0087',
				needsReply: true,
			});
			expect(item).not.toHaveProperty('redelivered');
			expect(item).not.toHaveProperty('docflowProblem');
		}
		// One docflow is read once, however many of its events come.
		expect((await sandbox.operations()).filter((operation) => operation === 'docflow-get')).toHaveLength(1);
	});

	test('are told in Russian if wanted', async () => {
		await givenAcceptedReport();
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true }, { options: { labelLanguage: 'ru' } });
		const items = jsonOf(await trigger.activate());
		expect(items.map(({ eventLabel }) => eventLabel)).toEqual(['Отчёт отправлен', 'Получение подтверждено КО', 'Принят', 'Обработан успешно']);
		expect(items[0]).toMatchObject({ docflowTypeLabel: expect.stringMatching(/[а-яё]/i), statusLabel: expect.stringMatching(/[а-яё]/i), stateLabel: expect.stringMatching(/[а-яё]/i) });
	});

	test('come as they are without Add Docflow, as severe as each of them says', async () => {
		await givenAcceptedReport();
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: false });
		const items = jsonOf(await trigger.activate());
		expect(Object.keys(items[0]).sort()).toEqual(
			['accountId', 'at', 'docflowId', 'docflowType', 'docflowTypeLabel', 'event', 'eventId', 'eventLabel', 'inn', 'kpp', 'organization', 'severity', 'severityLabel'].sort(),
		);
		expect(items.map(({ severity }) => severity)).toEqual(['info', 'info', 'success', 'success']);
		expect(await sandbox.operations()).not.toContain('docflow-get');
	});

	test('hold no secret', async () => {
		await givenAcceptedReport();
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true });
		const told = JSON.stringify([await trigger.activate(), trigger.saved]);
		for (const secret of [fresh.seed.apiKey, fresh.seed.password, fresh.seed.sid, 'Bearer', 'authorization']) expect(told).not.toContain(secret);
	});
});

describe('a docflow that cannot be read', () => {
	test('is told in its event, and the others come whole', async () => {
		const { docflowId } = await givenAcceptedReport();
		await sandbox.appendEvents({ count: 1 });
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true });
		const items = jsonOf(await trigger.activate());
		expect(items).toHaveLength(5);
		expect(items[0]).toMatchObject({ docflowId, stateLabel: 'Successful' });
		expect(items[4]).toMatchObject({ event: 'urn:transaction:report-receipt', docflowProblem: expect.stringMatching(/[а-яё]/i) });
		expect(items[4]).not.toHaveProperty('status');
		expect(await trigger.tick()).toBeNull();
	});

	durably('ends with the poll budget: the rest is delivered plain, in order, once', async () => {
		await sandbox.appendEvents({ count: 120 });
		await sandbox.fault({ operation: 'docflow-get', action: { delayMs: 1200 } });
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true }, { durable: true, budgetMs: 6000 });
		const started = Date.now();
		const items = await trigger.activate();
		// Far less than one docflow after the other would take.
		expect(Date.now() - started).toBeLessThan((60 * 1200) / 5);
		expect(idsOf(items)).toEqual(await idsInFeed(sandbox, fresh.seed));
		const enriched = jsonOf(items).map((item) => 'docflowProblem' in item);
		expect(enriched[0]).toBe(true);
		expect(enriched[119]).toBe(false);
		expect(await trigger.tick()).toBeNull();
	});
});

describe('filters', () => {
	const REPORT = 'urn:docflow:fns534-report';
	const DEMAND = 'urn:docflow:fns534-demand';

	/** What passes a filter, as "type state inn", of a feed of several kinds. */
	async function whatPasses(parameters: INodeParameters): Promise<string[]> {
		const [first, second] = fresh.seed.accounts;
		const mixed = [
			{ accountId: first.id, docflowType: REPORT, newState: 'urn:transaction:report-receipt' },
			{ accountId: first.id, docflowType: DEMAND, newState: 'urn:transaction:document' },
			{ accountId: second.id, docflowType: REPORT, newState: 'urn:transaction:processing-result-ok' },
			{ accountId: first.id, docflowType: 'urn:docflow:made-up', newState: 'urn:transaction:report-receipt' },
			{ accountId: first.id, docflowType: REPORT, newState: 'urn:transaction:made-up' },
		];
		for (const event of mixed) await sandbox.appendEvents({ count: 1, ...event });
		const trigger = await givenTrigger(sandbox, fresh.seed, parameters);
		const items = jsonOf(await trigger.activate());
		// What was filtered out is behind the cursor as well.
		expect(trigger.saved.cursor).toBe((await idsInFeed(sandbox, fresh.seed)).at(-1));
		expect(await trigger.tick()).toBeNull();
		return items.map(({ docflowType, event, inn }) => [docflowType, event, inn].join(' ').replaceAll('urn:docflow:', '').replaceAll('urn:transaction:', ''));
	}

	test('by type; a type that is not known yet passes', async () => {
		const [{ inn }] = fresh.seed.accounts;
		expect(await whatPasses({ docflowTypes: [DEMAND] })).toEqual([`fns534-demand document ${inn}`, `made-up report-receipt ${inn}`]);
	});

	test('by event; an event that is not known yet passes', async () => {
		const [{ inn }, other] = fresh.seed.accounts;
		expect(await whatPasses({ states: ['urn:transaction:processing-result-ok'] })).toEqual([
			`fns534-report processing-result-ok ${other.inn}`,
			`fns534-report made-up ${inn}`,
		]);
	});

	test('by organization, as INN or INN-KPP', async () => {
		const [first, second] = fresh.seed.accounts;
		expect(await whatPasses({ organizations: second.inn })).toEqual([`fns534-report processing-result-ok ${second.inn}`]);
		await sandbox.reset();
		const both = ` ${first.inn}-${first.kpp}, ${second.inn}`;
		expect(await whatPasses({ organizations: both })).toHaveLength(5);
		await sandbox.reset();
		expect(await whatPasses({ organizations: `${first.inn}-000000000` })).toEqual([]);
	});

	test('by severity, without Add Docflow by that of the event; what does not tell its own passes', async () => {
		const [{ inn }] = fresh.seed.accounts;
		expect(await whatPasses({ severities: ['actionNeeded'], withDocflow: false })).toEqual([`fns534-demand document ${inn}`, `made-up report-receipt ${inn}`, `fns534-report made-up ${inn}`]);
	});

	test('all together', async () => {
		const [{ inn }] = fresh.seed.accounts;
		expect(await whatPasses({ docflowTypes: [REPORT], states: ['urn:transaction:report-receipt'], organizations: inn })).toEqual([
			`fns534-report report-receipt ${inn}`,
			`made-up report-receipt ${inn}`,
			`fns534-report made-up ${inn}`,
		]);
	});

	test('an event of a kind that is not known yet has a readable label', async () => {
		await sandbox.appendEvents({ count: 1, docflowType: 'urn:docflow:new-kind-of-report', newState: 'urn:transaction:second-receipt' });
		const trigger = await givenTrigger(sandbox, fresh.seed, { withDocflow: true });
		expect(jsonOf(await trigger.activate())[0]).toMatchObject({ docflowTypeLabel: 'New kind of report', eventLabel: 'Second receipt' });
	});

	test('silence of a narrow filter moves the cursor, and the next event that fits comes', async () => {
		const trigger = await givenTrigger(sandbox, fresh.seed, { startFrom: 'now', docflowTypes: [DEMAND] });
		await trigger.activate();
		await sandbox.appendEvents({ count: 30, docflowType: REPORT });
		expect(await trigger.tick()).toBeNull();
		expect(trigger.state.cursor).toBe((await idsInFeed(sandbox, fresh.seed)).at(-1));
		await sandbox.appendEvents({ count: 1, docflowType: DEMAND, newState: 'urn:transaction:document' });
		expect(idsOf(await trigger.tick())).toEqual((await idsInFeed(sandbox, fresh.seed)).slice(30));
	});
});
