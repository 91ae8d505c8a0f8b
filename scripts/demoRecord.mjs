import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cache } from './places.mjs';
import { Stop } from './progress.mjs';

/**
 * What `npm start` has done, for whoever wants to look it up.
 * @typedef {object} DemoRecord
 * @property {string} n8n its address while it runs
 * @property {string} control the sandbox's, while it runs
 * @property {string} workflowId
 * @property {string} executionId
 * @property {{ fileName: string, sha256: string }} report as it was laid into the folder
 * @property {object} [docflow] the sandbox's last word on it, kept because the sandbox keeps nothing
 */

const file = join(cache, 'demo.json');

/** @param {DemoRecord} record */
export function writeRecord(record) {
	mkdirSync(cache, { recursive: true });
	writeFileSync(file, JSON.stringify(record, undefined, '\t'));
}

/** @returns {DemoRecord} */
export function readRecord() {
	try {
		return JSON.parse(readFileSync(file, 'utf8'));
	} catch {
		throw new Stop('Nothing to check: run `npm start` or `npm start -- --exit` first.');
	}
}
