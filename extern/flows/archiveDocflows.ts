import { createHash } from 'node:crypto';
import { type ArchivedDocflow, type ArchivedFile, type DocflowFacts, indexOf, type ArchiveIndex } from '../archiving';
import type { Extern } from '../client';
import type { Source } from '../contents';
import { ExternError } from '../failure';
import { inventoriesList } from '../operations/inventories';
import { organizationGet } from '../operations/organizations';
import { itemsOf } from '../paging';
import type { Opener } from '../signing';
import type { WireDocflow } from '../wire/docflow';
import { membersOf, textOf } from '../wire/tolerant';
import { told } from './archiveDocument';
import type { ArchiveWishes, FoundFile } from './archiveFiles';
import { type ArchivePlace, archiveDocflowPlace, archiveInventoryPlace } from './archivePlaces';
import { papersOf } from './archivePapers';
import type { DocflowRef } from './readDocflow';

/** A docflow to archive, and who opens what is encrypted in it. */
export interface ToArchive extends DocflowRef {
	readonly extern: Extern;
	readonly opener?: () => Promise<Opener>;
}

/** A file that the archive did not have. It has to be read, once, before the next one is asked for. */
export interface NewFile extends Source {
	readonly path: string;
	readonly mimeType: string;
	/** What the file is dated by; the epoch when nothing tells. */
	readonly modifiedAt: Date;
	readonly docflowId: string;
	/** What the index says of it, complete once it was read. */
	facts(): ArchivedFile;
	/** The one of the docflows to archive that it belongs to. */
	readonly of: ToArchive;
}

/** Docflows on their way into an archive, and the index of what it holds then. */
export class Archive {
	private readonly docflows: Map<string, ArchivedDocflow>;
	private readonly owners = new Map<string, Promise<string | undefined>>();
	private countOfNew = 0;

	/** @param before what is archived already, docflows by their ids */
	constructor(
		private readonly wishes: ArchiveWishes,
		before: ReadonlyMap<string, ArchivedDocflow>,
	) {
		this.docflows = new Map(before);
	}

	/** Files that were not archived before, as far as they were given out. */
	get newFiles(): number {
		return this.countOfNew;
	}

	/** What the archive holds, complete once all files were read. */
	get index(): ArchiveIndex {
		return indexOf(this.docflows.values());
	}

	/**
	 * The new files of docflows, one after the other; memory holds one of them, and of large ones a part. What cannot be
	 * had and never will is told in the index, and the others go on.
	 * @throws ExternError of whatever may pass by itself, and that of a docflow when none of them could be read
	 */
	async *filesOf(docflows: readonly ToArchive[]): AsyncGenerator<NewFile> {
		const once = [...new Map(docflows.map((one) => [one.docflowId, one])).values()];
		const refusals: ExternError[] = [];
		for (const docflow of once) {
			const place = archiveDocflowPlace(docflow.extern, docflow);
			const read = await told(place.read);
			if (read.ok) yield* this.filesIn(docflow, place, read.value);
			else {
				refusals.push(read.error);
				this.noteProblem({ docflowId: docflow.docflowId, accountId: docflow.accountId }, read.error.message);
			}
		}
		if (once.length > 0 && refusals.length === once.length) throw refusals[0];
	}

	private async *filesIn(docflow: ToArchive, place: ArchivePlace, wire: WireDocflow, parent?: ArchivedDocflow): AsyncGenerator<NewFile> {
		const before = this.docflows.get(parent ? wire.id : docflow.docflowId);
		const isTaken = (folder: string) => [...this.docflows.values()].some((other) => other.docflowId !== wire.id && other.folder?.toLowerCase() === folder.toLowerCase());
		const papers = papersOf({ place, wire, before, parent, organization: await this.ownerOf(docflow, wire), opener: docflow.opener, wishes: this.wishes, isTaken });
		const archived = yield* this.given(docflow, papers.facts, papers.files());
		this.note(archived);
		if (this.wishes.inventories && !parent) yield* this.inventoriesOf(docflow, wire, archived);
	}

