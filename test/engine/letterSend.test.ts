import { decode, encode } from 'iconv-lite';
import type { INodeParameters } from 'n8n-workflow';

import { runWorkflow, type ItemIn } from './engine';
import { chosen, credentialsOf, step } from './filing';
import { freshSandbox } from './freshSandbox';
import { changesAt } from './signing';
import { Service } from './stages';
import { documentOf, readDocflow, timePasses } from './stages/docflows';

/** Letters to the tax service and the statistics service, and registrations of businesses, in one step. */

const fresh = freshSandbox({ judged: true });
const { sandbox } = fresh;

const TEXT = 'Просим провести сверку расчётов.\nС уважением, «Ромашка»';
const toTaxService = { authority: 'fns', authorityCode: chosen('0087'), region: '77' };
const toStatistics = { authority: 'rosstat', authorityCode: chosen('00-87'), payerOkpo: '00032537' };
const MB = 1024 * 1024;

async function written(typed: INodeParameters, files: ItemIn['files'] = {}) {
	const parameters = { accountId: chosen(fresh.account.id), subject: 'О сверке', letterText: TEXT, signWith: 'testKey', ...typed };
	const attachments = Object.keys(files).filter((name) => name !== 'letter').join(',');
	const node = step('konturExternSend', 'Write', 'letter', 'send', { ...parameters, attachments });
	return await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [{ files }] });
}

const pdf = (size: number, fileName = 'Акт сверки.pdf') => ({ bytes: Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(size, 'x')]), fileName, mimeType: 'application/pdf' });
const asked = async (operation: string) => (await sandbox.requests()).filter((request) => request.operation === operation);

test.each<[string, INodeParameters, string]>([
	['the tax service', toTaxService, 'fns534-letter'],
	['the statistics service', toStatistics, 'stat-letter'],
])('a letter to %s goes with its attachment, and the same letter only once', async (_, to, type) => {
	const files = { data: pdf(1000) };
	const first = await written(to, files);
	expect([first.error?.message, first.error?.description]).toEqual([undefined, undefined]);
	expect(first.json('Write')).toEqual([expect.objectContaining({ outcome: 'filed', alreadyFiled: false, part: 1, partCount: 1, docflowType: `urn:docflow:${type}`, subject: 'О сверке' })]);
	const docflow = await readDocflow(await Service.of(sandbox, fresh.seed), fresh.account, String(first.json('Write')[0].docflowId));
	expect(documentOf(docflow, `${type}-attachment`).description.filename).toMatch(/\.pdf$/);

	const again = await written(to, files);
	expect(again.json('Write')).toEqual([expect.objectContaining({ alreadyFiled: true, docflowId: docflow.id })]);
	expect((await sandbox.docflows()).total).toBe(1);

	const deliberate = await written({ ...to, additionalFields: { sendAgain: true } }, files);
	expect(deliberate.error?.message).toBeUndefined();
	expect(deliberate.json('Write')).toEqual([expect.objectContaining({ alreadyFiled: false })]);
	expect((await sandbox.docflows()).total).toBe(2);
});

test('the text goes in windows-1251, with subject and address', async () => {
	await written({ ...toTaxService, additionalFields: { city: 'Москва' } });
	const [{ body }] = await asked('drafts-builder-put');
	expect(Object(body)['builder-data']).toEqual({ subject: 'О сверке', address: { region: '77', city: 'Москва' } });
	const service = await Service.of(sandbox, fresh.seed);
	const [{ draftId, documents }] = (await sandbox.docflows()).docflows;
	const { documents: links } = await service.call<{ documents: Array<{ href: string }> }>('get', `/v1/${fresh.account.id}/drafts/${draftId}`);
	const content = await service.call<string>('get', `${new URL(links[0].href).pathname}/decrypted-content`);
	expect(documents.map(({ type }) => type)).toContain('urn:document:fns534-letter');
	expect(decode(Buffer.from(content, 'base64'), 'win1251')).toBe(TEXT.replace('\n', '\r\n'));
});

test.each<[string, Buffer]>([
	['UTF-8', Buffer.from(TEXT, 'utf8')],
	['windows-1251', encode(TEXT, 'win1251')],
])('the text may come as a file in %s', async (_, bytes) => {
	const outcome = await written({ ...toTaxService, letterText: '', additionalFields: { textField: 'letter' } }, { letter: { bytes, fileName: 'письмо.txt', mimeType: 'text/plain' } });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	expect(outcome.json('Write')[0]).toMatchObject({ outcome: 'filed' });
});

