/** The contents service's store: bytes in files, uploads in parts, digests. */

import { createHash, randomUUID } from 'node:crypto';
import {
	closeSync,
	createReadStream,
	createWriteStream,
	mkdtempSync,
	openSync,
	readFileSync,
	readSync,
	rmSync,
	statSync,
	writeFileSync,
	type ReadStream,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addSpan, coversAll, type Span } from './spans';

export interface Content {
	id: string;
	accountId: string;
	/** Known once a part named it. */
	total: number | null;
	complete: boolean;
	/** Hex; set when complete. */
	sha256: string | null;
	/** Uploads are forgotten after a while; what documents hold stays. */
	keptUntil: Date | null;
}

interface StoredContent extends Content {
	file: string;
	received: Span[];
}

const BLOCK = 1024 * 1024;
/** The contents service keeps uploads for 90 days. */
const KEPT_MS = 90 * 24 * 3600 * 1000;

export class Contents {
	#folder = mkdtempSync(join(tmpdir(), 'extern-sandbox-'));
	#contents = new Map<string, StoredContent>();

	constructor(private readonly now: () => Date) {}

	find(accountId: string, id: string): Content | undefined {
		const content = this.#contents.get(id.toLowerCase());
		if (!content || content.accountId !== accountId) return undefined;
		return content.keptUntil !== null && content.keptUntil < this.now() ? undefined : content;
	}

	/** A new content that waits for its parts. */
	open(accountId: string): Content {
		const id = randomUUID();
		const content: StoredContent = {
			id,
			accountId,
			total: null,
			complete: false,
			sha256: null,
			keptUntil: new Date(this.now().getTime() + KEPT_MS),
			file: join(this.#folder, id),
			received: [],
		};
		writeFileSync(content.file, '');
		this.#contents.set(id, content);
		return content;
	}

	/** Bytes made inside the sandbox. */
	put(accountId: string, bytes: Uint8Array): Content {
		const content = this.#stored(this.open(accountId).id);
		writeFileSync(content.file, bytes);
		return Object.assign(content, {
			keptUntil: null,
			total: bytes.length,
			complete: true,
			sha256: createHash('sha256').update(bytes).digest('hex'),
			received: [{ from: 0, to: bytes.length }],
		});
	}

	/** The same bytes under an id of its own, as documents hold their contents. */
	copy(id: string): Content {
		const source = this.#stored(id);
		const copy = { ...source, id: randomUUID(), keptUntil: null };
		this.#contents.set(copy.id, copy);
		return copy;
	}

	/** Forgets a content that never got its first part. */
	discard(id: string): void {
		const content = this.#contents.get(id);
		if (content) rmSync(content.file, { force: true });
		this.#contents.delete(id);
	}

	/** Writes a part at its place; answers how many bytes came. The part counts only after `acceptPart`. */
	async writePart(id: string, from: number, part: Readable): Promise<void> {
		await pipeline(part, createWriteStream(this.#stored(id).file, { flags: 'r+', start: from }));
	}

	/** Counts a written part and completes the content when nothing is missing. */
	async acceptPart(id: string, span: Span, total: number | null): Promise<Content> {
		const content = this.#stored(id);
		content.received = addSpan(content.received, span);
		content.total = total ?? content.total;
		if (content.total !== null && coversAll(content.received, content.total)) {
			content.sha256 = await sha256Of(content.file);
			content.complete = true;
		}
		return content;
	}

	stream(id: string, span?: Span): ReadStream {
		const { file } = this.#stored(id);
		return span ? createReadStream(file, { start: span.from, end: span.to - 1 }) : createReadStream(file);
	}

	read(id: string): Buffer {
		return readFileSync(this.#stored(id).file);
	}

	size(id: string): number {
		return statSync(this.#stored(id).file).size;
	}

	/** Goes through the bytes block by block, so that large files need little memory. */
	eachBlock(id: string, take: (block: Uint8Array) => void): void {
		const handle = openSync(this.#stored(id).file, 'r');
		try {
			const block = Buffer.alloc(BLOCK);
			for (let length = readSync(handle, block); length > 0; length = readSync(handle, block)) take(block.subarray(0, length));
		} finally {
			closeSync(handle);
		}
	}

	clear(): void {
		for (const { file } of this.#contents.values()) rmSync(file, { force: true });
		this.#contents.clear();
	}

	/** Removes the folder; the store is of no use afterwards. */
	remove(): void {
		rmSync(this.#folder, { recursive: true, force: true });
	}

	#stored(id: string): StoredContent {
		const content = this.#contents.get(id.toLowerCase());
		if (!content) throw new Error(`no content ${id}`);
		return content;
	}
}

async function sha256Of(file: string): Promise<string> {
	const digest = createHash('sha256');
	await pipeline(createReadStream(file), digest);
	return digest.digest('hex');
}
