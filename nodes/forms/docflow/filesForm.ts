import type { IBinaryKeyData } from 'n8n-workflow';
import { certificateContent } from '../../../extern';
import { accountIds, certificates, type Fields, type InputOf, type Operation, text } from '../../../extern/operations';
import type { Result, Step } from '../../run/step';
import { type Face, known, ofRecord } from '../catalogueForm';
import type { Form } from '../form';

/** A file that an answer holds in base64, or does not hold. */
export interface HeldFile {
	/** Binary field of the output. */
	readonly property: string;
	readonly content: unknown;
	readonly name: string;
	readonly mimeType: string;
}

type FilesFace<W> = Face & { files(wire: W): readonly HeldFile[] };

/** Inputs that the output repeats for the next step, besides the ids. */
interface Kept {
	readonly keeps?: readonly string[];
}

/** The form of an operation whose answer holds files among its members: they become binary data. */
export function filesForm<F extends Fields, W extends object>(operation: Operation<F, W>, { files, keeps = [], ...face }: FilesFace<W> & Kept): Form {
	return {
		...face,
		...ofRecord(operation),
		output: operation.outline,
		simplifies: true,
		async run(step) {
			const result = await answered(step, operation, step.input(operation.input), files);
			const kept = Object.fromEntries(keeps.map((name) => [name, step.text(name)]));
			return [{ ...result, json: { ...kept, ...result.json } }];
		},
	};
}

/** The same, of an operation that makes something for a certificate, which may be chosen from the account's. */
export function generateForm<W extends object>(operation: Operation<Fields, W>, { files, ...face }: FilesFace<W>): Form {
	const main = ofRecord(operation);
	return {
		...face,
		...main,
		uses: [...main.uses, certificates.certificatesList.id],
		output: operation.outline,
		simplifies: true,
		async run(step) {
			const input = step.input({ ...operation.input, certificate: text() });
			const { accountId, certificate: given } = step.input({ ...accountIds, certificate: text() });
			const certificate = await certificateContent(step.extern, accountId, given);
			const { json, ...result } = await answered(step, operation, { ...input, certificate }, files);
			// Whoever signs it later is held against the certificate that it was made for.
			return [{ ...result, json: { ...json, certificate } }];
		},
	};
}

async function answered<F extends Fields, W extends object>(step: Step, operation: Operation<F, W>, input: InputOf<F>, files: (wire: W) => readonly HeldFile[]): Promise<Result> {
	const wire = await step.extern.call(operation, input);
	return step.answer(wire, operation.outline, known(input), await stored(step, files(wire)));
}

async function stored(step: Step, files: readonly HeldFile[]): Promise<IBinaryKeyData> {
	const binary: IBinaryKeyData = {};
	for (const { property, content, name, mimeType } of files) {
		if (typeof content === 'string' && content !== '') Object.assign(binary, await step.store(property, Buffer.from(content, 'base64'), name, mimeType));
	}
	return binary;
}
