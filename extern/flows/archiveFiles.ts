import type { ArchivedFile } from '../archiving';
import type { Source } from '../contents';
import type { View } from '../operations/outline';

/** What an archive is to hold. */
export interface ArchiveWishes {
	/** Printed forms as PDF, of what can be printed. */
	readonly printedForms: boolean;
	/** The inventories that answer a demand, in a folder of the demand's. */
	readonly inventories: boolean;
	/** Gives what was decrypted back to the service. */
	readonly save: boolean;
	/** All files side by side, for programs that make no folders. */
	readonly flat: boolean;
	/** How long to wait for each printed form, in milliseconds. */
	readonly patienceMs: number;
	readonly view: View;
}

/** A file as it is found, before it is known what the index will say of its bytes. */
export interface FoundFile {
	readonly entry: ArchivedFile & { readonly path: string };
	readonly source: Source;
	readonly mimeType: string;
	readonly modifiedAt: Date;
}
