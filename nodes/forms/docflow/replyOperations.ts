import { otherSignerWarning, signatureFor, type WireDocflow, type WireReply, type WireSignEnd, type WireSignStart, type WireTask } from '../../../extern';
import { type Fields, type Operation, type Outline, words, yesNo } from '../../../extern/operations';
import { form } from '../catalogueForm';
import { certificate, inputFile, reply, senderIp, signatureFields, signWith, task } from '../fields';
import { signingWarnings } from '../finding';
import type { Ask, Form } from '../form';
import { dssStepForms } from './dssSteps';
import { filesForm, generateForm, type HeldFile } from './filesForm';
import { confirmationCode, rawCertificate, rawSignerOf, signatureFile, signRequest } from './signing';

/** The kind of reply, as the links of the document ask for it. */
export const replyType: Ask = {
	displayName: 'Reply Type',
	name: 'replyType',
	type: 'string',
	required: true,
	default: '={{ $json.replyTypes[0] }}',
	placeholder: 'e.g. fns534-report-receipt',
	description: 'Kind of reply, as Docflow: Document: Get Many names it',
};

const answeredReply: Outline<never> = {
	documentId: words('Document that is answered'),
	replyId: words('Id of the reply'),
};

const signedReply: Outline<never> = {
	...answeredReply,
	isSigned: yesNo('Whether a signature is attached'),
	warnings: signingWarnings,
};

/** Where replies are made: at the documents of a docflow, or at those of an inventory. */
interface Place {
	readonly resource: string;
	/** What the sentences of the node panel add to "a reply". */
	readonly whose: string;
	/** The fields that name the document. */
	readonly document: readonly Ask[];
	readonly operations: Operations;
	/** What only one place knows. */
	readonly moreOfGenerate?: readonly Ask[];
	readonly moreOfCloudSign?: readonly Ask[];
}

interface Operations {
	readonly generate: Operation<Fields, WireReply>;
	readonly get: Operation<Fields, WireReply>;
	readonly contentPut: Operation<Fields, WireReply>;
	readonly signaturePut: Operation<Fields, WireReply>;
	readonly send: Operation<Fields, WireDocflow>;
	readonly cloudSign: Operation<Fields, WireSignStart>;
	readonly cloudSignConfirm: Operation<Fields, WireSignEnd>;
	readonly taskGet: Operation<Fields, WireTask<never>>;
}

/** The forms of replies, the same in both places. */
export function replyFormsAt({ resource, whose, document, operations, moreOfGenerate, moreOfCloudSign }: Place): Form[] {
	const named = [...document, reply];
	return [
		generateForm(operations.generate, {
			resource,
			operation: 'generate',
			name: 'Generate',
			action: `Generate a reply${whose}`,
			description: 'Make the file of a reply, to sign it elsewhere',
			fields: [...document, replyType, certificate],
			more: moreOfGenerate,
			files: filesOf,
		}),
		filesForm(operations.get, {
			resource,
			operation: 'get',
			name: 'Get',
			action: `Get a reply${whose}`,
			description: 'Fetch a reply that was generated before: its file, the printed form and the signature',
			fields: named,
			files: filesOf,
		}),
		form(operations.contentPut, {
			resource,
			operation: 'replaceContent',
			name: 'Replace Content',
			action: `Replace the file of a reply${whose}`,
			description: 'Put another file in place of the generated one, before it is signed',
			fields: [...named, { ...inputFile, name: 'content' }],
		}),
		form(operations.signaturePut, {
			resource,
			operation: 'attachSignature',
			name: 'Attach Signature',
			action: `Attach the signature of a reply${whose} without verifying it`,
			description: 'Attach a signature file as it is, made elsewhere over the generated file',
			fields: [...named, signatureFile],
		}),
		{
			resource,
			operation: 'sign',
			name: 'Sign',
			action: `Sign a reply${whose}`,
			description: 'Sign a reply that was generated before: its file, or the data to sign where it has such',
			fields: [...named, signWith, signatureFields],
			more: [rawCertificate],
			uses: [operations.signaturePut.id, operations.get.id],
			signsRaw: true,
			output: signedReply,
			async run(step) {
				const ids = step.input(operations.get.input);
				const signer = await step.signer(rawSignerOf(step, step.text('accountId')));
				const made = await step.extern.call(operations.get, ids);
				const signature = await signatureFor(made, signer);
				const { certificate: named } = step.item.json;
				const warning = typeof named === 'string' ? otherSignerWarning(signature, named) : undefined;
				if (warning) step.extern.warn(warning);
				await step.extern.call(operations.signaturePut, { ...ids, signature });
				return [step.result({ ...ids, isSigned: true })];
			},
		},
		...dssStepForms({
			resource,
			what: `a reply${whose}`,
			named,
			get: operations.get,
			signaturePut: operations.signaturePut.id,
			attach: async (step, ids, signature) => await step.extern.call(operations.signaturePut, { ...ids, signature }),
			output: answeredReply,
		}),
		form(operations.send, {
			resource,
			operation: 'send',
			name: 'Send',
			action: `Send a reply${whose}`,
			description: 'Send a signed reply to the authority',
			fields: named,
			more: [senderIp],
		}),
		form(operations.cloudSign, {
			resource,
			operation: 'cloudSign',
			name: 'Sign in the Cloud',
			action: `Begin to sign a reply${whose} in the cloud`,
			description: 'Sign a reply with a key that Kontur keeps; a code comes by SMS and is given to Confirm Signing in the Cloud',
			fields: named,
			more: moreOfCloudSign,
		}),
		form(operations.cloudSignConfirm, {
			resource,
			operation: 'confirmCloudSign',
			name: 'Confirm Signing in the Cloud',
			action: `Confirm the cloud signature of a reply${whose}`,
			description: 'Give the code that came by SMS, so that the reply is signed',
			fields: [...named, signRequest, confirmationCode],
		}),
		form(operations.taskGet, {
			resource,
			operation: 'getTask',
			name: 'Get Task',
			action: `Get the signing task of a reply${whose}`,
			description: 'Look once at the task that signs a reply in the cloud',
			fields: [...named, task],
		}),
	];
}

/** The files of a reply: its own, the printed form, what is signed instead of the file, and the signature. */
function filesOf(wire: WireReply): HeldFile[] {
	const name = wire.filename ?? `${wire.id}.xml`;
	return [
		{ property: 'data', content: wire.content, name, mimeType: 'application/xml' },
		{ property: 'print', content: wire['print-content'], name: printedName(name), mimeType: 'application/pdf' },
		{ property: 'dataToSign', content: wire['data-to-sign'], name: `${name}.bin`, mimeType: 'application/octet-stream' },
		{ property: 'signature', content: wire.signature, name: `${name}.sig`, mimeType: 'application/pgp-signature' },
	];
}

/** The name of a printed form, after the file that was printed. */
export function printedName(name: string): string {
	return `${name.replace(/\.[^.]*$/, '')}.pdf`;
}
