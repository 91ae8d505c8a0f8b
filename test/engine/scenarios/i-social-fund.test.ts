import type { IDataObject } from 'n8n-workflow';

import { certificateOf, chosen, step } from '../filing';
import { freshSandbox } from '../freshSandbox';
import { Desk, file, receive, xmlFile } from './desk';

/** Scenario (i): the social fund. Joining, reports, the subscription to SEDO, what comes and goes through it. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;
const desk = new Desk(fresh);

const NUMBER = '087-108-123456';
const toFund = { authority: 'sfr', authorityCode: '087', payerSfrNumber: NUMBER };
/** An office without a robot: it answers when the test does. */
const SILENT = '77020';
const toSedo = (type: string, authorityCode = 'SEDO-TEST') => ({ authority: 'sedo', authorityCode, payerSfrNumber: NUMBER, documentType: `urn:document:${type}` });

const subscribe = () => step('konturExternSend', 'Subscribe', 'subscription', 'send', { accountId: chosen(fresh.account.id), registrationNumber: NUMBER, fssCode: 'SEDO-TEST', signWith: 'testKey' });

/** Docflows of SEDO are asked for by their types: a list without types hides them. */
async function arrived(...types: string[]): Promise<IDataObject[]> {
	const list = step('konturExternDocflow', 'List', 'docflow', 'getAll', { accountId: chosen(fresh.account.id), returnAll: true, type: types.map((type) => `urn:docflow:${type}`) });
	const outcome = await desk.run({}, [list]);
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	return outcome.json('List').filter(({ docflowId }) => docflowId !== undefined);
}

/** What a workflow by schedule does with one docflow, until nothing is to be done by itself. */
async function receivedWhole(docflowId: unknown): Promise<IDataObject> {
	for (let round = 0; round < 5; round += 1) {
		const told = await desk.received(docflowId);
		if (told.nextStep !== 'wait' && told.nextStep !== 'wait-for-documents') return told;
		await desk.pass();
	}
	throw new Error(`Docflow ${String(docflowId)} never came to its end`);
}

describe('i.1: the application to join, which the service writes', () => {
	async function joined() {
		const { inn, kpp } = fresh.account;
		const parties = { authority: 'sfr', authorityCode: chosen('087'), payerInn: inn, payerKpp: kpp ?? '', certificate: chosen(certificateOf(fresh.account).content), additionalFields: { payerSfrNumber: NUMBER } };
		const sent = await desk.done({ json: { accountId: fresh.account.id } }, [
			step('konturExternDraft', 'Draft', 'draft', 'create', parties),
			step('konturExternDraft', 'Application', 'document', 'build', { contractType: 'ZPED', applicantName: 'ООО «Ромашка»', representativeName: 'Иванова Анна Петровна' }),
			step('konturExternSend', 'Check', 'draft', 'check'),
			step('konturExternSign', 'Sign', 'draft', 'sign', { signWith: 'testKey' }),
			step('konturExternSend', 'Prepare', 'draft', 'prepare'),
			step('konturExternSend', 'Send', 'draft', 'send'),
		]);
		expect(sent).toMatchObject({ docflowType: 'urn:docflow:pfr-ancillary', outcome: 'filed', alreadyFiled: false, result: 'waiting' });
		return String(sent.docflowId);
	}
	const write = async (docflowId: string, document: string, text?: string) => await sandbox.writeAnswer(docflowId, `pfr-ancillary-${document}`, { text });

	test('is delivered, accepted, and ended by the notice that the operator writes', async () => {
		const docflowId = await joined();
		await write(docflowId, 'delivery-notice');
		expect(await desk.received(docflowId)).toMatchObject({ status: 'urn:docflow-common-status:delivered', result: 'waiting', nextStep: 'wait' });
		await write(docflowId, 'reception-result-positive');
		expect(await desk.received(docflowId)).toMatchObject({ result: 'accepted', isFinished: false, sent: [] });
		await write(docflowId, 'reception-result-receipt');
		expect(await desk.received(docflowId)).toMatchObject({ result: 'accepted', isFinished: true, nextStep: 'nothing', sent: [] });
	});

	test.each([
		['by the fund', ['delivery-notice', 'reception-result-negative']],
		['as a package', ['rejection-notice']],
	])('is refused %s: the reason can be read, nothing is owed, and a new application is accepted', async (_, answers) => {
		const refused = await joined();
		for (const answer of answers) await write(refused, answer, 'Номер не найден');
		const outcome = await desk.run(desk.about(refused), [receive()]);
		expect(outcome.json('Receive')[0]).toMatchObject({ result: 'refused', severity: 'failure', nextStep: 'read-refusal', isFinished: true, sent: [] });
		const texts = await Promise.all(outcome.json('Receive').map(async (_one, index) => new TextDecoder('windows-1251').decode(await outcome.binary('Receive', index))));
		expect(texts.join()).toContain('Номер не найден');

		const again = await joined();
		expect(again).not.toBe(refused);
		for (const answer of ['delivery-notice', 'reception-result-positive', 'reception-result-receipt']) await write(again, answer);
		expect(await desk.received(again)).toMatchObject({ result: 'accepted', isFinished: true });
	});
});

