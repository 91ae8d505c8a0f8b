import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { packedPackage } from './build.mjs';
import { Mailbox } from './mailbox.mjs';
import { N8n } from './n8n.mjs';
import { root } from './places.mjs';
import { Sandbox } from './sandbox.mjs';
import { exampleWorkflow, quickened, withChoices } from './workflows.mjs';

const { makeReport } = createRequire(import.meta.url)(join(root, 'test/reports/fnsReport.js'));

/** Enough for a chat bot that talks to the sandbox only. */
const botToken = '1:sandbox';

/**
 * What an operator has: an n8n with the package, its credentials and the example workflows in it, Kontur.Extern (the
 * sandbox), a mail server, and a folder of reports to file.
 */
export class Workplace {
	/**
	 * @param {{
	 *   name: string,
	 *   lane: import('./lanes.mjs').Lane,
	 *   port?: number,
	 *   settings?: Record<string, string>,
	 *   speed?: number,
	 *   onMail?: (mail: import('./mailbox.mjs').Mail) => void,
	 * }} options `settings` of n8n, further environment; `speed` of the authorities, as a multiple of their real one
	 */
	static async open({ name, lane, port, settings, speed = 20, onMail }) {
		const tarball = await packedPackage();
		const sandbox = await Sandbox.start({ name, arguments: ['--speed', String(speed)] });
		const mailbox = await Mailbox.open(onMail);
		const n8n = await N8n.prepare({ name, lane, port, settings });
		await n8n.installPackage(tarball);
		await n8n.start();
		await n8n.client.setUpOwner();
		const workplace = new this({ sandbox, mailbox, n8n, seed: await sandbox.seed() });
		await workplace.#furnish();
		return workplace;
	}

	/** Use `open`. */
	constructor({ sandbox, mailbox, n8n, seed }) {
		this.sandbox = sandbox;
		this.mailbox = mailbox;
		this.n8n = n8n;
		this.seed = seed;
		/** The company whose reports are filed. */
		this.account = seed.accounts[0];
		/** As nodes refer to them, by type. */
		this.credentials = {};
		/** Ids of the workflows by their names in `workflows/`. */
		this.workflowIds = { 'file-report': '', 'report-events': '' };
	}

	/**
	 * Lays a report of last year's simplified tax into the folder that the workflow files from.
	 * @param {string} taxOffice 0087, 0088 and 0085 are robots
	 * @returns {{ fileName: string, idFile: string, bytes: Buffer }}
	 */
	putReport(taxOffice) {
		const { inn, kpp, name } = this.account;
		const signer = { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' };
		const report = makeReport({ inn, kpp, organizationName: name, taxOffice, signer });
		this.putBytes(report.fileName, report.bytes);
		return report;
	}

	/** Lays any bytes into the folder that the workflow files from. */
	putBytes(fileName, bytes) {
		mkdirSync(this.#outbox, { recursive: true });
		writeFileSync(join(this.#outbox, fileName), bytes);
	}

	takeReportsAway() {
		rmSync(this.#outbox, { recursive: true, force: true });
	}

	/** Runs the filing workflow as the editor's button does. */
	fileReports() {
		return this.n8n.client.run(this.workflowIds['file-report'], 'Запустить');
	}

	/**
	 * Imports an example workflow as an operator does.
	 * @param {string} name of its file in `workflows/`
	 * @param {(workflow: object) => object} [edit] what the operator changes besides
	 * @returns {Promise<string>} its id
	 */
	addExample(name, edit = quickened) {
		const chosen = { accountId: this.account.id, certificate: this.signer.thumbprint };
		return this.n8n.client.addWorkflow(edit(withChoices(exampleWorkflow(name), chosen)), this.credentials);
	}

	/** What the chat has received. */
	async chat() {
		return (await this.sandbox.messages()).messages;
	}

	async close() {
		await this.n8n.stop();
		await Promise.all([this.sandbox.stop(), this.mailbox.close()]);
	}

	/** The person who signs: certificate (DER in base64), thumbprint and key. */
	get signer() {
		return this.account.certificates.find(({ note }) => note === 'valid');
	}

	get #outbox() {
		return join(this.n8n.files, 'outbox');
	}

	async #furnish() {
		const { client } = this.n8n;
		for (const credential of this.#credentials()) this.credentials[credential.type] = await client.addCredential(credential);
		for (const name of Object.keys(this.workflowIds)) {
			this.workflowIds[name] = await this.addExample(name);
		}
		mkdirSync(join(this.n8n.files, 'archive'), { recursive: true });
		const prepared = await client.runToEnd(this.workflowIds['report-events'], 'Подготовка (один раз)');
		if (prepared.status !== 'success') throw new Error('The table of reported events could not be made');
		await client.activate(this.workflowIds['report-events']);
	}

	#credentials() {
		const { sandbox, seed, mailbox } = this;
		const certificate = this.signer;
		return [
			{
				name: 'Контур.Экстерн',
				type: 'konturExternApi',
				data: {
					environment: 'own',
					apiUrl: sandbox.api,
					identityUrl: sandbox.identity,
					signIn: 'password',
					clientId: seed.clientId,
					apiKey: seed.apiKey,
					login: seed.login,
					password: seed.password,
				},
			},
			{
				name: 'Тестовый ключ',
				type: 'konturExternTestKeyApi',
				data: { privateKey: certificate.privateKey, publicCertificate: certificate.content },
			},
			{ name: 'Почта', type: 'smtp', data: mailbox.credential },
			{
				name: 'Телеграм',
				type: 'telegramApi',
				data: { accessToken: botToken, baseUrl: `${sandbox.control}/telegram` },
			},
		];
	}
}