	/** Gives files out as they are found, and gathers what the index says of them and of those that stay as they are. */
	private async *given(of: ToArchive, facts: DocflowFacts, found: AsyncGenerator<FoundFile | ArchivedFile>): AsyncGenerator<NewFile, ArchivedDocflow> {
		const files: ArchivedFile[] = [];
		for await (const one of found) {
			if (!('source' in one)) {
				files.push(one);
				continue;
			}
			const file = newFile(of, facts.docflowId, one);
			yield file;
			files.push(file.facts());
			this.countOfNew += 1;
		}
		return { ...facts, files };
	}

	private async *inventoriesOf(docflow: ToArchive, wire: WireDocflow, demand: ArchivedDocflow): AsyncGenerator<NewFile> {
		const { extern, accountId, docflowId: relatedDocflowId } = docflow;
		for (const document of membersOf(wire.documents).filter((one) => mayBeAnswered(wire, one))) {
			const ids = { accountId, relatedDocflowId, relatedDocumentId: document.id };
			const listed = await told(async () => await allOf(itemsOf(extern, inventoriesList, ids)));
			if (!listed.ok) this.note({ ...demand, problem: `Its inventories cannot be listed: ${listed.error.message}` });
			for (const { id: inventoryId } of listed.ok ? listed.value : []) {
				const place = archiveInventoryPlace(extern, { ...ids, inventoryId });
				const read = await told(place.read);
				if (read.ok) yield* this.filesIn(docflow, place, read.value, demand);
				else this.noteProblem({ docflowId: inventoryId, accountId, relatedDocflowId, relatedDocumentId: document.id }, read.error.message);
			}
		}
	}

	/** What was archived of a docflow that cannot be read now stays in the index. */
	private noteProblem(facts: DocflowFacts, problem: string): void {
		this.note({ files: [], ...this.docflows.get(facts.docflowId), ...facts, problem });
	}

	private note(docflow: ArchivedDocflow): void {
		this.docflows.set(docflow.docflowId, docflow);
	}

	/** INN and KPP of whom a docflow is about; of kinds that do not say, of its organization, which is asked for once. */
	private async ownerOf({ extern, accountId }: ToArchive, wire: WireDocflow): Promise<string | undefined> {
		const named = textOf(wire.description?.['payer-inn']);
		const orgId = textOf(wire['organization-id']);
		if (named || !orgId) return named;
		const known = this.owners.get(orgId) ?? innKppOf(extern, accountId, orgId);
		this.owners.set(orgId, known);
		return await known;
	}
}

async function innKppOf(extern: Extern, accountId: string, orgId: string): Promise<string | undefined> {
	const read = await told(async () => await extern.call(organizationGet, { accountId, orgId }));
	const general = read.ok ? read.value.general : undefined;
	return [textOf(general?.inn), textOf(general?.kpp)].filter(Boolean).join('-') || undefined;
}

/** Demands of the tax service, and letters that were moved among them; of what has no docflow that answers it, nothing is asked. */
function mayBeAnswered({ type }: WireDocflow, { description }: { readonly description?: { readonly 'related-docflows-count'?: number } }): boolean {
	return /^urn:docflow:fns534-(demand|cu-letter)$/i.test(type) && description?.['related-docflows-count'] !== 0;
}

function newFile(of: ToArchive, docflowId: string, { entry, source, mimeType, modifiedAt }: FoundFile): NewFile {
	const hash = createHash('sha256');
	let size = 0;
	let sha256: string | undefined;
	return {
		of,
		docflowId,
		path: entry.path,
		mimeType,
		modifiedAt,
		length: source.length,
		async *chunks() {
			for await (const chunk of source.chunks()) {
				hash.update(chunk);
				size += chunk.length;
				yield chunk;
			}
			sha256 = hash.digest('hex');
		},
		facts() {
			if (sha256 === undefined) throw new TypeError(`${entry.path} was not read to its end`);
			const { kind, path, problem, ...more } = entry;
			return { kind, path, sha256, size, ...more, ...(problem !== undefined && { problem }) };
		},
	};
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const item of items) all.push(item);
	return all;
}
