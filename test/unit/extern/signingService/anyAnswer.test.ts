import fc from 'fast-check';
import { digestBits, signDetached, signDigest, streebog, verifyDetached, verifyDigest } from '../../../../gost';
import { ExternError } from '../../../../extern/failure';
import { signingServiceSigner, type SignatureShape, type SigningServiceFields } from '../../../../extern/signing';
import { givenPerson } from '../../gost/people';
import { answer, serviceThat } from '../service';

const person = givenPerson('TC26-256-A');
const TEXT = Buffer.from('отчёт');
const digest = streebog(digestBits(person.key), TEXT);
const right = Buffer.from(signDetached({ digest, ...person }));
const bare = Buffer.from(signDigest(person.key, digest));

const TOKEN = 'token-canary-7';
const PIN = 'pin-canary-8';
const fields: SigningServiceFields = {
	url: 'https://signing.example.org',
	authentication: 'bearer',
	token: TOKEN,
	pin: PIN,
	publicCertificate: Buffer.from(person.certificate.der).toString('base64'),
};

const document = {
	fileName: 'report.xml',
	async *chunks() {
		yield TEXT;
	},
};

/** A real signature with a few bytes changed, cut or written differently; or something else altogether. */
const bodies = fc.oneof(
	{ arbitrary: fc.constantFrom(right, bare), weight: 5 },
	fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
	fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(`${text}${PIN}${TOKEN}`)),
	fc.json().map((json) => Buffer.from(json)),
	fc.record({ error: fc.string(), message: fc.constant(PIN) }).map((json) => Buffer.from(JSON.stringify(json))),
	fc.tuple(fc.constantFrom(right, bare), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 3 }), fc.option(fc.nat(), { nil: undefined }), fc.boolean()).map(([original, changes, cut, isText]) => {
		const bytes = Buffer.from(original);
		for (const [at, value] of changes) bytes[at % bytes.length] = value;
		const kept = bytes.subarray(0, cut === undefined ? bytes.length : cut % bytes.length);
		return isText ? Buffer.from(kept.toString('base64')) : kept;
	}),
);

test('whatever a service answers, the outcome is a signature that fits or a failure in words without secrets', async () => {
	const statuses = fc.constantFrom(200, 200, 200, 201, 204, 301, 400, 401, 403, 404, 413, 429, 500, 503);
	const types = fc.constantFrom('application/octet-stream', 'application/json', 'text/html', 'text/plain', '');
	const shapes = fc.constantFrom<SignatureShape>('detached', 'enclosed', 'raw');
	const paths = fc.constantFrom('', '', '', 'signature', 'error', '0.a.constructor');
	let signed = 0;
	await fc.assert(
		fc.asyncProperty(bodies, statuses, types, shapes, paths, async (body, status, type, shape, answerPath) => {
			const { port } = serviceThat(() => answer(status, body, { 'content-type': type, location: `/?pin=${PIN}` }));
			const other = { service: 'other', sendFileAs: 'json', fileField: 'content', pinName: 'pin', taskField: 'task', answerPath };
			const signer = signingServiceSigner({ ...fields, ...(answerPath === '' ? {} : other) }, port, { retryBudgetMs: 10 });
			const outcome = await signer.sign(document, shape).catch((error: unknown) => error);
			if (outcome instanceof Uint8Array) {
				signed += 1;
				const fits = shape === 'raw' ? verifyDigest(person.certificate.publicKey, digest, outcome) : verifyDetached(outcome, () => digest).valid;
				expect([shape, fits]).toEqual([shape === 'enclosed' ? 'never' : shape, true]);
				return;
			}
			expect(outcome).toBeInstanceOf(ExternError);
			const told = JSON.stringify(outcome instanceof ExternError && outcome.failure);
			expect(told).toMatch(/signing service|report\.xml/);
			for (const secret of [TOKEN, PIN]) expect(told).not.toContain(secret);
			expect(told).not.toMatch(/undefined|is not a function|Cannot read/);
		}),
		{ numRuns: 600 },
	);
	expect(signed).toBeGreaterThan(0);
});
