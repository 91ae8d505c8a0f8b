import { createHash } from 'node:crypto';

import { builtSandbox, packedPackage } from './build.mjs';
import { checkDemo } from './demoChecks.mjs';
import { writeRecord } from './demoRecord.mjs';
import { owner } from './n8nClient.mjs';
import { Stop, step } from './progress.mjs';
import { exampleWorkflow } from './workflows.mjs';
import { Workplace } from './workplace.mjs';

const robots = ['0087', '0088', '0085'];

/** Longer than the five seconds between two polls of the quickened workflow. */
const quietMs = 8_000;
const noticesLimitMs = 90_000;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const say = (text) => process.stdout.write(`${text}\n`);

/** What is worth telling of a step, read from the first item that it hands on. */
const details = [
	({ outcome, draftId }) => outcome === 'draft' && `draft ${draftId}`,
	({ signed }) => signed !== undefined && `signed: ${signed}`,
	({ sentCount, statusLabel, stateLabel }) =>
		sentCount !== undefined && `${statusLabel}, ${stateLabel}; replies sent: ${sentCount}`,
	({ outcome, docflowId, statusLabel }) => outcome === 'filed' && `docflow ${docflowId}: ${statusLabel}`,
	({ stage, stageStatus, lines }) => stage && `${stageStatus}, findings: ${lines?.length ?? 0}`,
	({ fileName }) => fileName,
];

/** Steps that hand on what came in. */
const changesNothing = new Set(
	exampleWorkflow('file-report')
		.nodes.filter(({ type }) => /\.(if|wait|merge|set|filter)$/.test(type))
		.map(({ name }) => name),
);

/** The story that `npm start` tells: one report on its way, and what is heard of it. */
export class Demonstration {
	#workplace;
	#chatTold = 0;
	#lastNotice = 0;

	/** @param {{ lane: import('./lanes.mjs').Lane, port: number }} options */
	static async open({ lane, port }) {
		await packedPackage();
		await builtSandbox();
		const workplace = await step(`Starting the sandbox of Kontur.Extern and n8n ${lane.version}`, () =>
			Workplace.open({
				name: 'demo',
				lane,
				port,
				onMail: ({ to, subject }) => say(`  ✉ mail to ${to.join(', ')}: ${subject}`),
			}),
		);
		say(`  sandbox  ${workplace.sandbox.control}/\n  editor   ${workplace.n8n.address}`);
		return new Demonstration(workplace);
	}

	/** Use `open`. */
	constructor(workplace) {
		this.#workplace = workplace;
	}

	stopSandbox() {
		return this.#workplace.sandbox.stop();
	}

	/**
	 * Files a report with the example workflow and waits until the docflow is finished and everybody has heard of it.
	 * @param {string} robot code of the tax office
	 * @throws {Stop} when it does not end with an accepted report
	 */
	async file(robot) {
		if (!robots.includes(robot)) throw new Stop(`${robot} is no robot: choose one of ${robots.join(', ')}`);
		const { n8n, account, workflowIds, sandbox } = this.#workplace;
		const { fileName, bytes } = this.#workplace.putReport(robot);
		say(`\nFiling for ${account.name} to the tax office ${robot}: ${fileName} (windows-1251, ${bytes.length} bytes)`);
		this.#listen();
		const executionId = await this.#workplace.fileReports();
		const execution = await this.#tell(executionId);
		const reason = execution.status === 'success' ? (refusalOf(execution) ?? failureOf(execution)) : reasonOf(execution);
		if (reason) throw new Stop(`\nThe report was not accepted. ${reason}\nn8n execution ${executionId}`);

		await this.#heard();
		const { docflowId } = outputsOf(execution).find((json) => json.docflowId);
		say(`\nAccepted: docflow ${docflowId}, n8n execution ${executionId}`);
		const docflow = (await sandbox.docflows()).find(({ id }) => id === docflowId);
		writeRecord({
			n8n: n8n.address,
			control: sandbox.control,
			workflowId: workflowIds['file-report'],
			executionId,
			report: { fileName, sha256: createHash('sha256').update(bytes).digest('hex') },
			docflow,
		});
	}

