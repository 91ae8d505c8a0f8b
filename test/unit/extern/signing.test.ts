import fc from 'fast-check';
import { digestBits, issueCertificate, publicKeyOf, signDetached, signEnclosed, streebog, writePrivateKey, generatePrivateKey, type Certificate } from '../../../gost';
import { base64Of, certificateFrom, digestOf, testKeySigner, verifySignature, type ToSign } from '../../../extern/signing';
import { streamed } from '../gost/encoding';
import { curves, givenAuthority, givenPerson, type Person } from '../gost/people';
import { failureOf } from './failures';
import { NOW, readyNow } from './signing/people';


const pem = (label: string, der: Uint8Array) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;

async function* inChunks(bytes: Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const document = (text: string): ToSign => ({ fileName: `${text}.xml`, chunks: () => inChunks(Buffer.from(text)) });
const signedBy = ({ key, certificate }: Person, text: string) => signDetached({ digest: streebog(digestBits(key), Buffer.from(text)), key, certificate });

const verified = async (bytes: Uint8Array, text: string) => await verifySignature({ signature: { fileName: 'a.sig', bytes }, file: document(text), now: NOW });

const anna = givenPerson('TC26-256-A');
const boris = givenPerson('TC26-512-A');

describe.each(curves)('a test key on %s', (curve) => {
	const person = givenPerson(curve);
	const signer = testKeySigner(writePrivateKey(person.key), pem('CERTIFICATE', person.certificate.der));

	test('signs what others find valid', async () => {
		const signature = await signer.sign(document('отчёт'), 'detached');
		expect(await verified(signature, 'отчёт')).toMatchObject({
			valid: true,
			reason: undefined,
			signers: [{ name: 'ООО "ТЕСТ"', innLegal: '7707083893', thumbprint: person.certificate.thumbprint, validFrom: '2026-01-01T00:00:00.000Z', expired: false }],
		});
		expect(await verified(signature, 'отчет')).toMatchObject({ valid: false, reason: expect.stringContaining('another file') });
	});

	test('shows its certificate as the service wants it', () => {
		expect(signer.certificate).toBe(Buffer.from(person.certificate.der).toString('base64'));
		expect(base64Of(certificateFrom(signer.certificate))).toBe(signer.certificate);
	});
});

describe('a test key', () => {
	const key = writePrivateKey(anna.key);
	const certificate = pem('CERTIFICATE', anna.certificate.der);

	test('is refused with the certificate of somebody else', async () => {
		const other = pem('CERTIFICATE', givenPerson('TC26-256-A').certificate.der);
		expect(await failureOf(() => testKeySigner(key, other))).toMatchObject({ kind: 'input', message: expect.stringContaining('do not belong together') });
		expect(await failureOf(() => testKeySigner(key, pem('CERTIFICATE', boris.certificate.der)))).toMatchObject({ kind: 'input' });
	});

	test.each(['', 'x', '-----BEGIN PRIVATE KEY-----\nAAAA'])('that cannot be read is refused without being shown', async (wrong) => {
		const failure = await failureOf(() => testKeySigner(wrong, certificate));
		expect(failure).toMatchObject({ kind: 'input', message: 'The private key cannot be read' });
		if (wrong.length > 1) expect(JSON.stringify(failure)).not.toContain(wrong.slice(30, 60) || wrong);
	});

	test.each(['x', key])('is refused with a certificate that cannot be read', async (wrong) => {
		expect(await failureOf(() => testKeySigner(key, wrong))).toMatchObject({ kind: 'input', message: 'The certificate cannot be read' });
	});
});

test('a digest does not depend on how the bytes arrive', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 100 }), fc.constantFrom(256 as const, 512 as const), async (bytes, size, bits) => {
			expect(await digestOf(inChunks(bytes, size), bits)).toEqual(streebog(bits, bytes));
		}),
		{ numRuns: 30 },
	);
});

