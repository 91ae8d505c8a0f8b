import type { Extern } from '../client';
import { ExternError } from '../failure';
import { docflowGet } from '../operations/docflows';
import type { WireDocflow } from '../wire/docflow';
import { textOf } from '../wire/tolerant';

/** A docflow of an account. */
export interface DocflowRef {
	readonly accountId: string;
	readonly docflowId: string;
}

/**
 * A docflow with its documents.
 * @throws ExternError `malformed` when the answer is none: it must not pass for a docflow that owes nothing
 */
export async function readDocflow(extern: Extern, docflow: DocflowRef): Promise<WireDocflow> {
	return readable(await extern.call(docflowGet, docflow), docflow.docflowId, docflowGet.id);
}

/**
 * An answer that is a docflow.
 * @param operation that gave it
 * @throws ExternError as {@link readDocflow}
 */
export function readable(wire: WireDocflow, docflowId: string, operation: string): WireDocflow {
	if (textOf(wire.id)) return wire;
	throw new ExternError({ kind: 'malformed', problem: { message: `Docflow ${docflowId} cannot be read` } }, operation);
}
