import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { givenTrigger, jsonOf, schedulers, type TriggerWishes } from './eventTrigger';
import { chosen, sendReport } from './filing';
import { freshSandbox } from './freshSandbox';
import type { SeedCertificate } from './sandbox';

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await sandbox.clearFaults();
});

const watching = async (parameters: INodeParameters = {}, wishes: TriggerWishes = {}) =>
	await givenTrigger(sandbox, fresh.seed, { source: 'deadlines', daysAhead: 5, ...parameters }, { ...wishes, options: { eventsPerPoll: 5_000, ...wishes.options } });
/** What every item tells, whatever it is about. */
const ALWAYS = ['event', 'eventLabel', 'severity', 'severityLabel', 'at', 'accountId', 'organization', 'inn', 'needsReply'];
const kindOf = ({ event }: IDataObject) => String(event).replace(/-(ahead|today|overdue)$/, '');

describe.each(schedulers)('with the scheduler $scheduler', ({ durable }) => {
	test('what needs attention is told once, and after a restart once more, marked', async () => {
		const trigger = await watching({ watchFor: ['report'] }, { durable });
		const told = jsonOf(await trigger.activate());
		expect(told.length).toBeGreaterThan(0);
		expect(await trigger.tick()).toBeNull();
		const restarted = await trigger.restart();
		const again = jsonOf(await restarted.activate('init'));
		expect(again).toHaveLength(told.length);
		expect(again.every(({ redelivered }) => redelivered === true)).toBe(true);
		expect(await restarted.tick()).toBeNull();
	});
});

test('after a restart all comes again that was handed over in several polls, no more at once than a poll takes', async () => {
	const trigger = await watching({ watchFor: ['report'] });
	const told = jsonOf(await trigger.activate()).length;
	await sandbox.beginDocflow(fresh.account.id, 'fns534-demand');
	const more = await watching({ watchFor: ['report', 'demand'], daysAhead: 30 }, { saved: trigger.saved });
	const all = jsonOf(await more.activate('init')).length;
	expect(all).toBeGreaterThan(told);
	const restarted = await watching({ watchFor: ['report', 'demand'], daysAhead: 30 }, { saved: more.saved, options: { eventsPerPoll: Math.ceil(all / 2) } });
	const again = [...jsonOf(await restarted.activate('init')), ...jsonOf(await restarted.tick())];
	expect(again.filter(({ redelivered }) => redelivered === true)).toHaveLength(all);
	expect(await restarted.tick()).toBeNull();
});

test('a report that is overdue is told in words', async () => {
	const trigger = await watching({ watchFor: ['report'], stages: ['overdue'] }, { options: { labelLanguage: 'ru' } });
	const items = jsonOf(await trigger.activate());
	expect(items.length).toBeGreaterThan(0);
	for (const item of items) {
		expect(item).toMatchObject({
			event: 'report-overdue',
			eventLabel: 'Отчёт просрочен',
			severity: 'failure',
			severityLabel: 'Проблема',
			organization: expect.stringMatching(/[а-яё]/i),
			inn: expect.stringMatching(/^\d{10,12}$/),
			form: expect.any(String),
			authority: 'ФНС',
			deadline: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
			workingDaysLeft: expect.any(Number),
			accountId: expect.any(String),
		});
		expect(item.workingDaysLeft).toBeLessThan(0);
	}
	const days = items.map(({ deadline }) => String(deadline));
	expect(days).toEqual([...days].sort());
});

