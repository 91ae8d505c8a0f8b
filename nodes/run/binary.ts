import type { IBinaryData, IExecuteFunctions } from 'n8n-workflow';
import { type Source, sourceOf } from '../../extern';

/** A file of an input item. */
export interface InputFile extends Source {
	readonly name: string;
	readonly mimeType: string;
}

const CHUNK = 1024 * 1024;

/**
 * A file of an item, as a source that is read in chunks: from n8n's binary store where it is
 * stored, from memory where it is not.
 */
export async function fileOf(context: IExecuteFunctions, index: number, property: string): Promise<InputFile> {
	const data = context.helpers.assertBinaryData(index, property);
	return { name: data.fileName ?? `${property}${data.fileExtension ? `.${data.fileExtension}` : ''}`, mimeType: data.mimeType, ...(await sourceFrom(context, index, property, data)) };
}

/** All bytes of a file; for reports and signatures. */
export async function bytesOf(file: Pick<Source, 'chunks'>): Promise<Uint8Array> {
	const kept: Uint8Array[] = [];
	for await (const chunk of file.chunks()) kept.push(chunk);
	return Buffer.concat(kept);
}

async function sourceFrom(context: IExecuteFunctions, index: number, property: string, data: IBinaryData): Promise<Source> {
	const { id } = data;
	if (!id) return sourceOf(await context.helpers.getBinaryDataBuffer(index, property));
	const { fileSize } = await context.helpers.getBinaryMetadata(id);
	return {
		length: fileSize,
		async *chunks() {
			yield* await context.helpers.getBinaryStream(id, CHUNK);
		},
	};
}
