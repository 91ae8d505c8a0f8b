import fc from 'fast-check';
import { createCipheriv, pbkdf2Sync, randomBytes } from 'node:crypto';
import { curveNames, generatePrivateKey, readPrivateKey, writePrivateKey } from '../../../gost';
import { HmacStreebog } from '../../../gost/hmacStreebog';
import { Passphrase } from '../../../gost/passphrase';
import { deriveByStreebog } from '../../../gost/pbkdf2';
import { base64, der, hex, indefinite } from './encoding';

const key = generatePrivateKey('TC26-256-B');
const plain = base64(writePrivateKey(key).replace(/-----.*-----/g, ''));
const passphrase = 'Пароль 𝄞';
const refusal = (code: string, message = '') => expect.objectContaining({ name: 'GostFormatError', code, message: expect.stringContaining(message) });

const names = {
	pbes2: hex('06092a864886f70d01050d'),
	pbkdf2: hex('06092a864886f70d01050c'),
	scrypt: hex('06092b06010401da47040b'),
	hmacStreebog512: hex('06082a85030701010402'),
	hmacMd5: hex('06082a864886f70d0206'),
	aes256: hex('060960864801650304012a'),
};
const sha = (last: string) => der(0x30, hex(`06082a864886f70d02${last}`), der(0x05));

interface Shape {
	salt?: Buffer;
	rounds?: Buffer;
	keyLength?: Buffer;
	prf?: Buffer;
	derivation?: Buffer;
	cipher?: Buffer;
	iv?: Buffer;
	encrypted?: Buffer;
}

const salt = randomBytes(8);
const iv = randomBytes(16);
function count(value: number): Buffer {
	const digits = value.toString(16);
	const bytes = hex(digits.padStart(digits.length + (digits.length % 2), '0'));
	return bytes[0] < 0x80 ? der(0x02, bytes) : der(0x02, Buffer.of(0), bytes);
}

/** An EncryptedPrivateKeyInfo by hand. */
function encryptedKey(shape: Shape): Buffer {
	const parameters = der(0x30, der(0x04, shape.salt ?? salt), shape.rounds ?? count(1000), shape.keyLength ?? hex(''), shape.prf ?? sha('09'));
	const cipher = der(0x30, shape.cipher ?? names.aes256, der(0x04, shape.iv ?? iv));
	const scheme = der(0x30, names.pbes2, der(0x30, der(0x30, shape.derivation ?? names.pbkdf2, parameters), cipher));
	return der(0x30, scheme, shape.encrypted ?? der(0x04, aes(pbkdf2Sync(passphrase, salt, 1000, 32, 'sha256'))));
}

function aes(secret: Buffer): Buffer {
	const cipher = createCipheriv(`aes-${secret.length * 8}-cbc`, secret, iv);
	return Buffer.concat([cipher.update(plain), cipher.final()]);
}

describe('an encrypted private key', () => {
	const pem = (bytes: Buffer) => `-----BEGIN ENCRYPTED PRIVATE KEY-----\n${bytes.toString('base64')}\n-----END ENCRYPTED PRIVATE KEY-----\n`;

	test('is read from DER, base64 and PEM', () => {
		const bytes = encryptedKey({});
		for (const source of [bytes, bytes.toString('base64'), pem(bytes), Buffer.from(pem(bytes)), `Bag Attributes\r\n${pem(bytes)}`]) {
			expect(readPrivateKey(source, passphrase)).toEqual(key);
		}
	});

	test.each([
		['sha1', '07'],
		['sha224', '08'],
		['sha256', '09'],
		['sha384', '0a'],
		['sha512', '0b'],
		['sha512-224', '0c'],
		['sha512-256', '0d'],
	])('is read with HMAC of %s and with each length of AES', (name, last) => {
		for (const [bytes, cipher] of [[16, '02'], [24, '16'], [32, '2a']] as const) {
			const encrypted = der(0x04, aes(pbkdf2Sync(passphrase, salt, 1000, bytes, name)));
			const shape = { prf: sha(last), cipher: hex(`06096086480165030401${cipher}`), encrypted };
			expect(readPrivateKey(encryptedKey(shape), passphrase)).toEqual(key);
			expect(readPrivateKey(encryptedKey({ ...shape, keyLength: count(bytes) }), passphrase)).toEqual(key);
		}
	});

	test('is derived with SHA-1 when the file does not say how', () => {
		const encrypted = der(0x04, aes(pbkdf2Sync(passphrase, salt, 1000, 32, 'sha1')));
		expect(readPrivateKey(encryptedKey({ prf: hex(''), encrypted }), passphrase)).toEqual(key);
	});

	test('is read in the indefinite lengths and pieces of streaming writers', () => {
		const content = aes(pbkdf2Sync(passphrase, salt, 1000, 32, 'sha256'));
		const pieces = indefinite(0x24, der(0x04, content.subarray(0, 5)), der(0x04, content.subarray(5)));
		expect(readPrivateKey(encryptedKey({ encrypted: pieces }), passphrase)).toEqual(key);
	});

	test('does not open without its passphrase or with another', () => {
		const bytes = encryptedKey({});
		expect(() => readPrivateKey(bytes)).toThrow(refusal('passphrase', 'missing'));
		expect(() => readPrivateKey(bytes, '')).toThrow(refusal('passphrase', 'missing'));
		// one wrong passphrase in 256 gives a right padding, so several are tried
		for (let attempt = 0; attempt < 300; attempt++) expect(() => readPrivateKey(bytes, `wrong ${attempt}`)).toThrow(refusal('passphrase'));
	});

	test('asks for no more rounds than a few seconds allow', () => {
		const streebog = der(0x30, names.hmacStreebog512, der(0x05));
		expect(() => readPrivateKey(encryptedKey({ rounds: count(3_000_001) }), passphrase)).toThrow(refusal('unsupported', 'no more than 3000000'));
		expect(() => readPrivateKey(encryptedKey({ rounds: count(0xffffffff) }), passphrase)).toThrow(refusal('unsupported', '4294967295 rounds'));
		expect(() => readPrivateKey(encryptedKey({ rounds: count(60_001), prf: streebog }), passphrase)).toThrow(refusal('unsupported', 'no more than 60000'));
	});

	test.each<[string, string, Shape]>([
		['no rounds at all', 'damaged', { rounds: count(0) }],
		['a negative number of rounds', 'damaged', { rounds: der(0x02, Buffer.of(0x80)) }],
		['a number of rounds of many digits', 'damaged', { rounds: der(0x02, Buffer.alloc(100, 1)) }],
		['a salt of many bytes', 'damaged', { salt: Buffer.alloc(1025) }],
		['a key length that its cipher does not have', 'damaged', { keyLength: count(16) }],
		['a key length of gigabytes', 'damaged', { keyLength: count(0x7fffffff) }],
		['an initial vector of a wrong length', 'damaged', { iv: Buffer.alloc(8) }],
		['an unknown function', 'unsupported', { prf: der(0x30, names.hmacMd5, der(0x05)) }],
		['an unknown derivation', 'unsupported', { derivation: names.scrypt }],
		['an unknown cipher', 'unsupported', { cipher: hex('06092a864886f70d010101') }],
		['bytes that are no whole blocks', 'passphrase', { encrypted: der(0x04, Buffer.alloc(15)) }],
		['no bytes', 'passphrase', { encrypted: der(0x04) }],
	])('with %s is refused as %s', (_, code, shape) => {
		expect(() => readPrivateKey(encryptedKey(shape), passphrase)).toThrow(refusal(code));
	});
});

