/** What is to be signed and how, in the two forms in which the calls say it. */

import { bytesOf, numberOf, objectWith, textOf, truthOf, type Body } from './body';
import { DssRefusal, malformed } from './refusal';

export interface SignOrder {
	certificateId: number;
	content: Buffer;
	name: string;
	shape: { type: 'CMS'; isDetached: boolean } | { type: 'GOST3410'; isHash: boolean };
	pin?: string;
}

/** The body of `POST documents` when nobody has to confirm. */
export function orderOfDocument(body: unknown): SignOrder {
	const { Content, Name, Signature } = objectWith(body, 'the document', ['Content', 'Name', 'Signature']);
	const signature = objectWith(Signature, 'Signature', ['Type', 'Parameters', 'CertificateId'], ['PinCode']);
	const parameters = signature.Parameters;
	return {
		certificateId: numberOf(signature.CertificateId, 'CertificateId'),
		content: bytesOf(Content, 'Content'),
		name: textOf(Name, 'Name'),
		shape: shapeOf(textOf(signature.Type, 'Type'), (names) => objectWith(parameters, 'Parameters', names)),
		pin: signature.PinCode === undefined ? undefined : textOf(signature.PinCode, 'PinCode'),
	};
}

/** 2: signing one document. */
const SIGN_DOCUMENT = 2;
const EVERY_TRANSACTION = ['CertificateID', 'SignatureType', 'DocumentInfo', 'DocumentType'];

/** The body of `POST transactions`. */
export function orderOfTransaction(body: unknown): SignOrder {
	const { OperationCode, Parameters, Document } = objectWith(body, 'the transaction', ['OperationCode', 'Parameters', 'Document']);
	if (OperationCode !== SIGN_DOCUMENT) throw malformed('OperationCode must be 2');
	const parameters = namedValues(Parameters);
	const type = textOf(parameters.SignatureType, 'SignatureType');
	const shape = shapeOf(type, (names) => objectWith(parameters, 'Parameters', [...EVERY_TRANSACTION, ...names]));
	textOf(parameters.DocumentType, 'DocumentType');
	return { certificateId: numberOf(parameters.CertificateID, 'CertificateID'), content: bytesOf(Document, 'Document'), name: textOf(parameters.DocumentInfo, 'DocumentInfo'), shape };
}

/** The body of `POST documents` after a confirmation: nothing, or the PIN code. */
export function pinOf(body: unknown): string | undefined {
	const { Signature } = objectWith(body, 'the body after a confirmation', [], ['Signature']);
	return Signature === undefined ? undefined : textOf(objectWith(Signature, 'Signature', ['PinCode']).PinCode, 'PinCode');
}

/** Parameters as they are given for this type: all of them, and no others. */
function shapeOf(type: string, parametersWith: (names: string[]) => Body): SignOrder['shape'] {
	if (type === 'CMS') {
		const { CADESType, IsDetached } = parametersWith(['CADESType', 'IsDetached']);
		if (CADESType !== 'BES') throw new DssRefusal(400, 'invalid_signature_params', 'CADESType must be BES');
		return { type, isDetached: truthOf(IsDetached, 'IsDetached') };
	}
	// The raw signature of the service's list of types; its own name for it is that of the standard.
	if (type === 'GOST3410') return { type, isHash: truthOf(parametersWith(['Hash']).Hash, 'Hash') };
	throw new DssRefusal(400, 'invalid_signature_params', `The sandbox knows no signature type ${type}`);
}

function namedValues(list: unknown): Body {
	if (!Array.isArray(list)) throw malformed('Parameters must be a list');
	const values: Body = {};
	for (const one of list) {
		const { Name, Value } = objectWith(one, 'a parameter', ['Name', 'Value']);
		const name = textOf(Name, 'Name');
		if (values[name] !== undefined) throw malformed(`Parameters name ${name} twice`);
		values[name] = Value;
	}
	return values;
}
