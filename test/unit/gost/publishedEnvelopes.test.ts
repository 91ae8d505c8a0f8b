import { decrypt, readCertificate, readEnvelope, type Certificate } from '../../../gost';
import { base64, der } from './encoding';
import { givenPerson } from './people';
import {
	agreedEphemeral,
	agreedOld,
	agreedStatic,
	recipient256,
	recipient512,
	sender256Certificate,
	standardText,
	transported256,
	transported512,
} from './publishedEnvelopes';

const owners = [
	{ curve: 'TC26-256-A', d: recipient256.d, certificate: readCertificate(recipient256.certificate) },
	{ curve: 'TC26-512-A', d: recipient512.d, certificate: readCertificate(recipient512.certificate) },
] as const;

/** Whose certificate is named, on the curve of the published keys. */
function open(envelope: Uint8Array, { curve, d, certificate }: { curve: 'TC26-256-A' | 'TC26-512-A' | 'CryptoPro-XchA'; d: bigint; certificate: Certificate }): Buffer {
	return Buffer.from(decrypt(envelope, { curve, d }, certificate));
}

const textOf = (bytes: Uint8Array) => new TextDecoder('windows-1251').decode(bytes);

test.each([
	['key transport to 256 bits, Kuznyechik', transported256, owners[0], 'kuznyechik-ctr-acpkm'],
	['key transport to 512 bits, Magma with a check value', transported512, owners[1], 'magma-ctr-acpkm-omac'],
	['key agreement to 512 bits, Kuznyechik with a check value', agreedEphemeral, owners[1], 'kuznyechik-ctr-acpkm-omac'],
] as const)('the example of the standard opens: %s', (_, envelope, owner, cipher) => {
	expect(readEnvelope(base64(envelope))).toMatchObject({ cipher, recipients: [{ serialNumber: owner.certificate.serialNumber }] });
	expect(textOf(open(base64(envelope), owner))).toBe(standardText);
	const stranger = givenPerson(owner.curve);
	expect(() => decrypt(base64(envelope), stranger.key, stranger.certificate)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
	expect(() => decrypt(base64(envelope), stranger.key, owner.certificate)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
});

describe('an envelope made with the certificate of its sender', () => {
	const envelope = base64(agreedStatic);

	test('says so when it does not contain it', () => {
		expect(() => open(envelope, owners[0])).toThrow(expect.objectContaining({ name: 'GostFormatError', code: 'unsupported' }));
	});

	test('opens when it contains it', () => {
		const originatorInfo = der(0xa0, der(0xa0, base64(sender256Certificate)));
		// headers: SEQUENCE, identifier, [0], SEQUENCE with two length bytes each, then the version
		const bodyStart = 4 + 11 + 4 + 4;
		const body = Buffer.concat([envelope.subarray(bodyStart, bodyStart + 3), originatorInfo, envelope.subarray(bodyStart + 3)]);
		const whole = der(0x30, envelope.subarray(4, 15), der(0xa0, der(0x30, body)));
		expect(textOf(open(whole, owners[0]))).toBe(standardText);
	});
});

test('an envelope with GOST 28147-89 by key agreement opens', () => {
	const certificate = { ...givenPerson('CryptoPro-XchA').certificate, serialNumber: '01', issuerDer: base64(agreedOld.issuer) };
	const owner = { curve: 'CryptoPro-XchA', d: agreedOld.d, certificate } as const;
	expect(open(base64(agreedOld.envelope), owner).toString()).toBe('Test message');
	expect(() => open(base64(agreedOld.envelope), { ...owner, d: owner.d - 1n })).toThrow(expect.objectContaining({ code: 'wrong-key' }));
});
