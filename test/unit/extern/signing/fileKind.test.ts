import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { encryptFor, writePrivateKey } from '../../../../gost';
import { readSignatureFile } from '../../../../extern/signing';
import { ExternError } from '../../../../extern/failure';
import { makePartnerKey } from '../../../keys/partnerKey';
import { failureOf } from '../failures';
import { aDocument, director, givenHolder, readyNow, signed } from './people';


const anna = givenHolder(director);
const signature = Buffer.from(signed(anna, 'раз'));
const certificate = Buffer.from(anna.certificate.der);
const key = writePrivateKey(anna.key);
const keyDer = Buffer.from(key.split('\n').slice(1, -2).join(''), 'base64');
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const pem = (label: string, der: Uint8Array) => Buffer.from(`-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`);
const base64 = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString('base64'));

const kinds: Record<string, [Uint8Array, RegExp]> = {
	'nothing at all': [Buffer.alloc(0), /is empty/],
	'spaces and line ends': [Buffer.from(' \r\n\r\n'), /is empty/],
	zeros: [Buffer.alloc(4096), /is empty/],
	'the first half': [signature.subarray(0, signature.length >> 1), new RegExp(`is cut off: ${signature.length >> 1} of ${signature.length} bytes`)],
	'all but the last byte': [signature.subarray(0, -1), /is cut off/],
	'the first half in base64': [base64(signature.subarray(0, 300)), /is cut off/],
	'two signatures in one': [Buffer.concat([signature, signature]), /bytes too many at its end/],
	'a line end behind it': [Buffer.concat([signature, Buffer.from('\r\n')]), /has 2 bytes too many/],
	'base64 of base64': [base64(base64(signature)), /is base64 of base64/],
	'a certificate, DER': [certificate, /is a certificate/],
	'a certificate, PEM': [pem('CERTIFICATE', certificate), /is a certificate/],
	'a certificate, base64': [base64(certificate), /is a certificate/],
	'a certificate of another algorithm': [Buffer.from(makePartnerKey().certificate), /is a certificate/],
	'a private key, PEM': [Buffer.from(key), /is a private key/],
	'a private key, DER': [keyDer, /is a private key/],
	'a private key of another algorithm': [rsa.export({ type: 'pkcs8', format: 'der' }), /is a private key/],
	'an encrypted private key': [Buffer.from(rsa.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'секрет' })), /is a private key/],
	'an encrypted file': [encryptFor([anna.certificate], Buffer.from('тайна')), /is an encrypted file/],
	'a zip archive': [Buffer.concat([Buffer.from('504b0304140000000800', 'hex'), deflateRawSync(signature)]), /is an archive/],
	'a gzip archive': [gzipSync(signature), /is an archive/],
	'a 7z archive': [Buffer.from('377abcaf271c0004', 'hex'), /is an archive/],
	'a rar archive': [Buffer.from('526172211a0700cf', 'hex'), /is an archive/],
	'a PDF': [Buffer.from('%PDF-1.7\n…'), /is a PDF document/],
	'an Outlook message': [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /Outlook message/],
	'a web page': [Buffer.from('<!DOCTYPE html>\n<html><body>Войдите</body></html>'), /is a web page/],
	'the report itself': [Buffer.from('<?xml version="1.0" encoding="windows-1251"?><\xd4\xe0\xe9\xeb/>', 'latin1'), /is an XML file/],
	JSON: [Buffer.from('{"signature":"MIIB"}'), /is JSON/],
	'an e-mail': [Buffer.from('Return-Path: <a@example.org>\r\nSubject: подпись\r\n\r\nВо вложении'), /is an e-mail message/],
	'a text': [Buffer.from('Отчёт подписан'), /is a text/],
	'a text of Windows': [Buffer.from('cff0e8e2e5f22c20eff0eee2e5f0fcf2e520eff0eee2e5f0fcf2e5', 'hex'), /is a text/],
	'a raw value': [randomBytes(64).map((byte) => byte | 0x80), /raw signature value/],
};

test.each(Object.entries(kinds))('%s instead of a signature is told', async (_, [bytes, says]) => {
	const failure = await failureOf(() => readSignatureFile({ fileName: 'x.sig', bytes }));
	expect(failure).toMatchObject({ kind: 'input', message: expect.stringMatching(says), hint: expect.stringMatching(/^[A-Z].{15,}/) });
	expect(failure).toMatchObject({ message: expect.stringMatching(/^x\.sig /) });
});

describe('a file that ends within its first bytes is told, ', () => {
	const beginnings: [string, Uint8Array[]][] = [
		['whatever its second byte says', Array.from({ length: 256 }, (_, second) => Buffer.of(0x30, second))],
		['wherever a signature is cut', Array.from({ length: signature.length - 1 }, (_, length) => signature.subarray(0, length))],
	];

	test.each(beginnings)('%s', async (_, files) => {
		for (const bytes of files) {
			for (const form of [bytes, base64(bytes)]) expect(await failureOf(() => readSignatureFile({ fileName: 'x.sig', bytes: form }))).toMatchObject({ kind: 'input' });
		}
	});
});

test('a key is never shown', async () => {
	for (const bytes of [Buffer.from(key), keyDer]) {
		const told = JSON.stringify(await failureOf(() => readSignatureFile({ fileName: 'x.sig', bytes })));
		expect(told).not.toContain(keyDer.toString('base64').slice(-40, -8));
	}
});

test('garbage of any kind is refused in words and never signs', async () => {
	for (let made = 0; made < 200; made += 1) {
		const bytes = garbage(made);
		const outcome = await Promise.resolve()
			.then(() => readyNow([{ fileName: 'x.sig', bytes }]).sign(aDocument('раз.xml', 'раз'), 'detached'))
			.catch((error: unknown) => error);
		expect(outcome).toBeInstanceOf(ExternError);
		expect(outcome).toMatchObject({ message: expect.stringMatching(/^x\.sig |^No signature fits/) });
	}
});

/** Noise, noise behind the beginnings of known formats, and signatures with a piece of noise inside. */
function garbage(kind: number): Uint8Array {
	const noise = randomBytes(1 + ((kind * 37) % 900));
	if (kind % 4 === 0) return noise;
	if (kind % 4 === 1) return Buffer.concat([[signature, certificate, keyDer][kind % 3].subarray(0, 1 + (kind % 60)), noise]);
	if (kind % 4 === 2) return base64(noise);
	const spoilt = Buffer.from(signature);
	noise.copy(spoilt, (kind * 53) % (signature.length - 20));
	return spoilt.equals(signature) ? noise : spoilt;
}
