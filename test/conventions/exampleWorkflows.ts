import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './places';

export interface WorkflowNode {
	readonly name: string;
	readonly type: string;
	readonly position: readonly [number, number];
	readonly retryOnFail?: boolean;
	readonly onError?: string;
	readonly parameters: { readonly width?: number; readonly height?: number; readonly resource?: string; readonly operation?: string; readonly source?: string; readonly content?: string; readonly html?: string; readonly unit?: string; readonly options?: { readonly failWhenWaiting?: boolean }; readonly additionalFields?: { readonly until?: string } };
}

export interface Workflow {
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, { readonly main: ReadonlyArray<ReadonlyArray<{ readonly node: string }> | null> }>>;
}

export const OUR_NODES = 'n8n-nodes-kontur-extern.';

const folder = join(root, 'workflows');

/** Names of the example workflows, as those of their files. */
export const exampleNames = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

export function exampleWorkflow(name: string): Workflow {
	return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}
