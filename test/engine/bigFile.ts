import { Readable } from 'node:stream';
import type { INodeType } from 'n8n-workflow';

import { testNode } from './testNode';

export const MIB = 1024 * 1024;

/** Bytes that repeat in no part: a part in the wrong place shows. */
export function block(index: number, length = MIB): Buffer {
	const bytes = Buffer.alloc(length);
	for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((index * length + at) ^ 0x5a5a5a5a, at);
	return bytes;
}

/** Makes a file of so many MiB without ever holding it. */
export const bigFile = (size: number): INodeType =>
	testNode('bigFile', async function () {
		async function* blocks() {
			for (let index = 0; index < size; index += 1) yield block(index);
		}
		const data = await this.helpers.prepareBinaryData(Readable.from(blocks(), { objectMode: false, highWaterMark: MIB }), 'big.bin');
		return [[{ json: {}, binary: { data } }]];
	});