	/** Compares what n8n and the sandbox say of it. */
	async check() {
		await checkDemo(this.#workplace.n8n);
	}

	/** Leaves the editor open. */
	invite() {
		say(`\nThe editor stays open: ${this.#workplace.n8n.address}`);
		say(`  e-mail   ${owner.email}\n  password ${owner.password}`);
		say(`The sandbox: ${this.#workplace.sandbox.control}/\nCtrl-C ends both.`);
	}

	close() {
		return this.#workplace.close();
	}

	async #tell(executionId) {
		const steps = this.#workplace.n8n.client.follow(executionId);
		for (;;) {
			const { done, value } = await steps.next();
			if (done) return value;
			const { node, run } = value;
			const failed = changesNothing.has(node) ? Boolean(run.error) : hasFailed(run);
			say(failed ? `  ✖ ${node}` : `  ✔ ${node}${changesNothing.has(node) ? '' : tellingOf(itemsOf(run))}`);
		}
	}

	/** Tells what arrives in the chat, as it does. */
	#listen() {
		const look = async () => {
			const chat = await this.#workplace.chat().catch(() => []);
			for (const { text } of chat.slice(this.#chatTold)) say(`  💬 chat: ${text.split('\n')[0].replace(/<[^>]+>/g, '')}`);
			if (chat.length > this.#chatTold) this.#lastNotice = Date.now();
			this.#chatTold = Math.max(this.#chatTold, chat.length);
		};
		setInterval(look, 500).unref();
	}

	/** Waits until mail and chat have nothing new to say. */
	async #heard() {
		const finished = Date.now();
		while (this.#chatTold === 0 || Date.now() - Math.max(finished, this.#lastNotice) < quietMs) {
			if (Date.now() - finished > noticesLimitMs) throw new Stop('The workflow of events does not come to rest');
			await pause(300);
		}
		const mails = this.#workplace.mailbox.mails.length;
		if (mails !== this.#chatTold) {
			throw new Stop(`${mails} mails and ${this.#chatTold} chat messages: one of the two ways lost something`);
		}
	}
}

function tellingOf([first]) {
	const texts = first ? details.map((detail) => detail(first)).filter(Boolean) : [];
	return texts.length > 0 ? ` — ${texts[0]}` : '';
}

const isFailure = ({ error }) => error?.text !== undefined;

function hasFailed(run) {
	return Boolean(run.error) || itemsOf(run).some(isFailure);
}

function itemsOf(run) {
	return (run.data?.main ?? []).flatMap((output) => (output ?? []).map(({ json }) => json));
}

function outputsOf(execution) {
	return Object.values(execution.data.resultData.runData).flat().flatMap(itemsOf);
}

/** What the authority says, when it has refused. */
function refusalOf(execution) {
	const refused = outputsOf(execution).find(({ result }) => result === 'refused');
	return refused && `${refused.authority}: ${refused.resultLabel}`;
}

/** What went wrong with a report that the workflow could not file: it has told of it by mail, and has gone on without it. */
function failureOf({ data: { resultData } }) {
	if (!resultData.runData['Письмо: не отправлен']) return undefined;
	const [node, runs] = Object.entries(resultData.runData).find(([, candidates]) => candidates.some(hasFailed));
	const { error } = runs.flatMap(itemsOf).find(isFailure);
	return `It stopped at «${node}»: ${error.text}`;
}

function reasonOf({ data }) {
	const { error, lastNodeExecuted } = data.resultData;
	const description = error.description && error.description !== error.message ? `\n${error.description}` : '';
	return `It stopped at «${lastNodeExecuted}»: ${error.message}${description}`;
}
