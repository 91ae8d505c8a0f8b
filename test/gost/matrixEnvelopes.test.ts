import { decrypt, encryptFor, readEnvelope, type EnvelopeCipherName } from '../../gost';
import { ourHolder, theirHolder, type Holder } from './holders';
import { matrix, type Section } from './matrix';
import { commonSets, otherSets, type ParameterSet } from './parameterSets';

/*
 * gost-engine 3.0.1 changes keys after 256 KiB (8 KiB for Magma) when it encrypts, as the standard
 * asks, but after 4 KiB (1 KiB) when it decrypts: it cannot read its own envelopes beyond that.
 * The check value of the -omac ciphers is the tail of the same stream.
 */
const ciphers: { cipher: EnvelopeCipherName; engineDecryptsUpTo: number }[] = [
	{ cipher: 'kuznyechik-ctr-acpkm', engineDecryptsUpTo: 4096 },
	{ cipher: 'kuznyechik-ctr-acpkm-omac', engineDecryptsUpTo: 4096 - 16 },
	{ cipher: 'magma-ctr-acpkm', engineDecryptsUpTo: 1024 },
	{ cipher: 'magma-ctr-acpkm-omac', engineDecryptsUpTo: 1024 - 8 },
	{ cipher: 'gost89', engineDecryptsUpTo: Infinity },
];

// sections of Magma have 8 KiB, those of Kuznyechik 256 KiB; GOST 28147-89 changes keys each KiB
const lengths = [0, 1, 1023, 1024, 1025, 8191, 8192, 8193, 262_143, 262_144, 262_145];
const lengthElsewhere = 8193;
const engineSection = 'gost-engine 3.0.1 changes keys too early when it decrypts, and cannot read its own envelopes of this length';
const emptyStream = 'OpenSSL 3.0 cannot stream an empty envelope';

matrix('GOST envelopes, ours and OpenSSL’s', { cells: 482, impossible: 106 }, (section) => {
	describe.each(commonSets)('for a recipient of $bits bits ($curve)', (set) => {
		envelopesFor(section, set, lengths);
	});
	describe.each(otherSets)('for a recipient on $curve', (set) => {
		envelopesFor(section, set, [lengthElsewhere]);
	});
});

function envelopesFor(section: Section, set: ParameterSet, lengthsOf: number[]): void {
	const { cell, cannot, chance } = section;
	let theirs: Holder;
	let ours: Holder;

	beforeAll(() => {
		theirs = theirHolder(section.bench, set);
		ours = ourHolder(section.bench, set);
	});

	const givenContent = (name: string, length: number) => {
		const content = chance.bytes(`${set.curve}/${name}/${length}`, length);
		section.bench.write('content', content);
		return content;
	};
	const encryptThere = (options: string, recipient: Holder) =>
		section.bench.run(`cms -encrypt -binary ${options} -in content -outform DER ${recipient.certificateFile}`);

	describe.each(ciphers)('their envelopes with $cipher', ({ cipher }) => {
		for (const length of lengthsOf) {
			for (const options of [`-${cipher}`, `-${cipher} -stream`]) {
				const name = `open here: ${length} bytes, ${options.endsWith('stream') ? 'BER' : 'DER'}`;
				if (length === 0 && options.endsWith('stream')) {
					cannot(name, emptyStream, () => {
						givenContent(options, length);
						expect(() => encryptThere(options, ours)).toThrow();
					});
					continue;
				}
				cell(name, () => {
					const content = givenContent(options, length);
					const envelope = encryptThere(options, ours);
					expect(readEnvelope(envelope)).toMatchObject({ cipher, recipients: [{ serialNumber: ours.certificate.serialNumber }] });
					expect(content.equals(decrypt(envelope, ours.key, ours.certificate))).toBe(true);
				});
			}
		}

		cell('do not open with the key of somebody else', () => {
			givenContent(cipher, 100);
			const envelope = encryptThere(`-${cipher}`, ours);
			expect(() => decrypt(envelope, theirs.key, ours.certificate)).toThrow(expect.objectContaining({ code: 'wrong-key' }));
			expect(() => decrypt(envelope, theirs.key, theirs.certificate)).toThrow(expect.objectContaining({ code: 'other-recipient' }));
		});
	});

	describe.each(ciphers)('our envelopes with $cipher', ({ cipher, engineDecryptsUpTo }) => {
		const opensThere = (envelope: Uint8Array, content: Buffer) => {
			section.bench.write('given.p7m', envelope);
			return section.bench.succeeds(`cms -decrypt -binary -inform DER -in given.p7m -recip ${theirs.certificateFile} -inkey ${theirs.keyFile} -out opened`) && section.bench.read('opened').equals(content);
		};
		const open = (length: number) => {
			const content = givenContent(cipher, length);
			expect(opensThere(encryptFor([theirs.certificate], content, cipher), content)).toBe(true);
		};
		const failsItself = (length: number) => {
			const content = givenContent(cipher, length);
			// A single byte that is decrypted with a wrong key comes out right once in 256 times.
			const opensEach = [1, 2, 3].every(() => {
				const envelope = encryptThere(`-${cipher}`, theirs);
				expect(content.equals(decrypt(envelope, theirs.key, theirs.certificate))).toBe(true);
				return opensThere(envelope, content);
			});
			expect(opensEach).toBe(false);
		};

		for (const length of lengthsOf) {
			const name = `open there: ${length} bytes`;
			if (length > engineDecryptsUpTo) cannot(name, engineSection, () => failsItself(length));
			else cell(name, () => open(length));
		}
		if (engineDecryptsUpTo < Infinity) cell(`open there: ${engineDecryptsUpTo} bytes, all that the engine can`, () => open(engineDecryptsUpTo));
	});
}
