import fc from 'fast-check';
import {
	decrypt,
	decryptInPieces,
	encryptFor,
	readCertificate,
	readEnvelope,
	readKeyStore,
	readPrivateKey,
	readSignature,
	signEnclosed,
	streebog,
	verifyDetached,
	verifyEnclosed,
	writeKeyStore,
	writePrivateKey,
	type EnvelopeCipherName,
} from '../../../gost';
import { base64, children, der, hex } from './encoding';
import { text, vectors } from './openSslVectors';
import { givenPerson } from './people';
import { agreedEphemeral, recipient512 } from './publishedEnvelopes';

const ciphers: EnvelopeCipherName[] = ['gost89', 'kuznyechik-ctr-acpkm', 'kuznyechik-ctr-acpkm-omac', 'magma-ctr-acpkm', 'magma-ctr-acpkm-omac'];

const { certificate, plain, withAttributes } = vectors[0];
const signatory = readCertificate(certificate);

const passphrase = 'Пароль';
const owner = givenPerson('CryptoPro-XchA');
const key = base64(writePrivateKey(owner.key).replace(/-----.*-----/g, ''));
const encryptedKey = base64(writePrivateKey(owner.key, passphrase).replace(/-----.*-----/g, ''));
const keyStore = Buffer.from(writeKeyStore({ ...owner, others: [] }, passphrase));
// without the code that guards it: then changes get past the first check
const unguarded = der(0x30, ...children(keyStore).slice(0, 2));
const envelopes = ciphers.map((cipher) => Buffer.from(encryptFor([owner.certificate], Buffer.from(text), cipher)));

const agreeing = { key: { curve: 'TC26-512-A', d: recipient512.d } as const, certificate: readCertificate(recipient512.certificate) };

const readers: [string, (bytes: Uint8Array) => unknown, Buffer[]][] = [
	['readCertificate', readCertificate, [base64(certificate)]],
	['readPrivateKey', (bytes) => readPrivateKey(bytes, passphrase), [key, encryptedKey]],
	['readKeyStore', (bytes) => readKeyStore(bytes, passphrase), [keyStore, unguarded]],
	['readSignature', readSignature, [base64(plain), base64(withAttributes)]],
	['readEnvelope', readEnvelope, [...envelopes, base64(agreedEphemeral)]],
	['verifyDetached', (bytes) => verifyDetached(bytes, (bits) => streebog(bits, Buffer.from(text))), [base64(plain), base64(withAttributes)]],
	['verifyEnclosed', verifyEnclosed, [Buffer.from(signEnclosed({ content: Buffer.from(text), ...owner, form: 'cades-bes' }))]],
	['decrypt', (bytes) => decrypt(bytes, owner.key, owner.certificate), envelopes],
	['decrypt by key agreement', (bytes) => [...decryptInPieces(bytes, agreeing.key, agreeing.certificate)], [base64(agreedEphemeral)]],
];

/** What became of a reading: fine, or the name of the error. */
function outcome(read: (bytes: Uint8Array) => unknown, bytes: Uint8Array): string {
	try {
		read(bytes);
		return 'read';
	} catch (error) {
		return error instanceof Error ? error.name : 'not an error';
	}
}

describe.each(readers)('%s', (name, read, samples) => {
	const allowed = ['read', 'GostFormatError', ...(name.startsWith('decrypt') ? ['GostDecryptError'] : [])];

	test('finds every truncation damaged', () => {
		for (const sample of samples) {
			for (let length = 0; length < sample.length; length++) {
				expect([length, outcome(read, sample.subarray(0, length))]).toEqual([length, 'GostFormatError']);
			}
		}
	});

	test('fails in one way only when bytes are changed', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...samples),
				fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
				(sample, changes) => {
					const changed = Buffer.from(sample);
					for (const [index, byte] of changes) changed[index % changed.length] = byte;
					expect(allowed).toContain(outcome(read, changed));
				},
			),
			{ numRuns: 300 },
		);
	});

	test('fails in one way only on garbage', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (garbage, asSequence) => {
				expect(outcome(read, asSequence ? der(0x30, garbage) : garbage)).toBe('GostFormatError');
			}),
		);
	});

	test.each([
		['deep nesting', nested(200_000)],
		['deep nesting without lengths', Buffer.alloc(400_000, hex('3080'))],
		['a length beyond all memory', hex('3086ffffffffffff')],
		['a length of too many bytes', hex('308affffffffffffffffffff')],
		['a million empty members', der(0x30, Buffer.alloc(2_000_000, hex('0500')))],
		['a million letters', Buffer.alloc(1_000_000, 'M')],
		['a million PEM headers', Buffer.alloc(1_000_000, '-----BEGIN CMS-----\n')],
	])('gives up at once on %s', (_, bytes) => {
		const begin = Date.now();
		expect(outcome(read, bytes)).toBe('GostFormatError');
		// milliseconds as a rule; minutes when the work grows with the square of the size
		expect(Date.now() - begin).toBeLessThan(10_000);
	});
});

test('a signature with a streamed octet string of a million empty pieces is read without a million objects', () => {
	const pieces = der(0x24, Buffer.alloc(2_000_000, hex('0400')));
	const { issuerDer, serialNumber } = signatory;
	const signer = der(
		0x30,
		der(0x02, Buffer.of(1)),
		der(0x30, Buffer.from(issuerDer), der(0x02, hex(serialNumber))),
		der(0x30, der(0x06, hex('2a85030701010202'))),
		der(0x30, der(0x06, hex('2a85030701010101'))),
		pieces,
	);
	const signedData = der(0x30, der(0x02, Buffer.of(1)), der(0x31, der(0x30, der(0x06, hex('2a85030701010202')))), der(0x30, der(0x06, hex('2a864886f70d010701'))), der(0x31, signer));
	const signature = der(0x30, der(0x06, hex('2a864886f70d010702')), der(0xa0, signedData));
	expect(readSignature(signature).signers[0].signature).toHaveLength(0);
});

function nested(levels: number): Buffer {
	const headerLength = 6;
	const bytes = Buffer.alloc(levels * headerLength);
	for (let offset = 0; offset < bytes.length; offset += headerLength) {
		bytes.writeUInt16BE(0x3084, offset);
		bytes.writeUInt32BE(bytes.length - offset - headerLength, offset + 2);
	}
	return bytes;
}
