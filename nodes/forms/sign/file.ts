import { askSvs, decryptFile, readSignatureFile, type SignatureFile, type SvsSigner, type Verified, type VerifiedSigner, verifySignature } from '../../../extern';
import { type Outline, parts, words, yesNo } from '../../../extern/operations';
import { bytesOf, type InputFile } from '../../run/binary';
import { openPublicPort } from '../../run/port';
import type { Step } from '../../run/step';
import { decryptedFile, isLeftOn, outputFileName, unzip } from '../decrypting';
import { decryptWith, inputFile, outputField } from '../fields';
import type { Form } from '../form';

const signer: Outline<VerifiedSigner> = {
	valid: yesNo('Whether this signature fits'),
	reasonCode: words('Why it does not, as a code such as digest-differs'),
	reason: words('Why it does not'),
	form: words('plain, attributes or cades-bes'),
	name: words('Organization or person of the certificate'),
	person: words('Surname and given names'),
	title: words('Post of the person'),
	organization: words('Organization'),
	inn: words('INN of the person or sole trader'),
	innLegal: words('INN of the organization'),
	snils: words('SNILS of the person'),
	ogrn: words('OGRN of the organization'),
	issuer: words('Who issued the certificate'),
	serialNumber: words('Serial number of the certificate'),
	thumbprint: words('Thumbprint of the certificate (SHA-1)'),
	validFrom: words('First moment of the certificate, UTC'),
	validTo: words('Last moment of the certificate, UTC'),
	algorithm: words('Algorithm of the key'),
	signedAt: words('When it was signed, by the clock of the signer, UTC'),
	expiredAtSigning: yesNo('Whether the certificate had expired by that moment'),
	notYetValidAtSigning: yesNo('Whether the certificate was not valid yet at that moment'),
	expired: yesNo('Whether the certificate has expired by now'),
	notYetValid: yesNo('Whether the certificate is not valid yet'),
};

const svsSigner: Outline<SvsSigner> = {
	valid: yesNo('Whether CryptoPro SVS takes this signature'),
	message: words('What it says'),
	name: words('Subject of the certificate'),
	issuer: words('Issuer of the certificate'),
	thumbprint: words('Thumbprint of the certificate'),
	serialNumber: words('Serial number of the certificate'),
	validFrom: words('First moment of the certificate'),
	validTo: words('Last moment of the certificate'),
	form: words('Form of the signature, such as BES'),
	signedAt: words('When it was signed, by the clock of the signer'),
};

const verdict: Outline<never> = {
	valid: yesNo('Whether the signatures of all signers fit the file. Nothing is said about trust in who issued the certificates.'),
	reasonCode: words('Why not, as a code such as digest-differs'),
	reason: words('Why not'),
	detached: yesNo('Whether the file stands beside the signature, not inside'),
	form: words('plain, attributes or cades-bes'),
	signer: words('Organization or person of the first certificate'),
	inn: words('INN in the first certificate'),
	thumbprint: words('Thumbprint of the first certificate'),
	validFrom: words('First moment of that certificate'),
	validTo: words('Last moment of that certificate'),
	signers: parts('Everybody who signed', signer),
	trusted: yesNo('Whether CryptoPro SVS takes the signatures of all signers, when it was asked'),
	svsSigners: parts('What CryptoPro SVS says of each signer', svsSigner),
};

export const fileForms: Form[] = [
	{
		resource: 'file',
		operation: 'verify',
		name: 'Verify a Signature',
		action: 'Verify the signature of a file',
		description: 'Tell whether a signature fits a file and whose it is, without sending anything. Says nothing about trust in the certificate; CryptoPro SVS can be asked for that.',
		fields: [
			{ ...inputFile, required: false, description: 'Which file of the item was signed. Leave empty for a signature that holds the file inside.' },
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
		more: [
			{
				displayName: 'Also Ask CryptoPro SVS',
				name: 'svsAddress',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://dss.example.org/SVS',
				description: 'Address of a CryptoPro SVS server that judges the trust in the certificates. It gets the signature and the file.',
			},
			{
				displayName: 'Put Enclosed File in Field',
				name: 'enclosedField',
				type: 'string',
				default: 'content',
				description: 'Binary field of the output that gets the file inside the signature, where there is one',
			},
		],
		uses: [],
		output: verdict,
		async run(step) {
			const file = step.text('file') === '' ? undefined : (await step.files(step.text('file')))[0];
			const [signatureFile] = await step.files(step.text('signatureField'));
			const signature = { fileName: signatureFile.name, bytes: await bytesOf(signatureFile) };
			const { content, ...found } = await verifySignature({ signature, file, now: step.extern.port.now() });
			const trust = step.text('svsAddress') ? await trustOf(step, signature, file, found) : {};
			const field = step.text('enclosedField');
			const binary = field && content ? await step.store(field, Buffer.from(content), file?.name ?? nameInside(signature.fileName)) : undefined;
			return [step.result({ fileName: file?.name, ...found, ...firstOf(found), ...trust }, binary)];
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

async function trustOf(step: Step, signatureFile: SignatureFile, file: InputFile | undefined, { detached, form }: Verified) {
	const source = detached && file ? await bytesOf(file) : undefined;
	const { der } = readSignatureFile(signatureFile);
	const { valid, signers } = await askSvs(openPublicPort(step.context), step.text('svsAddress'), { signature: der, file: source, isCades: form === 'cades-bes' });
	return { trusted: valid, svsSigners: signers };
}

/** The one whom most workflows ask about, without going through the list. */
function firstOf({ signers: [first] }: Verified) {
	if (!first) return {};
	const { name, innLegal, inn, thumbprint, validFrom, validTo } = first;
	return { signer: name, inn: innLegal ?? inn, thumbprint, validFrom, validTo };
}

function nameInside(fileName: string): string {
	return fileName.replace(/\.(sig|sgn|p7s|p7m)$/i, '');
}