describe('ready signatures', () => {
	const texts = ['раз', 'два', 'три'];
	const files = texts.map((text, index) => ({ fileName: `${index}.sig`, bytes: signedBy(index === 1 ? boris : anna, text) }));

	test('find their documents in any order', async () => {
		await fc.assert(
			fc.asyncProperty(fc.shuffledSubarray(files, { minLength: 3 }), fc.shuffledSubarray(texts, { minLength: 3 }), async (shuffled, asked) => {
				const signer = readyNow(shuffled);
				for (const text of asked) expect(await signer.sign(document(text), 'detached')).toEqual(files[texts.indexOf(text)].bytes);
			}),
			{ numRuns: 10 },
		);
	});

	test('read a document once, however many they are', async () => {
		let readings = 0;
		const read = document('три');
		const counted = { ...read, chunks: () => ((readings += 1), read.chunks()) };
		await readyNow([...files, ...files].filter(({ fileName }) => fileName !== '2.sig').concat(files)).sign(counted, 'detached');
		expect(readings).toBe(1);
	});

	test('that fit nothing are named one by one', async () => {
		const failure = await failureOf(() => readyNow(files).sign(document('четыре'), 'detached'));
		expect(failure).toMatchObject({ kind: 'stopped', message: 'No signature fits четыре.xml' });
		if (failure.kind !== 'stopped') return;
		expect(failure.lines?.map(({ file }) => file)).toEqual(['0.sig', '1.sig', '2.sig']);
		expect(failure.lines?.every(({ text }) => text !== '' && text !== 'The signature is valid')).toBe(true);
	});

	test.each<[string, (der: Uint8Array) => Uint8Array]>([
		['PEM', (der) => Buffer.from(pem('PKCS7', der))],
		['PEM with a mark at its beginning and lines of Windows', (der) => Buffer.from(`\ufeff${pem('CMS', der)}`.replaceAll('\n', '\r\n'))],
		['PEM behind other text', (der) => Buffer.from(`Bag Attributes\n  friendlyName: Anna\n${pem('CMS', der)}`)],
		['PEM behind a certificate', (der) => Buffer.from(pem('CERTIFICATE', anna.certificate.der) + pem('CMS', der))],
		['PEM of PowerShell', (der) => Buffer.from(`\ufeff${pem('CMS', der)}`, 'utf16le')],
		['base64 of PowerShell', (der) => Buffer.from(`\ufeff${Buffer.from(der).toString('base64')}\r\n`, 'utf16le')],
		['BER, as streaming programs write it', (der) => streamed(Buffer.from(der), [anna.certificate.der])],
		['base64', (der) => Buffer.from(Buffer.from(der).toString('base64'))],
		['base64 in lines', (der) => Buffer.from(Buffer.from(der).toString('base64').replace(/.{20}/g, '$&\r\n'))],
	])('in %s are attached as DER', async (_, written) => {
		const der = signedBy(anna, 'раз');
		const attached = await readyNow([{ fileName: 'a.sig', bytes: written(der) }]).sign(document('раз'), 'detached');
		expect(Buffer.from(attached).toString('hex')).toBe(Buffer.from(der).toString('hex'));
	});

	test('name the signer\'s certificate, also where the issuer\'s stands before it', () => {
		const authority = givenAuthority('TC26-256-A');
		const person = givenPerson('TC26-256-A', authority);
		const bytes = withCertificates(signedBy(person, 'раз'), person.certificate, [authority.certificate, person.certificate]);
		expect(readyNow([{ fileName: 'a.sig', bytes }]).certificate).toBe(base64Of(person.certificate));
	});

	test('are refused when there is none', async () => {
		expect(await failureOf(() => readyNow([]))).toMatchObject({ kind: 'input' });
	});

	test.each([Buffer.alloc(0), Buffer.from('не подпись'), Buffer.from([0x30, 0x80]), anna.certificate.der])('are refused when one cannot be read', async (bytes) => {
		expect(await failureOf(() => readyNow([...files, { fileName: 'odd.sig', bytes }]))).toMatchObject({ kind: 'input', message: expect.stringContaining('odd.sig') });
		expect(await failureOf(() => verified(bytes, 'раз'))).toMatchObject({ kind: 'input' });
	});

	test('never crash on damaged files', async () => {
		const [{ bytes }] = files;
		await fc.assert(
			fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
				const damaged = Buffer.from(bytes);
				damaged[at] = value;
				const outcome = await verified(damaged, 'раз').catch((error: unknown) => error);
				if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'ExternError', failure: { kind: 'input' } });
				else expect(outcome).toHaveProperty('valid');
			}),
			{ numRuns: 60 },
		);
	});
});

