import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { type ApiProblem, ExternError, type ExternFailure, type ProblemLine } from '../../extern';
import { withoutIds } from './withoutIds';

/** What an operator reads: what happened, and how to get unstuck. */
export interface Told {
	readonly message: string;
	readonly description: string;
	readonly httpCode?: string;
	readonly lines?: readonly ProblemLine[];
	readonly cause?: { readonly cause: string; readonly retryAfterMs?: number };
}

/**
 * Makes an n8n error of whatever went wrong. The only place where errors of the client become
 * errors of n8n.
 * @param fieldLabel what the form calls an input field
 */
export function present(node: INode, error: unknown, itemIndex: number | undefined, fieldLabel: (name: string) => string): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	if (!(error instanceof ExternError)) {
		const text = error instanceof Error ? error.message : String(error);
		return new NodeOperationError(node, text, { itemIndex });
	}
	const told = tell(error.failure, fieldLabel, signInOf(node));
	if (!told.httpCode) return withLines(new NodeOperationError(node, told.message, { itemIndex, description: told.description, ...failureCause(told) }), told);
	const answer: JsonObject = { message: told.message, ...problemContext(error.failure) };
	return withLines(
		new NodeApiError(node, answer, { itemIndex, message: told.message, description: told.description, httpCode: told.httpCode, ...failureCause(told) }),
		told,
	);
}

/** A failure in the operator's words. */
export function tell(failure: ExternFailure, fieldLabel: (name: string) => string, signIn: SignIn = { isOAuth2: false }): Told {
	switch (failure.kind) {
		case 'input':
			return { message: inLabels(failure, fieldLabel), description: missingHint(failure) };
		case 'stopped':
			return { message: failure.message, description: paragraphs([failure.hint, ...(failure.lines ?? []).map(asText)]), lines: failure.lines };
		case 'cancelled':
			return { message: 'The execution was cancelled', description: 'Run it again: filing goes on from where it stopped' };
		case 'refused':
			return {
				message: refusal(failure.status, failure.problem),
				description: describe(failure.problem, failure.hint ?? ADVICE[failure.status]),
				httpCode: String(failure.status),
				cause: { cause: 'configuration-invalid' },
			};
		case 'locked':
			return {
				message: failure.problem.message ?? 'Another operation works on this object',
				description: describe(failure.problem, 'Wait until it ends, then run this again. Nothing was done twice.'),
				httpCode: '409',
			};
		case 'signed-out':
			return {
				message: notAccepted(failure.problem.message, signIn),
				description: describe(failure.problem, signIn.isOAuth2 ? RECONNECT : REPLACE),
				httpCode: '401',
				cause: { cause: 'credential-invalid' },
			};
		case 'busy':
			return {
				message: 'Kontur.Extern receives too many requests from this client',
				description: describe(failure.problem, 'Run fewer workflows at the same time, or lower Requests at Once in the options'),
				httpCode: '429',
				cause: { cause: 'rate-limited', retryAfterMs: failure.retryAfterMs },
			};
		case 'unavailable':
			return {
				message: failure.problem.message ?? 'Kontur.Extern cannot be reached',
				description: describe(failure.problem, 'Nothing was changed. Run this again later.'),
				httpCode: String(failure.problem.status ?? 503),
				cause: { cause: 'temporarily-unavailable' },
			};
		case 'unknown-outcome':
			return {
				message: 'The answer was lost, so it is not known whether this was done',
				description: describe(failure.problem, 'Look at the draft or docflow before repeating. Send Report may be run again as it is: it never files twice.'),
				httpCode: String(failure.problem.status ?? 503),
			};
		case 'malformed':
			return {
				message: failure.problem.message ?? 'The answer cannot be understood',
				description: describe(failure.problem, 'Run this again; if it stays so, tell the support the trace ID'),
				httpCode: String(failure.problem.status ?? 502),
			};
	}
}

/** A failure as the `problem` of an output: what people get to read of it. */
export function problemIn(failure: ExternFailure): string {
	return withoutIds(tell(failure, (name) => name).message);
}

/** One line of a check result as text. */
export function asText({ file, level, text, path }: ProblemLine): string {
	return [`${level === 'error' ? '✗' : '!'} ${file ? `${file}: ` : ''}${text}`, path ? `(${path})` : ''].filter(Boolean).join(' ');
}

const ADVICE: Readonly<Record<number, string>> = {
	400: 'Correct what the text above names, then run this again',
	403: 'The signed-in user has no right to this account or method. Choose another account, or ask its administrator',
	404: 'Look the ID up again: choose from the list instead of typing it. IDs may change',
	413: 'The file is too large for one part',
};

const RECONNECT = 'Open the credential and connect it again: access ends when it is taken back, when the password changes, or after a long pause';
const REPLACE = 'Open the credential, correct what the text above names and test it. A token or session that was entered by hand has to be replaced when it ends';

/** The credential that a node signs in with. */
interface SignIn {
	readonly name?: string;
	readonly isOAuth2: boolean;
}

function signInOf({ parameters, credentials }: INode): SignIn {
	const isOAuth2 = parameters.authentication === 'oAuth2';
	return { isOAuth2, name: credentials?.[isOAuth2 ? 'konturExternOAuth2Api' : 'konturExternApi']?.name };
}

function notAccepted(reason: string | undefined, { name }: SignIn): string {
	const credential = name ? `the credential "${name}"` : 'the credential';
	return [`Kontur.Extern did not accept ${credential}`, reason].filter(Boolean).join(': ');
}

function refusal(status: number, problem: ApiProblem): string {
	return problem.message ?? `Kontur.Extern refused the request (${status})`;
}

function describe(problem: ApiProblem, advice: string | undefined): string {
	const facts = [problem.id, problem.traceId ? `trace ID ${problem.traceId}` : undefined].filter(Boolean).join(', ');
	return paragraphs([advice, facts ? `For the support: ${facts}` : undefined]);
}

/** One below the other; the editor runs them together, so whatever something follows has to end as a sentence does. */
function paragraphs(parts: ReadonlyArray<string | undefined>): string {
	const told = parts.flatMap((part) => part || []);
	return told.map((part, index) => (index < told.length - 1 ? part.replace(/(?<![.!?:;])$/, '.') : part)).join('\n');
}

function inLabels({ message, field }: { message: string; field?: string }, fieldLabel: (name: string) => string): string {
	return field && message.startsWith(field) ? fieldLabel(field) + message.slice(field.length) : message;
}

function missingHint({ message, hint, field }: { message: string; hint?: string; field?: string }): string {
	const isMissing = field !== undefined && message.endsWith(' is missing');
	if (!isMissing) return hint ?? '';
	return hint ? `It usually comes from ${hint}` : 'Fill it in';
}

function problemContext(failure: ExternFailure): JsonObject {
	if (!('problem' in failure)) return {};
	const { id, traceId, status } = failure.problem;
	return { ...(id && { id }), ...(traceId && { traceId }), ...(status && { status }) };
}

/** Newer n8n backs off by the cause; older versions ignore it. */
function failureCause({ cause }: Told): object {
	return cause ? { failure: cause } : {};
}

function withLines<E extends NodeApiError | NodeOperationError>(error: E, { lines }: Told): E {
	if (lines && lines.length > 0) error.context.lines = lines;
	return error;
}
