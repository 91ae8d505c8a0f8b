import type { WireProblem } from './core';

/** A background task (models.md §2, ApiTask). */
export interface WireTask<R> {
	readonly id: string;
	readonly 'task-state': 'running' | 'succeed' | 'failed';
	readonly 'task-type'?: string | null;
	readonly 'task-result'?: R;
	readonly error?: WireProblem;
}

export interface WireTaskPage {
	readonly 'total-count'?: number;
	readonly 'api-task-page-items': ReadonlyArray<{
		readonly id: string;
		readonly 'task-state': string;
		readonly 'task-type'?: string;
	}>;
}

/** Where the PDF of a printed document lies. */
export interface WirePrintResult {
	readonly 'content-id': string;
}