test('a tax demand and one of the social fund are told until when they are to be answered', async () => {
	const docflows = [await sandbox.beginDocflow(fresh.account.id, 'fns534-demand'), await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-demand')];
	const trigger = await watching({ watchFor: ['demand', 'sfr-demand'], daysAhead: 30 });
	const items = jsonOf(await trigger.activate());
	expect(items.map(({ docflowId }) => docflowId).sort()).toEqual([...docflows].sort());
	expect(new Set(items.map(({ event }) => event))).toEqual(new Set(['demand-ahead', 'sfr-demand-ahead']));
	for (const item of items) expect(item).toMatchObject({ severity: 'actionNeeded', organization: fresh.account.name, workingDaysLeft: expect.any(Number) });
	expect(await trigger.tick()).toBeNull();
});

test('powers of attorney that end soon are told', async () => {
	const trigger = await watching({ watchFor: ['certificate', 'power-of-attorney'], daysAhead: 60 });
	const items = jsonOf(await trigger.activate());
	expect(new Set(items.map(kindOf))).toContain('power-of-attorney');
	for (const item of items) expect(item).toMatchObject({ deadline: expect.stringMatching(/^\d{4}-/), organization: expect.any(String), eventLabel: expect.any(String) });
});

describe('a certificate', () => {
	const certificate = (note: string) => fresh.account.certificates.find((one) => one.note === note)!;
	/** Its last day in Moscow, which has no summer time. */
	const lastDay = ({ notAfter }: SeedCertificate) => new Date(Date.parse(notAfter) + 3 * 3_600_000).toISOString().slice(0, 10);
	const watched = async () => jsonOf(await (await watching({ accountId: chosen(fresh.account.id), watchFor: ['certificate'], daysAhead: 10 })).activate());

	/** The account has this certificate alone, as the service writes it. */
	async function hasOnly({ thumbprint }: SeedCertificate) {
		const path = `/v1/${fresh.account.id}/certificates`;
		const headers = { authorization: `auth.sid ${fresh.seed.sid}`, 'x-kontur-apikey': fresh.seed.apiKey };
		const { data } = await axios.get<{ certificates: Array<{ thumbprint: string }> }>(sandbox.addresses.api + path, { headers });
		const certificates = data.certificates.filter((one) => one.thumbprint.toLowerCase() === thumbprint.toLowerCase());
		expect(certificates).toHaveLength(1);
		await sandbox.fault({ path, action: { status: 200, body: { ...data, certificates, 'total-count': 1 } } });
	}

	test.each([
		['expiring-soon', { event: 'certificate-ahead', severity: 'actionNeeded' }],
		['expired', { event: 'certificate-overdue', severity: 'failure' }],
	])('that is %s is told, unless one that lasts longer has taken its place', async (note, expected) => {
		expect(await watched()).toEqual([]);
		const one = certificate(note);
		await hasOnly(one);
		const [item, ...others] = await watched();
		expect(others).toEqual([]);
		expect(item).toMatchObject({ ...expected, eventLabel: expect.stringContaining('ertificate'), deadline: lastDay(one), owner: expect.stringContaining(one.fio), organization: fresh.account.name, needsReply: false });
		expect(String(item.thumbprint).toLowerCase()).toBe(one.thumbprint.toLowerCase());
	});
});

test.each(['report', 'certificate', 'power-of-attorney'])('%s: a smaller number of days ahead finds less', async (kind) => {
	const leftOf = async (daysAhead: number) => {
		const items = jsonOf(await (await watching({ accountId: chosen(fresh.account.id), watchFor: [kind], daysAhead })).activate());
		return items.map(({ workingDaysLeft }) => Number(workingDaysLeft));
	};
	const all = await leftOf(400);
	const furthest = Math.max(...all);
	expect(furthest).toBeGreaterThan(0);
	expect(await leftOf(furthest)).toEqual(all);
	expect(await leftOf(furthest - 1)).toEqual(all.filter((left) => left < furthest));
});

test('more than a poll takes comes with the next ones', async () => {
	const all = jsonOf(await (await watching({ watchFor: ['report'] })).activate()).length;
	const trigger = await watching({ watchFor: ['report'] }, { options: { eventsPerPoll: Math.ceil(all / 3) } });
	let count = jsonOf(await trigger.activate()).length;
	for (let items = await trigger.tick(); items !== null; items = await trigger.tick()) count += items.length;
	expect(count).toBe(all);
});

test('all three sources tell what happened with the same keys', async () => {
	const { company, seed, account } = fresh;
	const sent = await runWorkflow({ nodes: [sendReport(account)], credentials: company.credentials, items: [company.item] });
	expect(sent.error?.message).toBeUndefined();
	await sandbox.beginDocflow(account.id, 'fns534-demand');
	const told = async (parameters: INodeParameters) => {
		const trigger = await givenTrigger(sandbox, seed, { withDocflow: true, ...parameters }, { options: { labelLanguage: 'ru', eventsPerPoll: 5_000 } });
		return jsonOf(await trigger.activate());
	};
	const [report, demand] = ['urn:docflow:fns534-report', 'urn:docflow:fns534-demand'];
	const feed = await told({ source: 'feed' });
	const lists = await told({ source: 'docflows', docflowTypes: [report, demand] });
	const deadlines = await told({ source: 'deadlines', daysAhead: 60 });
	const about = (items: IDataObject[], type: string) => items.filter(({ docflowType }) => docflowType === type);
	const due = (kind: string) => deadlines.filter((item) => kindOf(item) === kind);

	const ofReport = ['form', 'period', 'authority'];
	const ofDocflow = ['authority', 'docflowId', 'docflowTypeLabel', 'webLink'];
	const owed = ['deadline', 'workingDaysLeft'];
	const shapes: Array<[IDataObject[], string[]]> = [
		[about(feed, report), [...ofReport, ...ofDocflow]],
		[about(lists, report), [...ofReport, ...ofDocflow]],
		[due('report'), [...ofReport, ...owed]],
		[about(feed, demand), [...ofDocflow, ...owed]],
		[about(lists, demand), [...ofDocflow, ...owed]],
		[due('demand'), [...ofDocflow, ...owed]],
		[due('power-of-attorney'), owed],
	];
	for (const [items, keys] of shapes) {
		expect(items).not.toEqual([]);
		for (const item of items) {
			expect([...ALWAYS, ...keys].filter((key) => !(key in item))).toEqual([]);
			expect(item).toMatchObject({ eventLabel: expect.stringMatching(/[а-яё]/i), severity: expect.stringMatching(/^(info|success|actionNeeded|failure)$/), needsReply: expect.any(Boolean) });
		}
	}
	expect(deadlines.filter(({ needsReply }) => needsReply)).toEqual(due('demand'));
});

test('one account and one organization alone', async () => {
	const [, firm] = fresh.seed.accounts;
	const items = jsonOf(await (await watching({ watchFor: ['report'], accountId: { __rl: true, mode: 'id', value: firm.id }, organizations: firm.organizations[1].inn })).activate());
	expect(items.length).toBeGreaterThan(0);
	expect(new Set(items.map(({ organization }) => organization))).toEqual(new Set([firm.organizations[1].name]));
});

test('an account that may not be read is told once; what it owes is not forgotten', async () => {
	const [first] = fresh.seed.accounts;
	const trigger = await watching({ watchFor: ['report'] });
	const told = jsonOf(await trigger.activate());
	expect(told.some(({ accountId }) => accountId === first.id)).toBe(true);
	await sandbox.fault({ path: `/v1/${first.id}/reports-tables/search`, action: { status: 403, body: { id: 'urn:error:externapi:accessDenied', 'status-code': 403, message: 'Доступ запрещён' } } });
	expect(jsonOf(await trigger.tick())).toEqual([expect.objectContaining({ event: 'account-unreadable', accountId: first.id, problem: 'Доступ запрещён' })]);
	expect(await trigger.tick()).toBeNull();
	await sandbox.clearFaults();
	expect(await trigger.tick()).toBeNull();
});

test('a chosen account that may not be read is a failure', async () => {
	const trigger = await watching({ accountId: { __rl: true, mode: 'id', value: fresh.seed.foreignAccountId }, watchFor: ['report'] });
	await expect(trigger.activate()).rejects.toThrow();
	expect(trigger.saved).toEqual({});
});