describe('our encrypted private key', () => {
	test.each([...curveNames])('opens again with its passphrase and no other, on %s', (curve) => {
		const ours = generatePrivateKey(curve);
		const written = writePrivateKey(ours, passphrase);
		expect(written).toMatch(/^-----BEGIN ENCRYPTED PRIVATE KEY-----\n/);
		expect(readPrivateKey(written, passphrase)).toEqual(ours);
		expect(() => readPrivateKey(written, `${passphrase} `)).toThrow(refusal('passphrase'));
	});

	test('takes any passphrase', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (any) => {
				expect(readPrivateKey(writePrivateKey(key, any), any)).toEqual(key);
			}),
			{ numRuns: 10 },
		);
	});

	test('never looks the same', () => {
		expect(writePrivateKey(key, passphrase)).not.toBe(writePrivateKey(key, passphrase));
	});
});

test('a passphrase given for a plain key is without meaning', () => {
	expect(readPrivateKey(plain, 'any')).toEqual(key);
});

// RFC 7836 appendix B
test.each([
	[256, 'a1aa5f7de402d7b3d323f2991c8d4534013137010a83754fd0af6d7cd4922ed9'],
	[512, 'a59bab22ecae19c65fbde6e5f4e9f5d8549d31f037f9df9b905500e171923a773d5f1530f2ed7e964cb2eedc29e9ad2f3afe93b2814f79f5000ffc0366c251e6'],
] as const)('HMAC with Streebog of %d bits gives the published code, again and again', (bits, code) => {
	const hmac = new HmacStreebog(bits, Uint8Array.from({ length: 32 }, (_, index) => index));
	const message = hex('0126bdb87800af214341456563780100');
	for (const parts of [[message], [message.subarray(0, 3), message.subarray(3)]]) expect(Buffer.from(hmac.mac(...parts)).toString('hex')).toBe(code);
});

// R 50.1.111-2016 appendix A, RFC 9337 appendix A
test.each([
	['password', 'salt', 1, '64770af7f748c3b1c9ac831dbcfd85c26111b30a8a657ddc3056b80ca73e040d2854fd36811f6d825cc4ab66ec0a68a490a9e5cf5156b3a2b7eecddbf9a16b47'],
	['password', 'salt', 2, '5a585bafdfbb6e8830d6d68aa3b43ac00d2e4aebce01c9b31c2caed56f0236d4d34b2b8fbd2c4e89d54d46f50e47d45bbac301571743119e8d3c42ba66d348de'],
	['password', 'salt', 4096, 'e52deb9a2d2aaff4e2ac9d47a41f34c20376591c67807f0477e32549dc341bc7867c09841b6d58e29d0347c996301d55df0d34e47cf68f4e3c2cdaf1d9ab86c3'],
])('PBKDF2 with Streebog of "%s", "%s" and %d rounds gives the published key', (word, grain, rounds, expected) => {
	const derived = deriveByStreebog(512, new Passphrase(word), Buffer.from(grain), rounds, expected.length / 2);
	expect(Buffer.from(derived).toString('hex')).toBe(expected);
});
