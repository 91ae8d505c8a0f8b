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

/** Who signs the reports, as all certificates of the sandbox are hers or act for her. */
const head = { surname: 'Выдумкина', name: 'Проба', patronymic: 'Тестовна' };

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
	 *   clients?: number,
	 *   onMail?: (mail: import('./mailbox.mjs').Mail) => void,
	 * }} options `settings` of n8n, further environment; `speed` of the authorities, as a multiple of their real one;
	 * `clients`: how many organizations the accounting firm of the sandbox keeps books for
	 */
	static async open({ name, lane, port, settings, speed = 20, clients = 12, onMail }) {
		const tarball = await packedPackage();
		const sandbox = await Sandbox.start({ name, arguments: ['--speed', String(speed), '--clients', String(clients)] });
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
		/** As nodes refer to them, by type, or by name where there are several of a type. */
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
		const report = this.reportTo(taxOffice);
		this.putBytes(report.fileName, report.bytes);
		return report;
	}

	/**
	 * A report of last year's simplified tax.
	 * @param {string} taxOffice 0087, 0088 and 0085 are robots
	 * @param {{ inn: string, kpp?: string, name: string }} [taxpayer] the company whose reports are filed, when left out
	 * @param {object} [wishes] further, as test/reports understands them
	 */
	reportTo(taxOffice, { inn, kpp, name } = this.account, wishes = {}) {
		return makeReport({ inn, kpp, organizationName: name, taxOffice, signer: head, ...wishes });
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
	 * @param {{ account?: object, waitSeconds?: number, edit?: (workflow: object) => object }} [options] `account` to
	 * choose, of the seed; how long to wait where the example waits; what the operator changes instead of its pace
	 * @returns {Promise<string>} its id
	 */
	addExample(name, options) {
		return this.addWorkflow(exampleWorkflow(name), options);
	}

	/** As `addExample`, any workflow. */
	addWorkflow(workflow, { account = this.account, waitSeconds, edit = (chosen) => quickened(chosen, waitSeconds) } = {}) {
		const chosen = { accountId: account.id, certificate: signerOf(account).thumbprint };
		return this.n8n.client.addWorkflow(edit(withChoices(workflow, chosen)), this.credentials);
	}

	/**
	 * Adds a credential of which the examples added from now on may make use by its name.
	 * @param {{ name: string, type: string, data: object }} credential
	 */
	async addCredential(credential) {
		this.credentials[credential.name] = await this.n8n.client.addCredential(credential);
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
		return signerOf(this.account);
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
		for (const folder of ['archive', 'spravki']) mkdirSync(join(this.n8n.files, folder), { recursive: true });
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

/** The certificate that is neither expired nor of somebody else. */
function signerOf({ certificates }) {
	return certificates.find(({ note }) => note === 'valid');
}
