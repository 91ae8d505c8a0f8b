/** What the name of a report for the tax service, which is its ИдФайл, tells (limits §7). */
export interface FileIdParts {
	/** Form, such as NO_USN. */
	readonly prefix: string;
	readonly transitOffice: string;
	readonly taxOffice: string;
	/** INN, and KPP of a company, of the sender: the taxpayer, or who acts for it by power of attorney. */
	readonly sender: { readonly inn: string; readonly kpp?: string };
	/** Day of the file as yyyyMMdd. */
	readonly day: string;
	/** What makes the name unlike all others, usually a GUID. */
	readonly unique: string;
}

/** FORM itself holds underscores. */
const PARTS = /^([A-Z0-9_.]+?)_(\d{4})_(\d{4})_(\d{10}|\d{12}|\d{14}[0-9A-Z]{2}\d{3})_(\d{8})_(.+)$/i;

/**
 * Takes a file ID, or a file name without its ending, apart.
 * @returns undefined when it is not written like one
 */
export function fileIdParts(fileId: string): FileIdParts | undefined {
	const parts = PARTS.exec(fileId);
	if (!parts) return undefined;
	const [, prefix, transitOffice, taxOffice, party, day, unique] = parts;
	const sender = party.length === 19 ? { inn: party.slice(0, 10), kpp: party.slice(10) } : { inn: party };
	return { prefix, transitOffice, taxOffice, sender, day, unique };
}

/** The same file ID with another last part. */
export function withUnique(fileId: string, { unique }: FileIdParts, other: string): string {
	return fileId.slice(0, fileId.length - unique.length) + other;
}

/** A message about a power of attorney on paper. */
export function isWarrantName(fileName: string): boolean {
	return /^ON_DOV/i.test(fileName);
}

/** A file name without its ending. */
export function stemOf(fileName: string): string {
	return fileName.replace(/\.[^.]*$/, '');
}
