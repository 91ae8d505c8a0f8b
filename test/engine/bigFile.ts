import { Readable } from 'node:stream';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

export const MIB = 1024 * 1024;

/** Bytes that repeat in no part: a part in the wrong place shows. */
export function block(index: number, length = MIB): Buffer {
	const bytes = Buffer.alloc(length);
	for (let at = 0; at + 4 <= length; at += 4) bytes.writeUInt32LE((index * length + at) ^ 0x5a5a5a5a, at);
	return bytes;
}

/** Makes a file of so many MiB without ever holding it. */
export const bigFile = (size: number): INodeType => ({
	description: {
		displayName: 'Big File',
		name: 'bigFile',
		group: ['input'],
		version: 1,
		description: '',
		defaults: { name: 'Big File' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	},
	async execute(this: IExecuteFunctions) {
		async function* blocks() {
			for (let index = 0; index < size; index += 1) yield block(index);
		}
		const data = await this.helpers.prepareBinaryData(Readable.from(blocks(), { objectMode: false, highWaterMark: MIB }), 'big.bin');
		return [[{ json: {}, binary: { data } }]];
	},
});
