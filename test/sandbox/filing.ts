/** Steps of filing a report, as tests of the sandbox take them. */

import { randomUUID } from 'node:crypto';
import { encode } from 'iconv-lite';
import { decrypt, readCertificate, readPrivateKey, signDetached, signEnclosed, streebog } from '../../gost';
import type { AnsweredDocflow, AnsweredTask } from './answers';
import type { RunningSandbox, SeedAccount, SeedCertificate } from './runningSandbox';

export interface ReportText {
	office: string;
	inn: string;
	kpp?: string;
	knd: string;
	fileId: string;
	correction: string;
}

export interface DraftIds {
	account: SeedAccount;
	draftId: string;
	documentId: string;
	fileId: string;
	bytes: Buffer;
}

export function reportText(account: { inn: string; kpp?: string }, changes: Partial<ReportText> = {}): ReportText {
	const { inn, kpp } = account;
	const office = changes.office ?? '0087';
	return {
		office,
		inn,
		kpp,
		knd: '1151006',
		correction: '0',
		fileId: `NO_PRIB_${office}_${office}_${inn}${kpp ?? ''}_20250401_${randomUUID()}`,
		...changes,
	};
}

export function reportXml({ office, inn, kpp, knd, fileId, correction }: ReportText, encoding = 'windows-1251'): string {
	const taxpayer = kpp
		? `<НПЮЛ НаимОрг="ООО «Ромашка»" ИННЮЛ="${inn}" КПП="${kpp}"/>`
		: `<НПФЛ ИННФЛ="${inn}"><ФИО Фамилия="Учебнов" Имя="Макет"/></НПФЛ>`;
	return `<?xml version="1.0" encoding="${encoding}"?>\r\n<Файл ИдФайл="${fileId}" ВерсПрог="Тест 1" ВерсФорм="5.14">\r\n<Документ КНД="${knd}" ДатаДок="01.04.2025" Период="21" ОтчетГод="2025" КодНО="${office}" НомКорр="${correction}" ПоМесту="214">\r\n<СвНП ОКТМО="65701000">${taxpayer}</СвНП>\r\n<Подписант ПрПодп="1"/>\r\n</Документ>\r\n</Файл>`;
}

export function reportBytes(text: ReportText): Buffer {
	return encode(reportXml(text), 'win1251');
}

export function certificateOf(account: SeedAccount, note = 'valid'): SeedCertificate {
	const certificate = account.certificates.find((candidate) => candidate.note === note);
	if (!certificate) throw new Error(`no ${note} certificate`);
	return certificate;
}

export function sign({ content, privateKey }: SeedCertificate, bytes: Uint8Array): Buffer {
	return Buffer.from(
		signDetached({
			digest: streebog(256, bytes),
			key: readPrivateKey(privateKey),
			certificate: readCertificate(Buffer.from(content, 'base64')),
		}),
	);
}

/** What an authority encrypted to the holder of the certificate. */
export function openEnvelope({ content, privateKey }: SeedCertificate, envelope: Uint8Array): Uint8Array {
	return decrypt(envelope, readPrivateKey(privateKey), readCertificate(Buffer.from(content, 'base64')));
}

export function draftMeta(account: SeedAccount, { office = '0087', note = 'valid' } = {}) {
	return {
		sender: {
			inn: account.inn,
			kpp: account.kpp,
			certificate: { content: certificateOf(account, note).content },
			'is-representative': false,
			ipaddress: '203.0.113.10',
		},
		payer: { inn: account.inn, ...(account.kpp ? { organization: { kpp: account.kpp } } : {}) },
		recipient: { 'ifns-code': office },
	};
}

