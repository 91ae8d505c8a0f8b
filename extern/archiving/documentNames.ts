import { folded, safeName, split, type Room } from './safeName';

/** Leaves room for the longest ending beside a document, and for what goes before it where there are no folders. */
const NAME: Room = { characters: 100, bytes: 170 };
/** A name that tells nobody anything: an id, or a number of the exchange. */
const SAYS_NOTHING = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}(\.\w{1,5})?$/i;

/** What a document's name is made of. */
export interface NamedDocument {
	readonly id: string;
	/** As the service tells it, its usual ending included. */
	readonly fileName: string;
	/** The kind of document in words, for a name that says nothing. */
	readonly kind: string;
	readonly signatures: number;
}

/** What lies, or may come to lie, beside a document under its name. */
const BESIDE = ['', '.enc', '.zip', '.gz', '.pdf', '.sig'];

/** The file names of one folder, each given once, whatever case and form of letters its file system overlooks. */
export class DocumentNames {
	private readonly owners = new Map<string, string>();

	/** @param reserved names that belong to the folder itself */
	constructor(reserved: readonly string[]) {
		for (const name of reserved) this.take(name, '');
	}

	/** Leaves a name to the document that has it in the archive already. */
	keep(name: string, documentId: string): void {
		this.take(name, documentId);
	}

	/**
	 * A name for a document, with all that may lie beside it. The first one keeps its own name, others of the same name
	 * get the beginning of their ids; so the order of the documents has to be the same every time.
	 */
	nameFor(document: NamedDocument): string {
		const { stem, ending } = split(safeName(wordsOf(document), NAME, 'file'));
		const marks = ['', ` (${document.id.slice(0, 8)})`, ` (${document.id})`].map((mark) => mark.replace(/[^0-9a-z() -]/gi, '_'));
		for (let count = 0; ; count += 1) {
			const mark = marks[count] ?? ` (${count})`;
			const name = safeName(`${safeName(stem, { characters: NAME.characters - mark.length - ending.length, bytes: NAME.bytes - mark.length - Buffer.byteLength(ending) }, 'file')}${mark}${ending}`, NAME, 'file');
			const family = familyOf(name, document.signatures);
			if (!family.every((one) => this.isFree(one, document.id))) continue;
			for (const one of family) this.take(one, document.id);
			return name;
		}
	}

	private isFree(name: string, documentId: string): boolean {
		const owner = this.owners.get(folded(name));
		return owner === undefined || owner === documentId;
	}

	private take(name: string, documentId: string): void {
		this.owners.set(folded(name), documentId);
	}
}

/** The name of a signature, beside the file that it belongs to; programs that verify look for `.sig` there. */
export function signatureName(name: string, index: number): string {
	return index === 0 ? `${name}.sig` : `${name}.${index + 1}.sig`;
}

function familyOf(name: string, signatures: number): string[] {
	return [...BESIDE.map((ending) => name + ending), ...Array.from({ length: signatures }, (_, index) => signatureName(name, index))];
}

function wordsOf({ fileName, kind }: NamedDocument): string {
	if (!SAYS_NOTHING.test(fileName)) return fileName;
	return kind + split(fileName).ending;
}