test('large attachments go in several letters, one item for each', async () => {
	const files = { a: pdf(3 * MB, 'a.pdf'), b: pdf(3 * MB, `${'б'.repeat(120)}.pdf`) };
	const outcome = await written(toTaxService, files);
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	const items = outcome.json('Write');
	expect(items.map(({ part, partCount, outcome: told }) => [part, partCount, told])).toEqual([[1, 2, 'filed'], [2, 2, 'filed']]);
	expect(JSON.stringify(items[0].warnings)).toMatch(/longer than 100 characters and is shortened.*goes in several parts/);
	const again = await written(toTaxService, files);
	expect(again.json('Write').map(({ alreadyFiled }) => alreadyFiled)).toEqual([true, true]);
	expect((await sandbox.docflows()).total).toBe(2);
});

test('an answer to a letter names it', async () => {
	const docflowId = await sandbox.beginDocflow(fresh.account.id, 'stat-cu-letter');
	const outcome = await written({ ...toStatistics, additionalFields: { answeredDocflowId: docflowId } });
	expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
	const letter = documentOf(await readDocflow(await Service.of(sandbox, fresh.seed), fresh.account, docflowId), 'stat-cu-letter');
	const [{ body }] = await asked('draft-put');
	expect(Object(body)['related-document']).toEqual({ 'related-docflow-id': docflowId, 'related-document-id': letter.id });
	expect(outcome.json('Write')[0]).toMatchObject({ relatedDocflowId: docflowId });
});

test.each<[string, INodeParameters, ItemIn['files'], RegExp]>([
	['a table above 4 MB', toTaxService, { data: { bytes: Buffer.alloc(5 * MB), fileName: 'Реестр.xlsx' } }, /too large or empty.*Реестр\.xlsx: The file is larger than 4 MB/s],
	['an empty attachment', toTaxService, { data: { bytes: Buffer.alloc(0), fileName: 'пусто.pdf' } }, /пусто\.pdf: The file is empty/],
	['an emoji in the text', { ...toTaxService, letterText: 'Спасибо 🙂' }, {}, /holds 🙂, which the tax service cannot read/],
	['no text', { ...toTaxService, letterText: '' }, {}, /The letter has no text/],
	['no region', { ...toTaxService, region: '' }, {}, /Region is missing/],
	['a name of over 100 characters for the statistics service', toStatistics, { data: pdf(10, `${'б'.repeat(120)}.pdf`) }, /longer than 100 characters/],
	['no OKPO for the statistics service', { ...toStatistics, payerOkpo: '' }, {}, /Payer OKPO is missing/],
	['an authority that takes no letters here', { ...toTaxService, authority: '={{ "sfr" }}' }, {}, /Letters to "sfr" cannot be sent here/],
])('%s is told in words before anything is sent, on a dry run too', async (_, typed, files, says) => {
	for (const dryRun of [true, false]) {
		const outcome = await written({ ...typed, dryRun }, files);
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(says);
	}
	expect(await changesAt(sandbox)).toEqual([]);
});

test('on a dry run nothing is sent, and what would be done to the files is told', async () => {
	const outcome = await written({ ...toTaxService, dryRun: true }, { data: pdf(10, `${'б'.repeat(120)}.pdf`) });
	expect(outcome.json('Write')[0]).toMatchObject({ dryRun: true, wouldDo: 'Write to 0087: О сверке', warnings: [expect.objectContaining({ level: 'warning' })] });
	expect(await changesAt(sandbox)).toEqual([]);
});

