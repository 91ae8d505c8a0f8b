import type { INodeParameters } from 'n8n-workflow';

import { readCertificate } from '../../gost';
import { testStandForms } from '../../nodes/forms/account/testStand';
import type { ItemIn } from './engine';
import { runWorkflow } from './engine';
import { certificateOf, chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { Service, stages } from './stages';

/** The tools of the test stand: what they make is of use, and production never hears of them. */

const fresh = freshSandbox();
const { sandbox } = fresh;

const tool = (operation: string, typed: INodeParameters = {}) => step('konturExternAccount', 'Tool', 'testStand', operation, { showLegacyOperations: true, ...typed });
const item = (): ItemIn => ({ json: { accountId: fresh.account.id, inn: fresh.account.inn, kpp: fresh.account.kpp }, files: { data: { bytes: Buffer.from('%PDF-1.4\n'), fileName: 'a.pdf' } } });
const run = async (operation: string, typed?: INodeParameters, after: Array<ReturnType<typeof step>> = []) =>
	await runWorkflow({ nodes: [tool(operation, typed), ...after], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item()] });

const FILLED_IN = { state: 'finished', docflowCount: 1, phone: '9123456789', request: '{}', requestId: 'r' };

test.each(testStandForms.map(({ operation }) => operation))('%s sends nothing to production', async (operation) => {
	const credentials = credentialsOf(sandbox, fresh.seed, fresh.account);
	const elsewhere = { ...credentials, konturExternApi: { ...credentials.konturExternApi, apiUrl: 'https://extern-api.invalid' } };
	for (const dryRun of [false, true]) {
		const { error } = await runWorkflow({ nodes: [tool(operation, { ...FILLED_IN, dryRun })], credentials: elsewhere, items: [item()] });
		expect(error?.message).toBe('Test tools are for the test stand only');
	}
	expect(await sandbox.requests()).toEqual([]);
});

describe('a report file', () => {
	test.each(['generateProfitTax', 'generateRsv', 'generateSsch', 'generateEnvd'])('of %s is called like its file ID and can be filed', async (operation) => {
		const more = operation === 'generateSsch' ? { additionalFields: { windows1251: true } } : {};
		const outcome = await run(operation, more);
		const [{ json, binary }] = outcome.output('Tool');
		const bytes = await outcome.binary('Tool', 0, 'data');
		const text = new TextDecoder('windows-1251').decode(bytes);
		expect(text).toMatch(/^<\?xml[^>]*encoding="windows-1251"/i);
		expect(text).toContain(`ИННЮЛ="${fresh.account.inn}"`);
		const fileId = /ИдФайл="([^"]+)"/.exec(text)?.[1];
		expect([json.fileName, binary?.data.fileName]).toEqual([`${fileId}.xml`, `${fileId}.xml`]);
	});

	test('goes on to the tax office', async () => {
		const send = { type: 'konturExternSend', name: 'Send', parameters: { resource: 'report', operation: 'send', files: 'data', signWith: 'testKey', certificate: chosen(certificateOf(fresh.account).content) } };
		const outcome = await run('generateProfitTax', {}, [send]);
		expect(outcome.error?.message).toBeUndefined();
		expect(outcome.json('Send')[0].docflowId).toBeDefined();
	});

	test('of VAT comes with its books', async () => {
		const [{ binary, json }] = (await run('generateVat')).output('Tool');
		expect(Object.keys(binary ?? {}).sort()).toEqual(['data', 'purchases', 'sales']);
		expect(json.fileNames).toHaveLength(3);
	});
});

test('an account that is made has all that a credential needs', async () => {
	const outcome = await run('createCompanyAccount', { inn: '', organizationName: 'ООО «Проба»' });
	const [made] = outcome.json('Tool');
	expect(made).toMatchObject({ accountId: expect.not.stringContaining(fresh.account.id), organizationId: expect.any(String), name: 'ООО «Проба»', login: expect.any(String) });
});

test.each([true, false])('the password of an account that is made comes as a file, and not in the item (simplified: %s)', async (simplify) => {
	const outcome = await run('createCompanyAccount', { simplify });
	const password = (await outcome.binary('Tool', 0, 'password')).toString();
	expect(password).not.toBe('');
	expect(JSON.stringify(outcome.json('Tool'))).not.toContain(password);
});

test('after a dry run nobody takes the account of the step before for the new one', async () => {
	const [would] = (await run('createCompanyAccount', { dryRun: true })).json('Tool');
	expect(would).toMatchObject({ dryRun: true });
	expect(would).not.toHaveProperty('accountId');
	expect(await sandbox.requests()).toEqual([]);
});

test('a certificate comes with its key as a file, and without it in the item', async () => {
	const outcome = await run('generateCertificate', { surname: 'Примеров' });
	const [{ json, binary }] = outcome.output('Tool');
	const { der } = readCertificate(await outcome.binary('Tool', 0, 'certificateFile'));
	expect(Buffer.from(der).toString('base64')).toBe(json.certificate);
	expect(Buffer.from(await outcome.binary('Tool', 0, 'privateKey')).toString()).toContain('PRIVATE KEY');
	expect(Object.keys(binary ?? {})).toContain('privateKey');
	expect(JSON.stringify(json)).not.toContain('PRIVATE KEY');
});

test('each of many reports is an item of its own, and the next step goes on with it', async () => {
	const outcome = await run('generateReports', { docflowCount: 3 }, [step('konturExternDocflow', 'Get', 'docflow', 'get')]);
	expect(outcome.error?.message).toBeUndefined();
	expect(new Set(outcome.json('Get').map(({ docflowId }) => docflowId)).size).toBe(3);
});

test('the confirmation code is text, zeros at its beginning included', async () => {
	const service = await Service.of(sandbox, fresh.seed);
	const { json } = await stages['a confirmation that is waited for'](service, fresh.account);
	const node = tool('getConfirmationCode');
	const outcome = await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json }] });
	expect(outcome.json('Tool')).toEqual([expect.objectContaining({ requestId: json.requestId, code: expect.stringMatching(/^\d{6}$/) })]);
});
