/** Whoever signs in to the editor. The instance is reachable from this machine only and is thrown away. */
export const owner = {
	email: 'operator@example.test',
	password: 'Otchet-2026',
	firstName: 'Operator',
	lastName: 'Demo',
};

const pushReference = 'scripts';
const finalStates = new Set(['success', 'error', 'crashed', 'canceled']);
const probeEveryMs = 300;

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** n8n answered a call of ours with an error. */
export class N8nRefused extends Error {
	constructor(method, path, status, text) {
		super(`n8n answered ${status} to ${method} ${path}: ${text.slice(0, 500)}`);
		this.status = status;
	}
}

/** Speaks to n8n as its editor does (`rest`) and as its public API is meant to be used (`api`). */
export class N8nClient {
	#cookie = '';
	#apiKey = '';

	/** @param {string} address */
	constructor(address) {
		this.address = address;
	}

	/** Whether migrations are done and the editor's API answers. */
	async ready() {
		try {
			const answers = await Promise.all(
				['/healthz/readiness', '/rest/settings'].map((path) => fetch(this.address + path)),
			);
			return answers.every((answer) => answer.ok);
		} catch {
			return false;
		}
	}

	/** Makes the owner of an empty instance and signs in. */
	async setUpOwner() {
		await this.rest('POST', '/owner/setup', owner);
		await this.logIn();
	}

	async logIn() {
		const { email, password } = owner;
		await this.rest('POST', '/login', { emailOrLdapLoginId: email, password });
		const scopes = await this.rest('GET', '/api-keys/scopes');
		const key = await this.rest('POST', '/api-keys', { label: `scripts ${Date.now()}`, expiresAt: null, scopes });
		this.#apiKey = key.rawApiKey;
	}

	/**
	 * @param {{ name: string, type: string, data: object }} credential
	 * @returns {Promise<{ id: string, name: string }>} as nodes refer to it
	 */
	async addCredential(credential) {
		const { id, name } = await this.rest('POST', '/credentials', credential);
		return { id, name };
	}

	/**
	 * Adds a workflow, switched off.
	 * @param {{ name: string, nodes: object[], connections: object, settings?: object }} workflow as n8n exports it
	 * @param {Record<string, { id: string, name: string }>} [credentials] by name or type; each takes the place of the one
	 * that the exported nodes name
	 * @returns {Promise<string>} its id
	 */
	async addWorkflow({ name, nodes, connections, settings = {} }, credentials = {}) {
		const connected = nodes.map((node) => ({
			...node,
			...(node.credentials && {
				credentials: Object.fromEntries(
					Object.entries(node.credentials).map(([type, named]) => [type, credentials[named.name] ?? credentials[type] ?? named]),
				),
			}),
		}));
		return (await this.rest('POST', '/workflows', { name, nodes: connected, connections, settings })).id;
	}

	/**
	 * The nodes that this n8n knows.
	 * @returns {Promise<Set<string>>} such as `n8n-nodes-base.if 2.2`
	 */
	async nodeTypes() {
		const types = await (await this.#send('GET', '/types/nodes.json', undefined, { cookie: this.#cookie })).json();
		return new Set(types.flatMap(({ name, version }) => [version].flat().map((one) => `${name} ${one}`)));
	}

	/**
	 * Runs a workflow the way the editor's button does.
	 * @param {string} workflowId
	 * @param {string} startNode name of the trigger node
	 * @returns {Promise<string>} id of the execution
	 */
	async run(workflowId, startNode) {
		const workflowData = await this.rest('GET', `/workflows/${workflowId}`);
		const { executionId } = await this.rest('POST', `/workflows/${workflowId}/run`, {
			workflowData,
			triggerToStartFrom: { name: startNode },
		});
		return executionId;
	}

	/** As `run`, and waits for the end. */
	async runToEnd(workflowId, startNode, limitMs) {
		return this.executionEnd(await this.run(workflowId, startNode), limitMs);
	}

	/** @param {string} workflowId */
	activate(workflowId) {
		return this.api('POST', `/workflows/${workflowId}/activate`);
	}

	/** @param {string} workflowId */
	deactivate(workflowId) {
		return this.api('POST', `/workflows/${workflowId}/deactivate`);
	}

	/**
	 * @param {string} workflowId
	 * @returns {Promise<object[]>} newest first, with the data of every node
	 */
	async executions(workflowId) {
		return (await this.api('GET', `/executions?workflowId=${workflowId}&includeData=true&limit=100`)).data;
	}

	/** @param {string} executionId */
	execution(executionId) {
		return this.api('GET', `/executions/${executionId}?includeData=true`);
	}

	/**
	 * Hands over every run of a node as it ends, and the execution at the end. The workflow has to have the setting
	 * `saveExecutionProgress`.
	 * @param {string} executionId
	 * @returns {AsyncGenerator<{ node: string, run: object }, object>}
	 */
	async *follow(executionId) {
		const seen = new Map();
		for (;;) {
			const execution = await this.execution(executionId);
			const runs = Object.entries(execution.data?.resultData.runData ?? {})
				.flatMap(([node, runsOfNode]) => runsOfNode.slice(seen.get(node) ?? 0).map((run) => ({ node, run })))
				.sort((one, other) => one.run.executionIndex - other.run.executionIndex);
			for (const { node } of runs) seen.set(node, (seen.get(node) ?? 0) + 1);
			yield* runs;
			if (finalStates.has(execution.status)) return execution;
			await pause(probeEveryMs);
		}
	}

	/**
	 * @param {string} executionId
	 * @param {number} [limitMs]
	 */
	async executionEnd(executionId, limitMs = 300_000) {
		const deadline = Date.now() + limitMs;
		for (;;) {
			const execution = await this.execution(executionId);
			if (finalStates.has(execution.status)) return execution;
			if (Date.now() > deadline) throw new Error(`Execution ${executionId} is still ${execution.status}`);
			await pause(probeEveryMs);
		}
	}

	/**
	 * The public API.
	 * @param {string} method
	 * @param {string} path below /api/v1
	 * @param {object} [body]
	 */
	async api(method, path, body) {
		const answer = await this.#send(method, `/api/v1${path}`, body, { 'x-n8n-api-key': this.#apiKey });
		return answer.status === 204 ? undefined : answer.json();
	}

	/**
	 * The editor's API, with the owner's cookie.
	 * @param {string} method
	 * @param {string} path below /rest
	 * @param {object} [body]
	 */
	async rest(method, path, body) {
		const headers = { 'push-ref': pushReference, ...(this.#cookie && { cookie: this.#cookie }) };
		const answer = await this.#send(method, `/rest${path}`, body, headers);
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.#cookie = cookies.join('; ');
		return (await answer.json()).data;
	}

	async #send(method, path, body, headers) {
		const answer = await fetch(this.address + path, {
			method,
			headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
			body: body && JSON.stringify(body),
		});
		if (!answer.ok) throw new N8nRefused(method, path, answer.status, await answer.text());
		return answer;
	}
}