/** The same signature with other certificates enclosed, in this order. */
function withCertificates(signature: Uint8Array, own: Certificate, enclosed: readonly Certificate[]): Buffer {
	const whole = Buffer.from(signature);
	const place = whole.indexOf(Buffer.from(own.der));
	const rest = [whole.subarray(0, place), whole.subarray(place + own.der.length)];
	return relengthened(Buffer.concat([rest[0], ...enclosed.map(({ der }) => Buffer.from(der)), rest[1]]), place, Buffer.concat(enclosed.map(({ der }) => der)).length - own.der.length);
}

/** Corrects the lengths of every DER value that encloses the place where something grew. */
function relengthened(bytes: Buffer, place: number, growth: number): Buffer {
	for (let at = 0; at < place; ) {
		const size = bytes[at + 1] - 0x80;
		const isLong = bytes[at + 1] > 0x80;
		const length = isLong ? bytes.readUIntBE(at + 2, size) : bytes[at + 1];
		const content = at + 2 + (isLong ? size : 0);
		if (content + length + growth < place + growth) {
			at = content + length;
			continue;
		}
		if (!isLong) throw new RangeError('too short a value for this');
		bytes.writeUIntBE(length + growth, at + 2, size);
		at = content;
	}
	return bytes;
}

test('an attached signature of a large file is verified in turns, also against the file: other work goes on meanwhile', async () => {
	const content = Buffer.alloc(2 * 1024 * 1024, 'отчёт');
	const bytes = signEnclosed({ content, key: anna.key, certificate: anna.certificate });
	let turns = 0;
	let isOver = false;
	const count = () => {
		turns += 1;
		if (!isOver) setImmediate(count);
	};
	setImmediate(count);
	const outcome = async (file?: Uint8Array) => await verifySignature({ signature: { fileName: 'a.sig', bytes }, file: file && { chunks: () => inChunks(file, 300_000) }, now: Date.parse('2026-06-01') });
	expect(await outcome()).toMatchObject({ valid: true, detached: false });
	isOver = true;
	expect(turns).toBeGreaterThan(6); // 256 KB in each
	expect(await outcome(content)).toMatchObject({ valid: true });
	const changed = Buffer.from(content);
	changed[changed.length - 1] ^= 1;
	for (const other of [changed, content.subarray(1), content.subarray(0, -1), Buffer.concat([content, content.subarray(0, 1)]), Buffer.alloc(0)]) {
		expect(await outcome(other)).toMatchObject({ valid: false, reasonCode: 'content-differs', signers: [{ valid: true }] });
	}
});

test('a certificate of another kind of key is refused', async () => {
	expect(await failureOf(() => certificateFrom(pem('CERTIFICATE', Buffer.from('30030201', 'hex'))))).toMatchObject({ kind: 'input' });
});

test('a certificate is read however it was pasted', () => {
	const certificate = issueCertificate({
		subject: { country: 'RU', commonName: 'Иванова' },
		publicKey: publicKeyOf(generatePrivateKey('TC26-256-A')),
		issuer: givenAuthority('TC26-256-A'),
		notBefore: new Date('2026-01-01T00:00:00Z'),
		notAfter: new Date('2027-01-01T00:00:00Z'),
	});
	for (const pasted of [pem('CERTIFICATE', certificate.der), `\n  ${base64Of(certificate)}  \n`, pem('CERTIFICATE', certificate.der).replaceAll('\n', '\r\n')]) {
		expect(certificateFrom(pasted).thumbprint).toBe(certificate.thumbprint);
	}
});
