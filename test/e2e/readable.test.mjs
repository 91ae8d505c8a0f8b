import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { Mailbox } from '../../scripts/mailbox.mjs';
import { Sandbox } from '../../scripts/sandbox.mjs';
import { ReadWorkplace } from './lane.mjs';
import { textOfMail, unreadableIn } from './readable.mjs';

describe('what an accountant cannot read', () => {
	const planted = [
		'Состояние: urn:docflow-common-status:sent',
		'Документооборот 3d2c1b0a-9f8e-4d7c-b6a5-948372615040',
		'Отчёт NO_USN_0087_3D2C1B0A-9F8E-4D7C-B6A5-948372615040.xml',
		'Время: 2026-11-26T09:51:59Z',
		'Ответить до 2026-12-04',
		'Период: undefined',
		'ИНН 6699000000, КПП null',
		'Документы: [object Object]',
		'Осталось дней: NaN',
		'Срок: Invalid DateTime',
		'Отчёт {{ $json.form }}',
		'<b>Отчёт принят</b>',
		'ООО &quot;Проба&quot;',
	];
	for (const text of planted) {
		it(`is found: ${text}`, () => assert.equal(unreadableIn(text).length, 1, unreadableIn(text).join('\n')));
	}

	it('is not found where there is none', () => {
		const text = 'Отчёт принят: ООО «Проба», УСН за 2025 год. Ответить до 04.12.2026, осталось 6 рабочих дней. Номер запроса 5f0c1f8e7b3d4c52a1d6e9b0c4f7a812';
		assert.deepEqual(unreadableIn(text), []);
	});
});

describe('the name of an attached file', () => {
	const guid = '3d2c1b0a-9f8e-4d7c-b6a5-948372615040';
	const faultsOf = (name) => unreadableIn(textOfMail({ to: [], subject: 'Ответ', text: '', html: '', files: [{ name, bytes: Buffer.alloc(0) }] }));
	for (const name of [`${guid}.pdf`, `UU_0088_0088_6699000000669901001_20261126_${guid}.pdf`, 'undefined.pdf', 'urn:document:report.xml', '{{ $json.name }}.pdf']) {
		it(`is found where it cannot be read: ${name}`, () => assert.equal(faultsOf(name).length, 1, faultsOf(name).join('\n')));
	}
	for (const name of ['Справка о сальдо, запрошена 26.11.2026.pdf', `NO_USN_0087_0087_6699000000669901001_20261126_${guid}.xml`, `ON_DOCNPNO_0087_0087_6699000000669901001_20261126_${guid}.xml`, `1165050_6699000000669901001_0087_20261126_${guid}.pdf`]) {
		it(`is none where it can, or is prescribed: ${name}`, () => assert.deepEqual(faultsOf(name), []));
	}
});

describe('a workplace closes with a failure', () => {
	/** @type {Sandbox} */
	let sandbox;
	/** @type {ReadWorkplace} */
	let workplace;
	beforeEach(async () => {
		sandbox = await Sandbox.start({ name: 'e2e-readable' });
		const mailbox = await Mailbox.open();
		const n8n = { stop: () => undefined };
		workplace = new ReadWorkplace({ sandbox, mailbox, n8n, seed: await sandbox.seed() });
	});
	afterEach(() => sandbox.stop());

	it('when a chat message could not be read', async () => {
		await sandbox.post('/telegram/bot1:test/sendMessage', { chat_id: '@chat', text: 'Status: undefined' });
		await assert.rejects(workplace.close(), /cannot read[\s\S]*missing value/);
	});

	it('when a mail could not be read, also one that its test has thrown away', async () => {
		await sendMail(workplace.mailbox, 'Docflow 3d2c1b0a-9f8e-4d7c-b6a5-948372615040');
		workplace.mailbox.mails.length = 0;
		await assert.rejects(workplace.close(), /cannot read[\s\S]*GUID/);
	});
});

function sendMail({ port }, text) {
	const lines = ['EHLO test', 'MAIL FROM:<a@example.test>', 'RCPT TO:<b@example.test>', 'DATA', `Subject: Test\r\n\r\n${text}\r\n.`, 'QUIT'];
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1').setEncoding('utf8');
		socket.on('data', (answer) => {
			// A greeting of several lines ends with the one that has a space after its code.
			if (/^\d{3} /m.test(answer)) socket.write(`${lines.shift() ?? ''}\r\n`);
		});
		socket.on('error', reject).on('close', resolve);
	});
}
