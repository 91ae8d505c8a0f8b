/** The wire reference, read from its files: operations, schemas, state machines. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from './world/machine';

export interface QueryParameter {
	name: string;
	type: string;
	required: boolean;
}

export interface Operation {
	id: string;
	group: string;
	method: string;
	path: string;
	/** Methods that some client uses instead. */
	alternateMethods?: string[];
	query: QueryParameter[];
	requestBody: { model: string } | null;
	deprecated: boolean;
}

export interface Judgement {
	request: string | null;
	query?: string;
	responses: Record<string, string | null>;
}

export interface Reference {
	operations: Operation[];
	index: Record<string, Judgement>;
	schemas: Array<Record<string, unknown>>;
	machines: Machine[];
}

/** Reads the folder that holds operations.json and schemas/. Throws when a file is missing. */
export function readReference(folder: string): Reference {
	const schemasFolder = join(folder, 'schemas');
	const machines: { machines: Machine[] } = readJson(join(schemasFolder, 'state-machines.json'));
	return {
		operations: readJson(join(folder, 'operations.json')),
		index: { ...readJson(join(schemasFolder, 'index-part1.json')), ...readJson(join(schemasFolder, 'index-part2.json')) },
		schemas: readdirSync(schemasFolder)
			.filter((file) => file.endsWith('.schema.json'))
			.map((file) => readJson(join(schemasFolder, file))),
		machines: machines.machines,
	};
}

function readJson(path: string) {
	return JSON.parse(readFileSync(path, 'utf8'));
}
