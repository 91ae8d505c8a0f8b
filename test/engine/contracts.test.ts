import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runWorkflow } from './engine';
import { credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { ofAccount } from './stages/accounts';
import { draftMeta } from './stages/drafts';
import { Service } from './stages';

const fresh = freshSandbox();
const { sandbox } = fresh;

/** A draft to the tax office, or with a registration number to the Social Fund. */
async function givenDraft(to: 'tax office' | 'social fund' = 'tax office'): Promise<IDataObject> {
	const service = await Service.of(sandbox, fresh.seed);
	const meta = draftMeta(fresh.account);
	const toFund = { ...meta, payer: { ...meta.payer, 'registration-number-sfr': '0871080001' }, recipient: { 'fss-code': '7702' } };
	const { id } = await service.call<{ id: string }>('post', `/v1/${fresh.account.id}/drafts`, to === 'tax office' ? meta : toFund);
	await sandbox.clearRequests();
	return { ...ofAccount(fresh.account), draftId: id };
}

async function built(json: IDataObject, typed: INodeParameters) {
	const nodes = [step('konturExternDraft', 'Build', 'document', 'build', typed)];
	const outcome = await runWorkflow({ nodes, credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ json }] });
	const [request] = (await sandbox.requests()).filter(({ operation }) => operation === 'draft-build-document');
	return { outcome, request };
}

test('a request about a period takes the days of n8n\'s calendar', async () => {
	const typed = { contractType: 'ION4', answerFormat: 2, periodBegin: '2025-01-01T00:00:00', periodEnd: '={{ DateTime.fromISO("2025-03-31T23:30:00", { zone: "Europe/Moscow" }) }}', taxpayerName: 'ООО «Ромашка»' };
	const { outcome, request } = await built(await givenDraft(), typed);
	expect(outcome.error?.message).toBeUndefined();
	expect(request.query).toEqual({ type: 'ION4', version: '3' });
	expect(Object(request.body).data).toEqual({ ФормОтв: 2, ДатаНач: '01.01.2025', ДатаКон: '31.03.2025', ЗапрКБК: { ПрКБК: 1 } });
	expect(outcome.json('Build')[0]).toMatchObject({ documentId: expect.any(String), documentType: 'urn:document:fns534-ion-request', contentId: expect.any(String) });
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('a period beyond the year is stopped by the name of its field', async () => {
	const typed = { contractType: 'ION8', periodBegin: '2024-12-01', periodEnd: '2025-01-31', taxpayerName: 'ООО «Ромашка»' };
	const { outcome, request } = await built(await givenDraft(), typed);
	expect(outcome.error?.message).toContain('Period End is not in the year of the beginning');
	expect(request).toBeUndefined();
});

test.each(['subscribe', 'unsubscribe'])('a subscription to the documents of the Social Fund: %s', async (subscriptionType) => {
	const { outcome, request } = await built(await givenDraft('social fund'), { contractType: 'fssSedoProviderSubscriptionForRegistrationNumber', subscriptionType });
	expect(outcome.error?.message).toBeUndefined();
	expect(request.query).toEqual({ type: 'fssSedoProviderSubscriptionForRegistrationNumber' });
	expect(request.body).toEqual({ 'subscription-type': subscriptionType });
	expect(await sandbox.judgeTraffic()).toEqual([]);
});

test('an application of a company to join the exchange', async () => {
	const typed = { contractType: 'ZPED', applicantName: 'ООО «Ромашка»', representativeName: 'Иванова Анна Петровна' };
	const { outcome, request } = await built(await givenDraft('social fund'), typed);
	expect(outcome.error?.message).toBeUndefined();
	expect(request.body).toEqual({ 'for-ul': true, 'insurer-ul': { 'full-name': 'ООО «Ромашка»' }, representative: { surname: 'Иванова', name: 'Анна', patronymic: 'Петровна' } });
});

test('an application of a sole trader wants a SNILS', async () => {
	const typed = { contractType: 'ZPED', applicant: 'soleTrader', applicantName: 'Иванова Анна Петровна', representativeName: 'Иванова Анна Петровна' };
	const { outcome } = await built(await givenDraft('social fund'), typed);
	expect(outcome.error?.message).toContain('SNILS is missing');
	const { request } = await built(await givenDraft('social fund'), { ...typed, snils: '112-233-445 95' });
	expect(Object(request.body)['insurer-ip']).toEqual({ surname: 'Иванова', name: 'Анна', patronymic: 'Петровна', snils: '112-233-445 95' });
});

test('a kind that has no fields of its own takes its content as JSON', async () => {
	const contract = '{ "subscription-type": "subscribe", "snils-list": [{ "snils": "112-233-445 95" }] }';
	const { outcome, request } = await built(await givenDraft('social fund'), { contractType: 'FssSedoAbonentSubscriptionForSnils', contract });
	expect(outcome.error?.message).toBeUndefined();
	expect(request.body).toEqual(JSON.parse(contract));
});

test('a kind that this package does not know passes as it is', async () => {
	const json = { ...(await givenDraft()), kind: 'ION99' };
	const { outcome, request } = await built(json, { contractType: '={{ $json.kind }}', contract: '{ "version": "9" }', additionalFields: { version: 9 } });
	expect(request.query).toEqual({ type: 'ION99', version: '9' });
	expect(request.body).toEqual({ version: '9' });
	expect(outcome.error?.message).toMatch(/[а-я]/);
});
