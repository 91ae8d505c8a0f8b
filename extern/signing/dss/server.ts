import type { PortAnswer } from '../../port';
import type { Repeat } from '../../transport/retry';
import type { ServicePort } from '../services';
import { jsonIn } from '../../json';
import { persistently } from '../../transport/persistence';
import { dssFailure, notUnderstood } from './refusals';
import type { DssSettings } from './settings';
import { accessToken, forgetToken } from './tokens';

/** One call of DSS. */
interface DssCall {
	readonly method: 'GET' | 'POST';
	readonly url: string;
	readonly body?: unknown;
	readonly repeat: Repeat;
	/** Instead of the token of signing in: the one that a confirmation gave. */
	readonly token?: string;
	/** What the body holds that no message may tell. */
	readonly secrets?: ReadonlyArray<string | undefined>;
}

const TIMEOUT_MS = 120_000; // a document of the largest size over a slow line

/** Calls a DSS server as the user of a credential (signing.md §1.1). */
export class DssServer {
	constructor(
		readonly port: ServicePort,
		readonly settings: DssSettings,
	) {}

	/** Reads from the signing service, e.g. `certificates`. */
	async read(path: string): Promise<unknown> {
		return await this.call({ method: 'GET', url: this.api(path), repeat: 'safe' });
	}

	/** Has the signing service do something. */
	async order(path: string, body: unknown, more: Pick<DssCall, 'repeat' | 'token' | 'secrets'>): Promise<unknown> {
		return await this.call({ method: 'POST', url: this.api(path), body, ...more });
	}

	/** Begins a confirmation, or looks what became of it. */
	async confirmation(body: Readonly<Record<string, unknown>>, more: Pick<DssCall, 'repeat' | 'secrets'>): Promise<unknown> {
		return await this.call({ method: 'POST', url: `${this.settings.sts}/confirmation`, body: { Resource: this.settings.resource, ...body }, ...more });
	}

	/** @throws ExternError in the operator's words, see `dssFailure` */
	private async call(call: DssCall): Promise<unknown> {
		let token = call.token ?? (await accessToken(this.port, this.settings));
		let answer = await this.sent(call, token);
		if (answer.kind === 'answer' && answer.status === 401 && call.token === undefined) {
			forgetToken(this.settings, token);
			token = await accessToken(this.port, this.settings);
			answer = await this.sent(call, token);
		}
		if (answer.kind !== 'answer' || answer.status !== 200) throw dssFailure(answer, call.repeat, this.settings, [token, ...(call.secrets ?? [])]);
		const value = jsonIn(typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8'));
		if (value === undefined) throw notUnderstood('the answer is not JSON');
		return value;
	}

	private async sent({ method, url, body, repeat }: DssCall, token: string): Promise<PortAnswer> {
		const headers = { accept: 'application/json', authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }) };
		const request = { method, url, headers, body: body === undefined ? undefined : JSON.stringify(body), expect: 'text' as const, timeoutMs: TIMEOUT_MS };
		return await persistently({ port: this.port, repeat, budgetMs: this.settings.retryBudgetMs }, async () => await this.port.send(request));
	}

	private api(path: string): string {
		return `${this.settings.signServer}/rest/api/${path}`;
	}
}
