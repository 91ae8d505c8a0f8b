/** XMLDSig with the service's help: it makes the bytes, the subscriber signs them raw, prepare puts the value into the XML. */

import { randomInt } from 'node:crypto';
import { digestBits, streebog, verifyDigest, type Certificate } from '../../gost';
import type { DraftDocument } from '../world/drafts';
import type { World } from '../world/world';
import { inOrder } from './rawSignature';
import { certificateProblem, digestOf } from './verdict';
import { element } from './xml';

const GOST = 'urn:ietf:params:xml:ns:cpxmlsec:algorithms';
const SIGNATURE_VALUE = /<(\w+:)?SignatureValue[\s>]/;
/** The last tag of the file: what is added goes before it. */
const ROOT_END = /<\/[^<>]+>\s*$/;
/** A root without content is its own last tag. */
const EMPTY_ROOT = /<([^\s<>!?/]+)([^<>]*)\/>\s*$/;

/** The bytes to sign for a document as it is now. */
export function makeDataToSign(world: World, accountId: string, document: DraftDocument): string | undefined {
	const { contentId } = document;
	if (!contentId) return undefined;
	document.dataToSignContentId = world.contents.put(accountId, Buffer.from(signedInfo(world, contentId))).id;
	return document.dataToSignContentId;
}

/** Whether the file came with its signature inside; whose it is the authority finds out. */
export function isSignedInside(world: World, { contentId }: DraftDocument): boolean {
	return contentId !== undefined && SIGNATURE_VALUE.test(textOf(world, contentId));
}

/** What is wrong with a raw signature over the bytes to sign; undefined when it is good. */
export function rawSignatureProblem(
	world: World,
	signature: Uint8Array,
	{ document, certificates }: { document: DraftDocument; certificates: Certificate[] },
): string | undefined {
	const { dataToSignContentId } = document;
	if (!dataToSignContentId) return 'Для документа не получены данные для подписи';
	const data = world.contents.read(dataToSignContentId);
	const value = inOrder(world, signature);
	const signer = certificates.find(({ publicKey }) => verifyDigest(publicKey, streebog(digestBits(publicKey), data), value));
	if (!signer) return 'Подпись не соответствует данным для подписи или поставлена не тем сертификатом';
	return certificateProblem(world, signer);
}

/** Puts a raw signature into the XML that travels; the document itself stays as it was signed. */
export function embedSignature(
	world: World,
	{ accountId, certificate }: { accountId: string; certificate: Certificate },
	{ document, signature }: { document: DraftDocument; signature: Uint8Array },
): void {
	const { contentId, dataToSignContentId } = document;
	if (!contentId || !dataToSignContentId) return;
	const inside = element(
		'Signature',
		{ xmlns: 'http://www.w3.org/2000/09/xmldsig#' },
		textOf(world, dataToSignContentId),
		element('SignatureValue', {}, Buffer.from(signature).toString('base64')),
		element(
			'KeyInfo',
			{},
			element('X509Data', {}, element('X509Certificate', {}, Buffer.from(certificate.der).toString('base64'))),
		),
	);
	document.signedContentId = insertedAtEnd(world, { accountId, contentId, text: inside });
}

/** Writes the id of the order at the public services into a notification to the police, once. */
export function giveOrderId(world: World, accountId: string, document: DraftDocument): void {
	const { contentId } = document;
	if (!contentId || textOf(world, contentId).includes('<OrderId>')) return;
	const text = element('OrderId', {}, String(randomInt(1_000_000_000, 9_999_999_999)));
	document.contentId = insertedAtEnd(world, { accountId, contentId, text });
}

function signedInfo(world: World, contentId: string): string {
	const digest = Buffer.from(digestOf(world, contentId, 256)).toString('base64');
	return element(
		'SignedInfo',
		{ xmlns: 'http://www.w3.org/2000/09/xmldsig#' },
		element('CanonicalizationMethod', { Algorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#' }),
		element('SignatureMethod', { Algorithm: `${GOST}:gostr34102012-gostr34112012-256` }),
		element(
			'Reference',
			{ URI: '' },
			element(
				'Transforms',
				{},
				element('Transform', { Algorithm: 'http://www.w3.org/2000/09/xmldsig#enveloped-signature' }),
				element('Transform', { Algorithm: 'urn://smev-gov-ru/xmldsig/transform' }),
			),
			element('DigestMethod', { Algorithm: `${GOST}:gostr34112012-256` }),
			element('DigestValue', {}, digest),
		),
	);
}

function insertedAtEnd(
	world: World,
	{ accountId, contentId, text }: { accountId: string; contentId: string; text: string },
): string {
	const bytes = textOf(world, contentId)
		.replace(EMPTY_ROOT, '<$1$2></$1>')
		.replace(ROOT_END, (end) => text + end);
	return world.contents.put(accountId, Buffer.from(bytes, 'latin1')).id;
}

/** Byte by byte, so that a file of any encoding stays what it is. */
function textOf(world: World, contentId: string): string {
	return world.contents.read(contentId).toString('latin1');
}
