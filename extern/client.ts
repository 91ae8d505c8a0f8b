import { ExternError, type ExternFailure, type ProblemLine } from './failure';
import { jsonIn } from './json';
import type { Fields, InputOf } from './operations/fields';
import type { Operation } from './operations/operation';
import type { Port, PortAnswer, PortRequest } from './port';
import { addressOf, payloadOf, unfitPart } from './transport/address';
import { inLane, USUAL_IN_FLIGHT } from './transport/limiter';
import { persistently } from './transport/persistence';
import { failureOf } from './transport/problem';
import type { Repeat } from './transport/retry';
import { hasShape } from './transport/shape';

/** Settings of one client. */
export interface ExternSettings {
	/** Parallel requests of this credential in this process, at most 20 (limits §1). */
	readonly inFlight?: number;
	/** Time-out of one request in milliseconds; the official SDK uses 40 s. */
	readonly timeoutMs?: number;
	/** Time for a call with all its repeats, in milliseconds. */
	readonly retryBudgetMs?: number;
}

/** One answered call, for the audit trail. */
export interface Trace {
	readonly operation: string;
	readonly traceId: string;
}

/** A value, or the error that took its place. */
export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ExternError };

type Answered = Extract<PortAnswer, { kind: 'answer' }>;

const TIMEOUT_MS = 60_000;
const RETRY_BUDGET_MS = 120_000;

/**
 * The Kontur.Extern client of one execution step. Decides base address, time-outs, repeats and
 * the number of parallel requests; remembers the trace ids of its calls, and what the operator
 * should know though it stopped nothing.
 */
export class Extern {
	readonly traces: Trace[] = [];
	readonly warnings: ProblemLine[] = [];

	constructor(
		readonly port: Port,
		private readonly settings: ExternSettings = {},
	) {}

	/**
	 * Calls one operation of the catalogue.
	 * @returns the wire answer as the service sent it
	 * @throws ExternError of every kind of {@link ExternFailure}
	 */
	async call<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>): Promise<W> {
		return valueOf(await this.attempt(operation, input));
	}

	/** As {@link call}, but a failure is a value: for callers who know what to do about it. */
	async attempt<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>): Promise<Outcome<W>> {
		const outcome = await this.exchange(operation, input, {});
		if (!outcome.ok) return outcome;
		return parse(operation, operation.answer.kind === 'nothing' ? { ...outcome.value, body: 'null' } : outcome.value);
	}

	/** Notes what the operator should know though it stops nothing; the same thing once. */
	warn(...lines: readonly ProblemLine[]): void {
		const isNoted = ({ file, text }: ProblemLine) => this.warnings.some((noted) => noted.text === text && noted.file === file);
		for (const line of lines) if (!isNoted(line)) this.warnings.push(line);
	}

	/** The trace id of the last call that was answered; what Kontur's support asks for. */
	get lastTraceId(): string | undefined {
		return this.traces[this.traces.length - 1]?.traceId;
	}

	/**
	 * Calls an operation and hands out the answer itself: for contents, whose bytes, status and
	 * headers matter.
	 * @param more headers and kind of answer, where the operation's record cannot know them
	 * @throws ExternError as {@link call}
	 */
	async answerTo<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>, more: More): Promise<Answered> {
		return valueOf(await this.exchange(operation, input, more));
	}

	private async exchange<F extends Fields, W, S>(operation: Operation<F, W, S>, input: InputOf<F>, more: More): Promise<Outcome<Answered>> {
		const unfit = unfitPart(operation, input);
		if (unfit !== undefined) return failed({ kind: 'input', field: unfit, message: `${unfit} is missing or not an id` }, operation.id);
		const payload = payloadOf(operation, input);
		return await this.send(operation.id, operation.repeat, {
			method: operation.method,
			url: this.port.apiRoot + addressOf(operation, input),
			headers: { accept: 'application/json', ...payload.headers, ...more.headers },
			body: payload.body,
			expect: more.expect ?? 'text',
			timeoutMs: this.settings.timeoutMs ?? TIMEOUT_MS,
		});
	}

	private async send(id: string, repeat: Repeat, request: PortRequest): Promise<Outcome<Answered>> {
		const persistence = { port: this.port, repeat, budgetMs: this.settings.retryBudgetMs ?? RETRY_BUDGET_MS };
		const answer = await persistently(persistence, async () => {
			const one = await inLane(this.lane, this.settings.inFlight ?? USUAL_IN_FLIGHT, async () => await this.port.send(request));
			this.note(id, one);
			return one;
		});
		return answer.kind === 'answer' && isDone(answer.status) ? { ok: true, value: answer } : failed(failureOf(answer, repeat), id);
	}

	private get lane(): string {
		return `${this.port.apiRoot} ${this.port.clientKey}`;
	}

	private note(operation: string, answer: PortAnswer): void {
		const traceId = answer.kind === 'answer' ? answer.headers['x-kontur-trace-id'] : undefined;
		if (traceId) this.traces.push({ operation, traceId });
	}
}

interface More {
	readonly headers?: Readonly<Record<string, string>>;
	readonly expect?: PortRequest['expect'];
}

function isDone(status: number): boolean {
	return status >= 200 && status < 300;
}

function parse<F extends Fields, W, S>(operation: Operation<F, W, S>, answer: Answered): Outcome<W> {
	const body = typeof answer.body === 'string' ? answer.body : Buffer.from(answer.body).toString('utf8');
	const value = operation.answer.kind === 'text' ? textIn(body) : operation.answer.kind === 'any' ? anythingIn(body) : jsonIn(body);
	if (hasShape<W>(operation, value)) return { ok: true, value };
	// A 2xx whose body was cut off: the work was done, but what it was is not known.
	const problem = { status: answer.status, message: 'The answer was cut off or is not what was asked for', traceId: answer.headers['x-kontur-trace-id'] };
	return failed({ kind: operation.repeat === 'safe' ? 'malformed' : 'unknown-outcome', problem }, operation.id);
}

/** The service writes some texts bare and some as a JSON string. */
function textIn(body: string): string {
	const value = jsonIn(body);
	return typeof value === 'string' ? value : body;
}

function anythingIn(body: string): unknown {
	return body === '' ? null : (jsonIn(body) ?? body);
}

function failed(failure: ExternFailure, operation: string): { ok: false; error: ExternError } {
	return { ok: false, error: new ExternError(failure, operation) };
}

function valueOf<T>(outcome: Outcome<T>): T {
	if (outcome.ok) return outcome.value;
	throw outcome.error;
}
