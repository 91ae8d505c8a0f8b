import fc from 'fast-check';
import { digestBits, reversedSignature, signDetached, signDigest, streebog, verifyDigest, verifyEnclosed, writePrivateKey } from '../../../gost';
import { dataToSign, inOrder, rawValueOf, readyFiles, testKeySigner, type ToSign } from '../../../extern/signing';
import { curves, givenPerson, type Person } from '../gost/people';
import { failureOf } from './failures';
import { NOW } from './signing/people';

const readyNow = (files: Parameters<typeof readyFiles>[0], rawSigner?: string) => readyFiles(files, NOW, rawSigner);

const document = (text: string, isDigest = false): ToSign => ({
	fileName: `${text}.xml`,
	isDigest,
	async *chunks() {
		yield Buffer.from(text);
	},
});
const base64 = ({ certificate }: Person) => Buffer.from(certificate.der).toString('base64');
const rawOver = ({ key }: Person, text: string) => signDigest(key, streebog(digestBits(key), Buffer.from(text)));

const anna = givenPerson('TC26-256-A');
const boris = givenPerson('TC26-512-A');

describe.each(curves)('a test key on %s', (curve) => {
	const person = givenPerson(curve);
	const bits = digestBits(person.key);
	const signer = testKeySigner(writePrivateKey(person.key), base64(person));

	test('signs data raw: s‖r over their digest', async () => {
		const signature = await signer.sign(document('данные'), 'raw');
		expect(verifyDigest(person.certificate.publicKey, streebog(bits, Buffer.from('данные')), signature)).toBe(true);
	});

	test('signs a digest as it is, and no digest of another size', async () => {
		const digest = streebog(bits, Buffer.from('данные'));
		const given = dataToSign('request.xml', digest, person.certificate);
		expect(given.isDigest).toBe(true);
		expect(verifyDigest(person.certificate.publicKey, digest, await signer.sign(given, 'raw'))).toBe(true);
		expect(await failureOf(() => signer.sign(document('не дайджест', true), 'raw'))).toMatchObject({ kind: 'stopped', message: expect.stringContaining(`and the key signs ${bits}`) });
	});

	test('signs text inside the signature', async () => {
		const verdict = verifyEnclosed(await signer.sign(document('ключ'), 'enclosed'));
		expect([verdict.valid, Buffer.from(verdict.content ?? []).toString()]).toEqual([true, 'ключ']);
	});
});

test('data of any size but that of a digest are data', () => {
	for (const length of [0, 31, 33, 64, 600]) expect(dataToSign('x', new Uint8Array(length), anna.certificate).isDigest).toBe(false);
	expect(dataToSign('x', new Uint8Array(64), boris.certificate).isDigest).toBe(true);
});

test('the other byte order of the other byte order is the first one', () => {
	fc.assert(fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
		expect(inOrder(inOrder(bytes, 'reversed'), 'reversed')).toEqual(bytes);
		expect(inOrder(bytes, 'standard')).toBe(bytes);
	}));
});

describe('the value of a raw signature', () => {
	const sizes = fc.constantFrom(64, 128).chain((length) => fc.uint8Array({ minLength: length, maxLength: length }));
	const written: Record<string, (value: Buffer) => Buffer> = {
		bytes: (value) => value,
		base64: (value) => Buffer.from(value.toString('base64')),
		'base64 in lines': (value) => Buffer.from((value.toString('base64').match(/.{1,64}/g) ?? []).join('\r\n')),
		hexadecimal: (value) => Buffer.from(value.toString('hex')),
		'hexadecimal in groups': (value) => Buffer.from((value.toString('hex').toUpperCase().match(/../g) ?? []).join(' ')),
	};

	test.each(Object.entries(written))('is found in %s', (_, write) => {
		fc.assert(fc.property(sizes, (value) => {
			expect(rawValueOf(write(Buffer.from(value)))).toEqual(value);
		}));
	});

	test('is found in nothing else', () => {
		const cms = signDetached({ digest: streebog(256, Buffer.from('x')), key: anna.key, certificate: anna.certificate });
		for (const other of [Buffer.alloc(0), Buffer.alloc(63), Buffer.alloc(65), Buffer.from('подпись'), cms, Buffer.from(Buffer.from(cms).toString('base64'))]) expect(rawValueOf(other)).toBeUndefined();
	});
});

describe('ready raw signatures', () => {
	const files = ['раз', 'два'].map((text, index) => ({ fileName: `${index}.bin`, bytes: index === 0 ? rawOver(anna, text) : reversedSignature(rawOver(anna, text)) }));

	test('find their documents in any order of files and bytes', async () => {
		const signer = readyNow(files, base64(anna));
		expect(signer.certificate).toBe(base64(anna));
		for (const text of ['два', 'раз']) {
			const signature = await signer.sign(document(text), 'raw');
			expect(verifyDigest(anna.certificate.publicKey, streebog(256, Buffer.from(text)), signature)).toBe(true);
		}
	});

	test('beside .sig files are those of the same certificate, and each document gets what it wants', async () => {
		const sig = { fileName: 'three.sig', bytes: signDetached({ digest: streebog(256, Buffer.from('три')), key: anna.key, certificate: anna.certificate }) };
		const signer = readyNow([...files, sig]);
		expect(await signer.sign(document('три'), 'detached')).toEqual(sig.bytes);
		expect(await signer.sign(document('раз'), 'raw')).toEqual(files[0].bytes);
	});

	test('say who signed only if somebody tells', async () => {
		expect(await failureOf(() => readyNow(files))).toMatchObject({ kind: 'input', message: '0.bin is a raw signature, which does not say whose it is' });
	});

	test('of somebody else, or of other data, fit nothing', async () => {
		for (const signer of [readyNow(files, base64(givenPerson('TC26-256-A'))), readyNow(files, base64(boris))]) {
			expect(await failureOf(() => signer.sign(document('раз'), 'raw'))).toMatchObject({ kind: 'stopped', message: 'No raw signature fits раз.xml' });
		}
		expect(await failureOf(() => readyNow(files, base64(anna)).sign(document('три'), 'raw'))).toMatchObject({ kind: 'stopped' });
	});
});
