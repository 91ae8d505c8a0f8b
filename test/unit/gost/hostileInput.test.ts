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
import { WatchedJudge } from '../../gost/fuzz/watchedJudge';
import { base64, children, der, hex, withMembers } from './encoding';
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

	test('finds a number without digits damaged, wherever it stands', () => {
		for (const sample of samples) {
			for (const path of numbersIn(sample)) {
				const emptied = withMembers(sample, path.slice(0, -1), (members) => members.map((member, place) => (place === path[path.length - 1] ? der(0x02) : member)));
				expect([path, outcome(read, emptied)]).toEqual([path, 'GostFormatError']);
			}
		}
	});

	test('fails in one way only when a structure is empty, wherever it stands', () => {
		for (const sample of samples) {
			for (const path of structuresIn(sample)) expect(allowed).toContain(outcome(read, withMembers(sample, path, () => [])));
		}
	});

	test('fails in one way only when the members of a structure stand there a hundred times', () => {
		for (const sample of samples) {
			for (const path of structuresIn(sample)) {
				const crowd = withMembers(sample, path, (members) => Array.from({ length: 100 }, () => members).flat());
				expect(allowed).toContain(outcome(read, crowd));
			}
		}
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
		['a gigabyte that is not there', hex('30843fffffff 0201')],
		['lengths that are zero in 32 and in 64 bits', hex('3085 0100000000 3088 0000000000000000')],
		['a length that is −1 in 64 bits', hex('3088ffffffffffffffff')],
		['a length that is −1 in 32 bits, inside of a structure', hex('3008 0484ffffffff 0500')],
		['a length of too many bytes', hex('308affffffffffffffffffff')],
		['a million empty members', der(0x30, Buffer.alloc(2_000_000, hex('0500')))],
		['a million letters', Buffer.alloc(1_000_000, 'M')],
		['a million PEM headers', Buffer.alloc(1_000_000, '-----BEGIN CMS-----\n')],
	])('gives up at once on %s', (_, bytes) => {
		const before = process.cpuUsage();
		expect(outcome(read, bytes)).toBe('GostFormatError');
		// Milliseconds of work as a rule; minutes when it grows with the square of the size.
		const { user, system } = process.cpuUsage(before);
		expect((user + system) / 1_000).toBeLessThan(10_000);
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

describe('a signature', () => {
	const signature = base64(withAttributes);
	const signedData = [1, 0];
	const verify = (bytes: Uint8Array) => verifyDetached(bytes, (bits) => streebog(bits, Buffer.from(text)));
	const crowdOf = (count: number) => withMembers(signature, [...signedData, -1], ([signer]) => Array.from({ length: count }, () => signer));
	const refuse = (crowd: Buffer) => expect(() => verify(crowd)).toThrow(expect.objectContaining({ code: 'unsupported' }));

	test.each([33, 500, 9_999])('with %i signers is refused', (count) => {
		refuse(crowdOf(count));
	});

	test('with twenty times as many signers is refused in about twenty times the time', () => {
		const [few, many] = [crowdOf(500), crowdOf(9_999)];
		// 20 when the work grows with the size, 400 when it grows with its square
		expect(leastProcessorTime(() => refuse(many)) / leastProcessorTime(() => refuse(few))).toBeLessThan(100);
	});

	test.each([
		['no signed attributes at all in their place', [...signedData, -1, 0, 3]],
		['no values of a signed attribute', [...signedData, -1, 0, 3, 0, 1]],
		['no signers', [...signedData, -1]],
		['no digests', [...signedData, 1]],
	])('with %s does not hold', (_, path) => {
		const emptied = withMembers(signature, path, () => []);
		expect(['read', 'GostFormatError']).toContain(outcome(verify, emptied));
		if (outcome(verify, emptied) === 'read') expect(verify(emptied).valid).toBe(false);
	});
});

test('an envelope for nobody, and for ten thousand others, does not open', () => {
	const [, envelope] = envelopes;
	const open = (bytes: Uint8Array) => decrypt(bytes, owner.key, owner.certificate);
	const recipients = [1, 0, 1];
	expect(() => open(withMembers(envelope, recipients, () => []))).toThrow(expect.objectContaining({ code: 'unsupported' }));
	const stranger = Buffer.from(encryptFor([givenPerson('CryptoPro-XchA').certificate], Buffer.from(text), 'kuznyechik-ctr-acpkm'));
	const crowd = withMembers(stranger, recipients, ([one]) => Array.from({ length: 10_000 }, () => one));
	expect(() => open(crowd)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
});

test('no hostile file takes more memory than a thread of 256 MB has', async () => {
	// two bytes that became an object each would need a gigabyte
	const files = [
		nested(500_000),
		Buffer.alloc(2_000_000, hex('3080')),
		der(0x30, Buffer.alloc(6_000_000, hex('0500'))),
		der(0x30, Buffer.alloc(6_000_000, hex('3000'))),
		der(0x24, Buffer.alloc(6_000_000, hex('0400'))),
		der(0x30, der(0x06, Buffer.alloc(2_000_000, 0x81))),
		der(0x30, der(0x02, Buffer.alloc(2_000_000, 0x7f))),
		Buffer.alloc(6_000_000, 'MIIB'),
	];
	const kinds = ['signature', 'envelope', 'certificate', 'key', 'key store'] as const;
	const person = { key: writePrivateKey(owner.key), certificate: owner.certificate.der, authority: owner.certificate.der, passphrase };
	const judge = new WatchedJudge();
	try {
		const cases = kinds.flatMap((kind) => files.map((file) => ({ question: { ...person, kind }, file, content: Buffer.from(text) })));
		const verdicts = await judge.verdicts(cases, 30_000);
		expect(verdicts.map(({ accepts, crashed = false, reason }) => [accepts, crashed, crashed ? reason : ''])).toEqual(cases.map(() => [false, false, '']));
	} finally {
		await judge.stop();
	}
}, 300_000);

/** In microseconds. What else the process does, such as collecting garbage, may fall into one of the runs, but not into all. */
function leastProcessorTime(work: () => void): number {
	const runs = Array.from({ length: 5 }, () => {
		const begin = process.cpuUsage();
		work();
		const { user, system } = process.cpuUsage(begin);
		return user + system;
	});
	return Math.min(...runs);
}

function nested(levels: number): Buffer {
	const headerLength = 6;
	const bytes = Buffer.alloc(levels * headerLength);
	for (let offset = 0; offset < bytes.length; offset += headerLength) {
		bytes.writeUInt16BE(0x3084, offset);
		bytes.writeUInt32BE(bytes.length - offset - headerLength, offset + 2);
	}
	return bytes;
}

/** The ways to all constructed values of a file. */
function structuresIn(file: Buffer, path: number[] = []): number[][] {
	if ((file[0] & 0x20) === 0) return [];
	return [path, ...children(file).flatMap((member, place) => structuresIn(member, [...path, place]))];
}

/** The ways to all INTEGERs of a file. */
function numbersIn(file: Buffer, path: number[] = []): number[][] {
	if (file[0] === 0x02) return [path];
	return (file[0] & 0x20) === 0 ? [] : children(file).flatMap((member, place) => numbersIn(member, [...path, place]));
}
