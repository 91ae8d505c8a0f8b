import type { Certificate } from '../../../gost';
import { inputError } from '../../failure';
import { filled } from '../../signin/fields';
import { ownServiceHeaders, ownServiceRoot, ownServiceSecrets, type OwnServiceFields } from '../../signin/ownService';
import { certificateFrom } from '../certificates';
import { jsonIn } from '../../json';

/**
 * What a signing service is asked for. `digest` is a raw signature over a Streebog digest that was
 * computed already, the others are the shapes of a signature; `decrypt` opens an envelope.
 */
export type ServiceTask = 'detached' | 'enclosed' | 'raw' | 'digest' | 'decrypt';

/** How one talks to a signing service: none of the wrappers of CryptoPro agree (signing.md §1). */
export interface ServiceProtocol {
	/** `json` holds the file as base64, `jsonText` as it is. */
	readonly body: 'raw' | 'json' | 'jsonText' | 'multipart';
	/** Where the file goes in JSON (members joined by dots) or in a form. */
	readonly fileField: string;
	/** What is appended to the address for a task; undefined when the service does not do it. */
	readonly paths: Readonly<Record<ServiceTask, string | undefined>>;
	/** Names of further fields: members of the JSON, fields of the form, or with a raw file parameters of the address. Empty when not sent. */
	readonly thumbprintField: string;
	readonly taskField: string;
	readonly pinField: string;
	/** Header that takes the PIN, in place of a field. */
	readonly pinHeader: string;
	/** Sent as they are with every request. */
	readonly moreFields: Readonly<Record<string, unknown>>;
	/** Where in the JSON of the answer the signature is, in base64; empty when the answer is the signature. */
	readonly answerPath: string;
}

/** A signing service as its credential describes it. */
export interface SigningService {
	readonly root: string;
	/** Whose signatures it makes. */
	readonly certificate: Certificate;
	readonly pin: string;
	readonly protocol: ServiceProtocol;
	/** In bytes. */
	readonly largestFile: number;
	/** Never to be told, wherever they stand in a text. */
	readonly secrets: readonly string[];
}

/** Fields of the credential "Kontur Extern Signing Service API", as the operator filled them in. */
export interface SigningServiceFields extends OwnServiceFields {
	readonly publicCertificate?: unknown;
	readonly pin?: unknown;
	/** `example` or `other`. */
	readonly service?: unknown;
	/** Megabytes. */
	readonly largestFile?: unknown;
	readonly sendFileAs?: unknown;
	readonly fileField?: unknown;
	readonly answerPath?: unknown;
	/** `field` or `header`. */
	readonly pinIn?: unknown;
	readonly pinName?: unknown;
	readonly thumbprintField?: unknown;
	readonly taskField?: unknown;
	/** JSON. */
	readonly moreFields?: unknown;
	readonly detachedPath?: unknown;
	readonly enclosedPath?: unknown;
	readonly rawPath?: unknown;
	readonly digestPath?: unknown;
	readonly decryptPath?: unknown;
}

/** What `examples/signing-service` understands. */
const EXAMPLE: ServiceProtocol = {
	body: 'raw',
	fileField: '',
	paths: { detached: 'sign/detached', enclosed: 'sign/enclosed', raw: 'sign/raw', digest: 'sign/digest', decrypt: 'decrypt' },
	thumbprintField: 'thumbprint',
	taskField: '',
	pinField: '',
	pinHeader: 'x-pin',
	moreFields: {},
	answerPath: '',
};

const MEGABYTE = 1024 * 1024;
const USUAL_LARGEST_MB = 100;
/** In base64, and that inside JSON, a file has to fit into one string of V8: 512 MB. */
const LARGEST_IN_JSON = 256 * MEGABYTE;

/**
 * Reads the credential of a signing service.
 * @throws ExternError `input` that names the field of the credential
 */
export function signingServiceFrom(fields: SigningServiceFields): SigningService {
	const root = ownServiceRoot(fields);
	// What cannot be sent is told before anything is sent.
	ownServiceHeaders(fields);
	const protocol = fields.service === 'other' ? protocolFrom(fields) : EXAMPLE;
	const pin = pinOf(fields, protocol);
	return {
		root,
		certificate: certificateFrom(filled(fields.publicCertificate)),
		pin,
		protocol,
		largestFile: largestOf(fields, protocol),
		secrets: [...ownServiceSecrets(fields), pin],
	};
}

function protocolFrom(fields: SigningServiceFields): ServiceProtocol {
	const taskField = filled(fields.taskField);
	// With a field that names the task, one address may do everything.
	const only = (path: unknown) => filled(path) || (taskField === '' ? undefined : '');
	const body = BODIES.find((one) => one === fields.sendFileAs) ?? 'json';
	const isPinInHeader = fields.pinIn === 'header';
	const fileField = filled(fields.fileField);
	if (body !== 'raw' && fileField === '') throw inputError('File Field is empty in the credential', 'Name the field in which the signing service looks for the file', 'File Field');
	return {
		body,
		fileField,
		paths: {
			detached: filled(fields.detachedPath),
			enclosed: only(fields.enclosedPath),
			raw: only(fields.rawPath),
			digest: only(fields.digestPath),
			decrypt: only(fields.decryptPath),
		},
		thumbprintField: filled(fields.thumbprintField),
		taskField,
		pinField: isPinInHeader ? '' : filled(fields.pinName),
		pinHeader: isPinInHeader ? filled(fields.pinName).toLowerCase() : '',
		moreFields: moreFieldsOf(fields),
		answerPath: filled(fields.answerPath),
	};
}

const BODIES = ['raw', 'json', 'jsonText', 'multipart'] as const;

function moreFieldsOf({ moreFields }: SigningServiceFields): Record<string, unknown> {
	const value: unknown = typeof moreFields === 'string' ? jsonIn(moreFields.trim() || '{}') : (moreFields ?? {});
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
	throw inputError('More Fields in the credential is not a JSON object', 'Write it like {"detached": true}', 'More Fields');
}

function pinOf({ pin }: SigningServiceFields, { pinHeader }: ServiceProtocol): string {
	// Spaces may belong to a PIN.
	const text = typeof pin === 'number' ? String(pin) : typeof pin === 'string' ? pin : '';
	if (text === '' || pinHeader === '') return text;
	if (!/^[\w-]+$/.test(pinHeader)) throw inputError('PIN Name in the credential is no name of a header', 'A name has Latin letters, digits and dashes only, such as X-Pin', 'PIN Name');
	if (!/^[\x21-\x7e]+$/.test(text)) throw inputError('The PIN in the credential cannot stand in a header', 'Only Latin letters, digits and signs without spaces can. Give the PIN to the signing service itself', 'PIN');
	return text;
}

function largestOf({ largestFile }: SigningServiceFields, { body }: ServiceProtocol): number {
	const megabytes = Number(largestFile ?? USUAL_LARGEST_MB);
	const bytes = (megabytes > 0 ? megabytes : USUAL_LARGEST_MB) * MEGABYTE;
	return body === 'json' || body === 'jsonText' ? Math.min(bytes, LARGEST_IN_JSON) : bytes;
}