describe('i.2: the report ЕФС-1', () => {
	async function filed() {
		const report = await desk.done(xmlFile('ЕФС-1'), [file(fresh.account, toFund)]);
		await sandbox.writeAnswer(String(report.docflowId), 'sfr-report-acknowledgement');
		return String(report.docflowId);
	}

	test('is accepted by its protocol, which is confirmed', async () => {
		const docflowId = await filed();
		await sandbox.writeAnswer(docflowId, 'sfr-report-protocol-check', { text: 'Ошибок не обнаружено' });
		expect(await desk.received(docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing', isFinished: true, sent: [{ type: 'sfr-report-protocol-refinement-notice-receipt' }] });
	});

	test('is not taken as a package: the notice says why, and nothing is owed', async () => {
		const docflowId = await filed();
		await sandbox.writeAnswer(docflowId, 'sfr-report-decline-notice', { text: 'Не совпал номер' });
		expect(await desk.received(docflowId)).toMatchObject({ result: 'refused', nextStep: 'read-refusal', isFinished: true, sent: [], files: [expect.any(String)] });
	});

	test('with errors in the protocol has to be corrected, and the protocol says what', async () => {
		const docflowId = await filed();
		await sandbox.writeAnswer(docflowId, 'sfr-report-protocol-refinement-notice', { text: 'Не найден СНИЛС' });
		const outcome = await desk.run(desk.about(docflowId), [receive()]);
		expect(outcome.json('Receive')[0]).toMatchObject({ result: 'needsCorrection', nextStep: 'correct', severity: 'actionNeeded' });
		expect(new TextDecoder('windows-1251').decode(await outcome.binary('Receive'))).toContain('Не найден СНИЛС');
	});
});

describe('i.2: the form АДВ, of one person', () => {
	const registered = async (name: string) => {
		const report = await desk.done(xmlFile(name), [file(fresh.account, toFund)]);
		expect(report).toMatchObject({ docflowType: 'urn:docflow:sfr-report', alreadyFiled: false });
		await sandbox.writeAnswer(String(report.docflowId), 'sfr-report-acknowledgement');
		return String(report.docflowId);
	};

	test('is not registered: the refusal is read and confirmed, and the corrected form is registered', async () => {
		const refused = await registered('АДВ-1');
		await sandbox.writeAnswer(refused, 'sfr-report-protocol-refinement-notice', { text: 'Отказ в регистрации: не совпала дата рождения' });
		const outcome = await desk.run(desk.about(refused), [receive()]);
		expect(outcome.json('Receive')[0]).toMatchObject({ result: 'needsCorrection', nextStep: 'correct', severity: 'actionNeeded', sent: [{ type: 'sfr-report-protocol-refinement-notice-receipt' }] });
		expect(new TextDecoder('windows-1251').decode(await outcome.binary('Receive'))).toContain('не совпала дата рождения');

		const corrected = await registered('АДВ-1');
		await sandbox.writeAnswer(corrected, 'sfr-report-protocol-check', { text: 'Регистрация выполнена' });
		expect(await desk.received(corrected)).toMatchObject({ result: 'accepted', isFinished: true, nextStep: 'nothing' });
		expect((await sandbox.docflows()).total).toBe(2);
	});
});

describe('i.3: the subscription', () => {
	const overview = async () => {
		const organization = { accountId: fresh.account.id, organizationId: fresh.account.organizations[0].id };
		const search = step('konturExternAccount', 'Search', 'organization', 'searchSubscriptions', { subscriptionType: 'fss-sedo', additionalFields: { registrationNumber: NUMBER } });
		return await desk.done({ json: organization }, [search]);
	};

	test('is made, shows in the overview, and what comes by it is received as far as nobody has to decide', async () => {
		const { docflowId } = await desk.done({}, [subscribe()]);
		await desk.pass();
		expect(await desk.received(docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing' });
		expect(await overview()).toMatchObject({ registrationNumber: NUMBER, subscriptionStatus: 'subscribed' });

		const came = await arrived('fss-sedo-broadcast-message', 'fss-sedo-pvso-notification', 'fss-sedo-demand');
		const steps: Record<string, unknown> = {};
		for (const docflow of came) steps[String(docflow.docflowType)] = (await receivedWhole(docflow.docflowId)).nextStep;
		expect(steps).toEqual({
			'urn:docflow:fss-sedo-broadcast-message': 'nothing',
			'urn:docflow:fss-sedo-demand': 'answer',
			'urn:docflow:fss-sedo-pvso-notification': 'answer',
		});
	});

	test('is refused: the reason can be read, nothing comes, and it can be made anew', async () => {
		const { docflowId } = await desk.done({}, [subscribe()]);
		await sandbox.writeAnswer(String(docflowId), 'fss-sedo-provider-subscription-error-message', { text: 'Номер не найден' });
		expect(await desk.received(docflowId)).toMatchObject({ result: 'refused', nextStep: 'read-refusal', files: [expect.any(String)] });
		await desk.pass();
		expect(await arrived('fss-sedo-demand')).toEqual([]);
		expect(await overview()).toMatchObject({ subscriptionStatus: 'subscribe-failed' });
		const again = await desk.done({}, [subscribe()]);
		expect(again).toMatchObject({ outcome: 'filed', alreadyFiled: false });
		expect(again.docflowId).not.toBe(docflowId);
	});
});

test('i.4: where the exchange of the documents fails, the docflow ends and tells it', async () => {
	const docflowId = await sandbox.beginDocflow(fresh.account.id, 'fss-sedo-proactive-payments-demand');
	expect(await desk.received(docflowId)).toMatchObject({ nextStep: 'wait-for-documents' });
	await sandbox.writeAnswer(docflowId, 'fss-sedo-proactive-payments-demand-exchange-error', { text: 'Сертификат не найден' });
	const outcome = await desk.run(desk.about(docflowId), [receive()]);
	expect(outcome.json('Receive')[0]).toMatchObject({ status: 'urn:docflow-common-status:finished', severity: 'failure', nextStep: 'read-refusal', sent: [] });
	expect(new TextDecoder('windows-1251').decode(await outcome.binary('Receive'))).toContain('Сертификат не найден');
});

test('i.5 and i.6: a payment goes its way, from the data of the insured person to the notice that it was paid', async () => {
	const person = await desk.done(xmlFile('Сведения'), [file(fresh.account, toSedo('fss-sedo-insured-person-registration-request'))]);
	expect(person).toMatchObject({ docflowType: 'urn:docflow:fss-sedo-insured-person-registration' });
	await desk.pass();
	// The read mark is due although the docflow is finished.
	expect(await desk.received(person.docflowId)).toMatchObject({ result: 'accepted', sent: [{ type: 'fss-sedo-insured-person-registration-read-receipt' }], nextStep: 'nothing' });

	const [request] = await arrived('fss-sedo-proactive-payments-demand');
	expect(await receivedWhole(request.docflowId)).toMatchObject({ nextStep: 'answer', files: [expect.any(String)] });
	const reply = await desk.done(xmlFile('Ответ'), [file(fresh.account, toSedo('fss-sedo-proactive-payments-reply-request'))]);
	await desk.pass();
	expect(await receivedWhole(reply.docflowId)).toMatchObject({ result: 'accepted' });

	for (const paid of await arrived('fss-sedo-proactive-payments-benefit', 'fss-sedo-benefit-payment-status-notice')) {
		expect(await receivedWhole(paid.docflowId)).toMatchObject({ nextStep: 'nothing', files: [expect.any(String)] });
	}
});

test('i.5: an answer to an appeal that the fund does not take is corrected and goes again; one that it took goes once', async () => {
	const reply = async (item: ReturnType<typeof xmlFile>, office?: string) => await desk.done(item, [file(fresh.account, toSedo('fss-sedo-appeal-reply-request', office))]);
	const [wrong, right] = [xmlFile('appealReply'), xmlFile('appealReply')];
	const { docflowId } = await reply(wrong, SILENT);
	await sandbox.writeAnswer(String(docflowId), 'fss-sedo-appeal-reply-error-message', { text: 'Вложение не читается' });
	const refused = await desk.run(desk.about(docflowId), [receive()]);
	expect(refused.json('Receive')[0]).toMatchObject({ result: 'refused', nextStep: 'read-refusal', isFinished: true });
	expect(new TextDecoder('windows-1251').decode(await refused.binary('Receive'))).toContain('Вложение не читается');

	const corrected = await reply(right);
	expect(corrected).toMatchObject({ docflowType: 'urn:docflow:fss-sedo-appeal-reply', alreadyFiled: false });
	await desk.pass();
	expect(await desk.received(corrected.docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing', sent: [{ type: 'fss-sedo-appeal-reply-read-receipt' }] });
	expect(await reply(right)).toMatchObject({ alreadyFiled: true, docflowId: corrected.docflowId });
	expect((await sandbox.docflows()).total).toBe(2);
});

test('i.6: a mismatch, the end of a term and a demand are read, and answered where the fund waits for an answer', async () => {
	const begun: Record<string, { nextStep: string; answer?: string }> = {
		'fss-sedo-insured-person-mismatch': { nextStep: 'answer', answer: 'fss-sedo-insured-person-registration' },
		'fss-sedo-proactive-expire-notice': { nextStep: 'nothing' },
		'fss-sedo-demand': { nextStep: 'answer', answer: 'fss-sedo-demand-reply' },
	};
	for (const [type, { nextStep, answer }] of Object.entries(begun)) {
		const docflowId = await sandbox.beginDocflow(fresh.account.id, type);
		expect([type, await receivedWhole(docflowId)]).toEqual([type, expect.objectContaining({ nextStep, files: [expect.any(String)] })]);
		if (!answer) continue;
		const sent = await desk.done(xmlFile('Ответ'), [file(fresh.account, toSedo(`${answer}-request`))]);
		await desk.pass();
		expect(await receivedWhole(sent.docflowId)).toMatchObject({ docflowType: `urn:docflow:${answer}`, result: 'accepted', nextStep: 'nothing' });
	}
	// Child care: begun by the employer, asked about by the fund, ended by the notice that the leave is over.
	const started = await desk.done(xmlFile('Инициация'), [file(fresh.account, toSedo('fss-sedo-benefit-payment-initiation-request'))]);
	await desk.pass();
	expect(await receivedWhole(started.docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing' });
	expect((await arrived('fss-sedo-proactive-payments-demand')).length).toBeGreaterThan(0);
	const ended = await desk.done(xmlFile('Окончание'), [file(fresh.account, toSedo('fss-sedo-baby-care-vacation-close-notice-request'))]);
	await desk.pass();
	expect(await receivedWhole(ended.docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing' });
});

describe('i.7: the kind of business is confirmed once a year', () => {
	const confirm = async (office?: string) => (await desk.done(xmlFile('Подтверждение'), [file(fresh.account, toSedo('fss-sedo-oved-confirmation-request', office))])).docflowId;
	const ask = step('konturExternDocflow', 'Ask', 'documentsRequest', 'ask', { signWith: 'testKey' });

	test('its notices come when they are asked for, and all are marked as read', async () => {
		const docflowId = await confirm();
		await desk.pass();
		expect(await desk.received(docflowId)).toMatchObject({ nextStep: 'ask-for-documents', nextStepLabel: 'Ask for the documents with Documents Request', sent: [] });
		expect(await desk.done(desk.about(docflowId), [ask])).toMatchObject({ requestId: expect.any(String), docflowType: 'urn:docflow:fss-sedo-oved-confirmation' });
		await desk.pass();
		const mark = expect.objectContaining({ type: 'fss-sedo-oved-confirmation-read-receipt' });
		expect(await desk.received(docflowId)).toMatchObject({ result: 'accepted', nextStep: 'nothing', isFinished: true, sent: [mark, mark], files: [expect.any(String), expect.any(String), expect.any(String)] });
		expect(await desk.received(docflowId)).toMatchObject({ nextStep: 'nothing', sent: [] });
	});

	test('where the fund could not take it in there is nothing to ask for, and it says why', async () => {
		const docflowId = await confirm(SILENT);
		await sandbox.writeAnswer(String(docflowId), 'fss-sedo-oved-confirmation-error-message', { text: 'Номер не найден' });
		expect(await desk.received(docflowId)).toMatchObject({ result: 'refused', nextStep: 'read-refusal', files: [expect.any(String)] });
		expect((await desk.run(desk.about(docflowId), [ask])).error?.message).toContain('запрос документов не формируется');
	});
});
