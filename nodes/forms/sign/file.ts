import { decryptFile, verifySignature } from '../../../extern';
import { type Outline, words, yesNo } from '../../../extern/operations';
import { bytesOf } from '../../run/binary';
import { decryptedFile, isLeftOn, outputFileName, unzip } from '../decrypting';
import { decryptWith, inputFile, outputField } from '../fields';
import type { Form } from '../form';

const verdict: Outline<never> = {
	valid: yesNo('Whether the signature fits the file'),
	reason: words('Why it does not'),
	signer: words('Person or company of the certificate'),
	inn: words('INN in the certificate'),
	thumbprint: words('Thumbprint of the certificate'),
	validFrom: words('First moment of the certificate'),
	validTo: words('Last moment of the certificate'),
};

export const fileForms: Form[] = [
	{
		resource: 'file',
		operation: 'verify',
		name: 'Verify a Signature',
		action: 'Verify the signature of a file',
		description: 'Tell whether a signature fits a file and whose it is, without sending anything',
		fields: [
			inputFile,
			{
				displayName: 'Signature Binary Field',
				name: 'signatureField',
				type: 'string',
				required: true,
				default: 'signature',
				typeOptions: { binaryDataProperty: true },
				description: 'Input binary field that holds the .sig file',
			},
		],
		uses: [],
		output: verdict,
		async run(step) {
			const [file] = await step.files(step.text('file'));
			const [signature] = await step.files(step.text('signatureField'));
			return [step.result({ fileName: file.name, ...(await verifySignature(await bytesOf(signature), file.chunks())) })];
		},
	},
	{
		resource: 'file',
		operation: 'decrypt',
		name: 'Decrypt',
		action: 'Decrypt a file',
		description: 'Decrypt a file that is encrypted to your certificate, without sending anything to Kontur.Extern',
		fields: [inputFile, decryptWith, outputField('decrypted')],
		more: [unzip, outputFileName],
		uses: [],
		output: { fileName: decryptedFile.fileName },
		async run(step) {
			const [{ name, length, ...file }] = await step.files(step.text('file'));
			const source = { name, length, bytes: async () => await bytesOf(file) };
			const { fileName, bytes } = await decryptFile(source, await step.opener(), { unzip: isLeftOn(step, unzip) });
			const named = step.text('outputFileName') || fileName;
			return [step.result({ fileName: named }, await step.store(step.text('outputField') || 'decrypted', Buffer.from(bytes), named))];
		},
	},
];