export async function upload(sandbox: RunningSandbox, account: SeedAccount, bytes: Buffer): Promise<string> {
	const { data, status } = await sandbox.call('post', `/v1/${account.id}/contents`, bytes, {
		headers: { 'content-type': 'application/octet-stream', 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
	});
	if (status !== 201) throw new Error(`upload answered ${status}`);
	return data.id;
}

/** A draft with one document. */
export async function givenDraft(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{
		office = '0087',
		note = 'valid',
		bytes,
		fileId = '',
	}: { office?: string; note?: string; bytes?: Buffer; fileId?: string } = {},
): Promise<DraftIds> {
	const text = reportText(account, { office, ...(fileId ? { fileId } : {}) });
	const content = bytes ?? reportBytes(text);
	const draft = await sandbox.call('post', `/v1/${account.id}/drafts`, draftMeta(account, { office, note }));
	const contentId = await upload(sandbox, account, content);
	const document = await sandbox.call('post', `/v1/${account.id}/drafts/${draft.data.id}/documents`, { 'content-id': contentId });
	return { account, draftId: draft.data.id, documentId: document.data.id, fileId: text.fileId, bytes: content };
}

export async function signDraft(
	sandbox: RunningSandbox,
	{ account, draftId, documentId, bytes }: DraftIds,
	note = 'valid',
): Promise<void> {
	const signature = sign(certificateOf(account, note), bytes).toString('base64');
	await sandbox.call('post', `/v1/${account.id}/drafts/${draftId}/documents/${documentId}/signatures`, {
		'base64-content': signature,
		'is-third-party-signature': false,
	});
}

/** Starts a task, lets its time pass and reads it. */
export async function finishedTask<Result>(
	sandbox: RunningSandbox,
	{ account, draftId }: DraftIds,
	kind: 'check' | 'prepare' | 'send',
): Promise<AnsweredTask<Result>> {
	const started = await sandbox.call('post', `/v1/${account.id}/drafts/${draftId}/${kind}?deferred=true`);
	if (started.status !== 200) throw new Error(`${kind} answered ${started.status}: ${JSON.stringify(started.data)}`);
	await sandbox.pass(3);
	const { data } = await sandbox.call<AnsweredTask<Result>>(
		'get',
		`/v1/${account.id}/drafts/${draftId}/tasks/${started.data.id}`,
	);
	return data;
}

/** A report that is on its way; answers its docflow. */
export async function givenSentReport(
	sandbox: RunningSandbox,
	account: SeedAccount,
	office = '0087',
): Promise<{ draft: DraftIds; docflow: AnsweredDocflow }> {
	const draft = await givenDraft(sandbox, account, { office });
	await signDraft(sandbox, draft);
	const task = await finishedTask<AnsweredDocflow>(sandbox, draft, 'send');
	return { draft, docflow: task['task-result'] };
}

export async function readDocflow(sandbox: RunningSandbox, account: SeedAccount, id: string): Promise<AnsweredDocflow> {
	const { data } = await sandbox.call<AnsweredDocflow>('get', `/v1/${account.id}/docflows/${id}`);
	return data;
}

/** Generates, signs and sends the reply behind a link. */
export async function replyTo(
	sandbox: RunningSandbox,
	account: SeedAccount,
	{ docflowId, documentId, type }: { docflowId: string; documentId: string; type: string },
) {
	const path = `/v1/${account.id}/docflows/${docflowId}/documents/${documentId}`;
	const certificate = certificateOf(account);
	const reply = await sandbox.call('post', `${path}/generate-reply?documentType=${type}`, {
		'certificate-base64': certificate.content,
	});
	const signature = sign(certificate, Buffer.from(reply.data.content, 'base64'));
	await sandbox.call('put', `${path}/replies/${reply.data.id}/signature`, signature, {
		headers: { 'content-type': 'application/pgp-signature' },
	});
	return sandbox.call<AnsweredDocflow>('post', `${path}/replies/${reply.data.id}/send`, { 'sender-ip': '203.0.113.10' });
}

/** The employee with this key lets the company speak to Gosuslugi in his name. */
export async function openGosuslugi(sandbox: RunningSandbox, company: SeedAccount, key: string): Promise<void> {
	const { content, privateKey } = certificateOf(company);
	const signature = signEnclosed({ content: Buffer.from(key), key: readPrivateKey(privateKey), certificate: readCertificate(content), form: 'plain' });
	const body = { 'gosuslugi-uid': key, 'base64-signature-content': Buffer.from(signature).toString('base64') };
	expect((await sandbox.call('post', `/v1/${company.id}/organizations/${company.organizations[0].id}/gosuslugi-auth`, body)).status).toBe(200);
}