describe('a business registration', () => {
	const files = { application: { bytes: Buffer.from('<?xml version="1.0" encoding="utf-8"?><Заявление/>'), fileName: 'Заявление.xml' }, charter: pdf(100, 'Устав.pdf'), minutes: pdf(10, 'Протокол.pdf') };
	const applicants = { applicant: [{ surname: 'Иванова', name: 'Анна', patronymic: 'Петровна' }] };
	const documents = { document: [{ code: '013014', files: 'application' }, { code: '010101', files: 'charter, minutes', signers: 'Петров Пётр' }] };
	const receive = step('konturExternDocflow', 'Receive', 'docflow', 'receive', { signWith: 'testKey' });

	async function registered(typed: INodeParameters = {}, given: ItemIn['files'] = files) {
		const parameters = { accountId: chosen(fresh.account.id), authorityCode: chosen('0087'), applicationCode: 'Р13014', applicants, documents, signWith: 'testKey', ...typed };
		return await run(step('konturExternSend', 'Register', 'registration', 'send', parameters), { files: given });
	}

	const run = async (node: ReturnType<typeof step>, item: ItemIn) => await runWorkflow({ nodes: [node], credentials: credentialsOf(sandbox, fresh.seed, fresh.account), items: [item] });
	const received = async (docflowId: unknown) => await run(receive, { json: { accountId: fresh.account.id, docflowId: String(docflowId) } });

	test('goes as its application with its papers, once, and its notice comes out', async () => {
		const company = { companyOgrn: '1027700132195', companyName: 'ООО «Ромашка»', paperDelivery: 'byPost' };
		const outcome = await registered({ additionalFields: company });
		expect([outcome.error?.message, outcome.error?.description]).toEqual([undefined, undefined]);
		const [told] = outcome.json('Register');
		expect(told).toMatchObject({ outcome: 'filed', alreadyFiled: false, part: 1, partCount: 1, docflowType: 'urn:docflow:business-registration', docflowTypeLabel: 'Business registration' });
		const [{ body }] = await asked('drafts-builder-put');
		const fio = applicants.applicant[0];
		expect(body).toMatchObject({ recipient: { 'registration-ifns-code': '0087' } });
		expect(Object(body)['builder-data']).toEqual({ 'registration-info': { 'application-code': 'Р13014', 'applicant-infos': [{ fio }], 'ul-info': { ogrn: company.companyOgrn, name: company.companyName } }, 'paper-documents-delivery-type': 'byPost' });
		expect((await asked('drafts-builder-document-put')).map((request) => Object(request.body)['builder-data'])).toEqual([
			{ 'svdreg-code': '013014', signers: [{ fio }] },
			{ 'svdreg-code': '010101', signers: [{ fio: { surname: 'Петров', name: 'Пётр' } }] },
		]);
		const [{ documents: sent }] = (await sandbox.docflows()).docflows;
		expect(sent.map(({ filename }) => filename)).toEqual(expect.arrayContaining(['Заявление.xml', 'Устав.pdf', 'Протокол.pdf']));

		expect((await registered({ additionalFields: company })).json('Register')).toEqual([expect.objectContaining({ alreadyFiled: true, docflowId: told.docflowId })]);
		// A Latin letter looks the same, and is no other application.
		const deliberate = await registered({ applicationCode: '={{ "P13014" }}', additionalFields: { ...company, sendAgain: true } });
		expect(deliberate.json('Register')).toEqual([expect.objectContaining({ alreadyFiled: false })]);
		expect((await sandbox.docflows()).total).toBe(2);

		await timePasses(await Service.of(sandbox, fresh.seed));
		const notice = await received(told.docflowId);
		expect(notice.json('Receive')[0]).toMatchObject({ result: 'accepted', nextStep: 'nothing', isFinished: true, sent: [], files: [expect.any(String)] });
	});

	test('that does not pass the check of the office is told with its protocol', async () => {
		const outcome = await registered({ authorityCode: chosen('0088') });
		await timePasses(await Service.of(sandbox, fresh.seed));
		const refused = await received(outcome.json('Register')[0].docflowId);
		expect(refused.json('Receive')[0]).toMatchObject({ result: 'refused', nextStep: 'read-refusal', severity: 'failure', files: [expect.any(String)] });
		expect((await refused.binary('Receive')).toString('latin1')).toContain('<?xml');
	});

	test('without its application is packed by nobody, and nothing is sent', async () => {
		const outcome = await registered({ documents: { document: [{ code: '010101', files: 'charter' }] } });
		expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(/^Files of the application could not be packed\n.*Устав\.pdf: Нет заявления о регистрации/s);
		expect((await sandbox.docflows()).total).toBe(0);
	});

	test('that does not fit is told in words before anything is sent, on a dry run too; one that fits is only told then', async () => {
		const wrong: Array<[INodeParameters, RegExp]> = [
			[{ applicants: {} }, /No applicant is named/],
			[{ applicants: { applicant: [{ name: 'Анна' }] } }, /Surname is missing/],
			[{ documents: {} }, /There is no document/],
			[{ documents: { document: [{ code: '13014', files: 'application' }] } }, /Code: "13014" does not look right/],
			[{ documents: { document: [{ code: '013014', files: 'letter' }] } }, /Заявление\.docx: A file has to be of type jpg, pdf, png, tiff or xml/],
			[{ additionalFields: { companyOgrn: '1027700132195' } }, /A company is named by its OGRN and its name/],
			[{ additionalFields: { companyOgrn: '1027700132195', companyName: 'ООО «Ромашка»', traderOgrn: '304770000123456' } }, /Both a company and a sole trader/],
		];
		const given = { ...files, letter: { bytes: Buffer.from('PK'), fileName: 'Заявление.docx' } };
		for (const [typed, says] of wrong) {
			for (const dryRun of [true, false]) {
				const outcome = await registered({ ...typed, dryRun }, given);
				expect(`${outcome.error?.message}\n${outcome.error?.description}`).toMatch(says);
			}
		}
		const told = await registered({ dryRun: true });
		expect(told.json('Register')[0]).toMatchObject({ dryRun: true, wouldDo: 'Send 2 documents of the application Р13014 to the tax office 0087' });
		expect(await changesAt(sandbox)).toEqual([]);
	});
});
