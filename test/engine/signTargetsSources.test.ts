import { randomBytes, randomUUID } from 'node:crypto';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { removeServices } from '../examples/signingService';
import { engineWorks, installLine } from '../gost/gostEngine';
import { runWorkflow, type ItemIn, type WorkflowOutcome } from './engine';
import { chosen, sendReport, step } from './filing';
import { keyHolders, leaksOf, PIN, TOKEN, type KeyHolder } from './keyHolders';
import { freshSandbox } from './freshSandbox';
import { externCredential } from './signIn';
import { Service } from './stages';
import { ofAccount } from './stages/accounts';
import { timePasses } from './stages/docflows';

/** Whatever is signed, with a key that is not in n8n: raw and enclosing signatures, which are no .sig file, and those of builders. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

afterEach(async () => {
	await removeServices();
});

const { signingService, dss } = keyHolders(fresh);

const SFR = '066-001-000001';
const raw: Array<[string, INodeParameters, string]> = [
	['the social fund', { authority: 'sfr', authorityCode: '066', payerSfrNumber: SFR }, 'urn:docflow:sfr-report'],
	['the police', { authority: 'mvd', authorityCode: '660-066' }, 'urn:docflow:mvd-notification'],
];

function describeSource(works: boolean, name: string, { signWith, credentials }: KeyHolder) {
	(works ? describe : describe.skip)(name, () => {
		async function run(node: ReturnType<typeof step>, item: ItemIn, more: Record<string, ICredentialDataDecryptedObject> = {}): Promise<WorkflowOutcome> {
			const outcome = await runWorkflow({ nodes: [node], credentials: { ...externCredential(sandbox, fresh.seed), ...(await credentials()), ...more }, items: [item] });
			expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
			expect(leaksOf(outcome, [TOKEN, PIN, fresh.seed.dss.password, ...(await sandbox.dssTokens())])).toEqual([]);
			return outcome;
		}

		test.each(raw)('a document for %s is signed raw and filed', async (_, filing, docflowType) => {
			const bytes = Buffer.from(`<?xml version="1.0" encoding="utf-8"?>\n<Отчёт id="${randomUUID()}"><Работник>Учебнов</Работник></Отчёт>\n`);
			const node = sendReport(fresh.account, filing);
			const parameters = { ...node.parameters, organizationId: chosen(fresh.account.organizations[0].id), signWith };
			const outcome = await run({ ...node, parameters }, { files: { data: { bytes, fileName: 'report.xml' } } });
			expect(outcome.json('Send Report')[0]).toMatchObject({ outcome: 'filed', docflowType });
			const [{ body }] = await called('draft-signature-put');
			expect(Buffer.from(String(Object(body)['base64-content']), 'base64')).toHaveLength(64);
		});

		test('the documents of an empty docflow are asked for, and the notice that they were read goes back', async () => {
			const item = { json: { ...ofAccount(fresh.account), docflowId: await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-pvso-notification') } };
			const asked = await run(step('konturExternDocflow', 'Ask', 'documentsRequest', 'ask', { signWith }), item);
			expect(asked.json('Ask')[0]).toMatchObject({ requestId: expect.any(String), status: 'urn:docflow-common-status:arrived' });
			await timePasses(await Service.of(sandbox, fresh.seed));
			const answered = await run(step('konturExternDocflow', 'Process', 'reply', 'process', { signWith }), item);
			expect(answered.json('Process')[0]).toMatchObject({ sentCount: 2, open: [] });
			// Of the request and of the notice; the read mark goes unsigned.
			const puts = [...(await called('documents-request-signature-put')), ...(await called('reply-signature-put'))];
			expect(puts.map(({ bodyBytes, status }) => [bodyBytes, status])).toEqual([[64, 200], [64, 200]]);
		});

		test('the draft that a builder makes of a letter is signed and filed', async () => {
			const letter = { accountId: chosen(fresh.account.id), authority: 'fns', authorityCode: chosen('0087'), region: '77', subject: 'О сверке', letterText: 'Просим провести сверку.', signWith };
			const outcome = await run(step('konturExternSend', 'Write', 'letter', 'send', letter), { json: {} });
			expect(outcome.json('Write')).toEqual([expect.objectContaining({ outcome: 'filed', docflowType: 'urn:docflow:fns534-letter' })]);
			expect((await called('drafts-builder-put')).length).toBe(1);
			expect((await called('draft-signature-put')).length).toBeGreaterThan(0);
		});

		test('the key of an employee is signed inside and handed over to Gosuslugi', async () => {
			const apiKey = randomBytes(16).toString('hex');
			const outcome = await run(step('konturExternAccount', 'Renew', 'organization', 'renewGosuslugi', { signWith }), { json: ofAccount(fresh.account) }, { konturExternGosuslugiApi: { apiKey } });
			expect(outcome.json('Renew')[0]).toMatchObject({ authorized: true, organizationId: fresh.account.organizations[0].id });
			expect((await called('organization-gosuslugi-auth')).map(({ status }) => status)).toEqual([200]);
			expect(JSON.stringify(outcome.run.data.resultData.runData)).not.toContain(apiKey);
		});
	});
}

async function called(operation: string) {
	return (await sandbox.requests()).filter((request) => request.operation === operation);
}

const works = engineWorks();
describeSource(works, works ? 'through a signing service' : `Through a signing service, which needs: ${installLine}`, signingService);
describeSource(true, 'through CryptoPro DSS', dss);
