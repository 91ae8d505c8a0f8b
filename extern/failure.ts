/** The error body of the service (reference/api/models.md §2, ApiError). */
export interface ApiProblem {
	readonly id?: string;
	readonly status?: number;
	readonly message?: string;
	readonly traceId?: string;
	readonly properties?: Readonly<Record<string, string>>;
}

/** A background task of the service. */
export interface TaskRef {
	readonly id: string;
	readonly type?: string;
}

/** Everything that can go wrong between an operator and the service, as values. */
export type ExternFailure =
	/** The operator's input cannot be used; nothing was sent. */
	| { readonly kind: 'input'; readonly field?: string; readonly message: string; readonly hint?: string }
	/** The service understood and said no. `hint` is advice where more is known than the status. */
	| { readonly kind: 'refused'; readonly status: number; readonly problem: ApiProblem; readonly hint?: string }
	/** 409: somebody, perhaps we, is working on this object. */
	| { readonly kind: 'locked'; readonly problem: ApiProblem; readonly task?: TaskRef }
	/** 401 after one renewal, or the renewal itself was refused. */
	| { readonly kind: 'signed-out'; readonly problem: ApiProblem }
	/** 429 for longer than the budget allowed. */
	| { readonly kind: 'busy'; readonly problem: ApiProblem; readonly retryAfterMs: number }
	/** 5xx, or no answer, for a call that changes nothing when repeated. */
	| { readonly kind: 'unavailable'; readonly problem: ApiProblem }
	/** The answer to a call that may have had its effect was lost: read the state before repeating. */
	| { readonly kind: 'unknown-outcome'; readonly problem: ApiProblem }
	/** The answer cannot be understood. */
	| { readonly kind: 'malformed'; readonly problem: ApiProblem }
	/** A rule of ours stopped the work before anything irreversible. */
	| { readonly kind: 'stopped'; readonly message: string; readonly hint?: string; readonly lines?: readonly ProblemLine[] }
	| { readonly kind: 'cancelled' };

/** One line of a check result, flat, as an accountant reads it. */
export interface ProblemLine {
	readonly file?: string;
	readonly level: 'error' | 'warning';
	readonly text: string;
	/** Where in the file (an XPath or attribute), as the service says it. */
	readonly path?: string;
	readonly type?: string;
	readonly documentId?: string;
}

/**
 * The only error that `extern/` throws. `operation` is the catalogue id of the call that failed,
 * absent when no call was made.
 */
export class ExternError extends Error {
	constructor(
		readonly failure: ExternFailure,
		readonly operation?: string,
	) {
		super(textOf(failure));
		this.name = 'ExternError';
	}
}

/**
 * An input that cannot be used.
 * @param message what is wrong, in the operator's words
 * @param hint what to do about it
 * @param field name of the input field
 */
export function inputError(message: string, hint?: string, field?: string): ExternError {
	return new ExternError({ kind: 'input', message, hint, field });
}

/**
 * Work stopped by a rule of ours before anything irreversible.
 * @param message what stopped it
 * @param hint what to do
 * @param lines single findings, when there are several
 */
export function stop(message: string, hint?: string, lines?: readonly ProblemLine[]): ExternError {
	return new ExternError({ kind: 'stopped', message, hint, lines });
}

function textOf(failure: ExternFailure): string {
	switch (failure.kind) {
		case 'input':
		case 'stopped':
			return failure.message;
		case 'cancelled':
			return 'The execution was cancelled';
		default:
			return failure.problem.message?.trim() || `Kontur.Extern: ${failure.kind}`;
	}
}
