import {
	digestBits,
	readSignature,
	signDetached,
	signDigest,
	streebog,
	verifyDetached,
	verifyDigest,
	type SignatureForm,
	type SignatureVerdict,
	type SignedData,
} from '../../gost';
import { streamed, treeOf } from './derTree';
import { ourHolder, theirHolder, type Holder, type OurHolder } from './holders';
import { matrix } from './matrix';
import { parameterSets } from './parameterSets';

/** How OpenSSL is told to sign. */
const flags: Record<SignatureForm, string> = { plain: '-noattr', attributes: '-nosmimecap', 'cades-bes': '-nosmimecap -cades' };
const forms: SignatureForm[] = ['plain', 'attributes', 'cades-bes'];
/** How OpenSSL is told to check ours. */
const ourForms: { form: SignatureForm; check: string }[] = [
	{ form: 'plain', check: '' },
	{ form: 'attributes', check: '' },
	{ form: 'cades-bes', check: ' -cades' },
];
const lengths = [0, 1, 63, 64, 65, 1024 * 1024];

const tampering = ['content', 'signature byte', 'certificate', 'key of somebody else', 'truncated'] as const;
const attributes = ['signing time', 'message digest'] as const;

// ContentInfo, [0], SignedData and its parts; not the certificates, whose bytes are signed as they stand
const levelsOfBer = 4;
const signingTime = Buffer.from('2a864886f70d010905', 'hex');

matrix('GOST signatures, ours and OpenSSL’s', { cells: 984, impossible: 0 }, (section) => {
	const { chance, cell } = section;

	describe.each(parameterSets)('on $curve', (set) => {
		const { curve, bits } = set;
		let theirs: Holder;
		let ours: OurHolder;

		beforeAll(() => {
			theirs = theirHolder(section.bench, set);
			ours = ourHolder(section.bench, set);
		});

		const givenContent = (name: string, length: number) => {
			const content = chance.bytes(`${curve}/${name}/${length}`, length);
			section.bench.write('content', content);
			return content;
		};
		const chosen = (name: string, limit: number) => chance.number(`${curve}/${name}`, 0, limit);

		const signThere = (options: string) =>
			section.bench.run(
				`cms -sign -binary -in content -signer ${theirs.certificateFile} -inkey ${theirs.keyFile} -md md_gost12_${bits} -outform DER ${options}`,
			);
		const signHere = (form: SignatureForm, content: Uint8Array) => {
			const { key, certificate } = ours;
			return Buffer.from(signDetached({ digest: streebog(digestBits(key), content), key, certificate, form }));
		};
		const verifyHere = (signature: Uint8Array | SignedData, content: Uint8Array): SignatureVerdict =>
			verifyDetached(signature, (size) => streebog(size, content));
		/** Whether OpenSSL takes the signature for the content that lies on the bench. */
		const acceptedThere = (signature: Uint8Array, options: string) => {
			section.bench.write('ours.sig', signature);
			const command = `cms -verify -binary -inform DER -in ours.sig -content content -CAfile ${ours.authorityFile} -purpose any -out discarded`;
			return section.bench.succeeds(command + options);
		};

		describe.each(forms)('their signatures, %s,', (form) => {
			for (const length of lengths) {
				cell(`hold for ${length} bytes`, () => {
					const content = givenContent(form, length);
					expect(verifyHere(signThere(flags[form]), content)).toMatchObject({ valid: true, form, certificate: theirs.certificate });
				});
			}

			cell('hold in BER', () => {
				const content = givenContent(form, 700);
				const signature = streamed(treeOf(signThere(flags[form])), levelsOfBer);
				expect(verifyHere(signature, content)).toMatchObject({ valid: true, certificate: theirs.certificate });
			});

			const reasonOfOtherContent = form === 'plain' ? 'signature-wrong' : 'digest-differs';
			for (const what of tampering) {
				cell(`do not hold when spoilt: ${what}`, () => {
					const content = givenContent(form, 1000);
					const signature = signThere(flags[form]);
					const position = chosen(`${form}/${what}`, 1000);
					if (what === 'content') {
						content[position] ^= 1;
						expect(verifyHere(signature, content)).toMatchObject({ valid: false, reason: reasonOfOtherContent });
					} else if (what === 'signature byte') {
						signature[signature.length - 1 - (position % (bits / 4))] ^= 0x10;
						expect(verifyHere(signature, content)).toMatchObject({ valid: false, reason: 'signature-wrong' });
					} else if (what === 'certificate') {
						const serial = signature.indexOf(Buffer.from(theirs.certificate.serialNumber, 'hex'));
						signature[serial + 1] ^= 1;
						expect(verifyHere(signature, content)).toMatchObject({ valid: false, reason: 'certificate-missing' });
					} else if (what === 'key of somebody else') {
						const signed = readSignature(signature);
						const signers = signed.signers.map((signer) => ({ ...signer, certificate: ours.certificate }));
						expect(verifyHere({ ...signed, signers }, content)).toMatchObject({ valid: false, reason: 'signature-wrong' });
					} else {
						const cut = signature.subarray(0, signature.length - 1 - (position % signature.length));
						expect(() => readSignature(cut)).toThrow(expect.objectContaining({ code: 'damaged' }));
					}
				});
			}

			for (const attribute of form === 'plain' ? [] : attributes) {
				cell(`do not hold with another ${attribute}`, () => {
					const content = givenContent(form, 500);
					const signature = signThere(flags[form]);
					spoil(attribute, signature, streebog(bits, content));
					const reason = attribute === 'signing time' ? 'signature-wrong' : 'digest-differs';
					expect(verifyHere(signature, content)).toMatchObject({ valid: false, reason });
				});
			}
		});

		cell('their signatures name the signer by key identifier', () => {
			const content = givenContent('keyid', 500);
			expect(verifyHere(signThere('-noattr -keyid'), content)).toMatchObject({ valid: true, certificate: theirs.certificate });
		});

		cell('their streamed signatures enclose the content, which we tell', () => {
			const content = givenContent('stream', 5000);
			expect(verifyHere(signThere('-stream'), content)).toMatchObject({ valid: false, reason: 'attached' });
		});

		describe.each(ourForms)('our signatures, $form,', ({ form, check }) => {
			for (const length of lengths) {
				cell(`are accepted for ${length} bytes`, () => {
					expect(acceptedThere(signHere(form, givenContent(form, length)), check)).toBe(true);
				});
			}

			cell('are accepted in BER', () => {
				expect(acceptedThere(streamed(treeOf(signHere(form, givenContent(form, 700))), levelsOfBer), check)).toBe(true);
			});

			cell('are refused for other content', () => {
				const content = givenContent(form, 300);
				const signature = signHere(form, content);
				content[chosen(`${form}/other`, 300)] ^= 1;
				section.bench.write('content', content);
				expect(acceptedThere(signature, check)).toBe(false);
			});

			cell('are refused with a changed byte', () => {
				const signature = signHere(form, givenContent(form, 300));
				signature[signature.length - 1 - chosen(`${form}/byte`, bits / 4)] ^= 1;
				expect(acceptedThere(signature, check)).toBe(false);
			});

			cell('are refused with another certificate', () => {
				const signature = signHere(form, givenContent(form, 300));
				const serial = signature.indexOf(Buffer.from(ours.certificate.serialNumber, 'hex'));
				signature[serial + 1] ^= 1;
				expect(acceptedThere(signature, check)).toBe(false);
			});

			if (form !== 'plain') {
				for (const attribute of attributes) {
					cell(`are refused with another ${attribute}`, () => {
						const content = givenContent(form, 300);
						const signature = signHere(form, content);
						spoil(attribute, signature, streebog(bits, content));
						expect(acceptedThere(signature, check)).toBe(false);
					});
				}
			}

			cell('are refused when cut off', () => {
				const signature = signHere(form, givenContent(form, 300));
				expect(acceptedThere(signature.subarray(0, signature.length - 1 - chosen(`${form}/cut`, signature.length - 1)), check)).toBe(false);
			});
		});

		describe('bare', () => {
			cell('digests are equal', () => {
				for (let round = 0; round < 8; round++) {
					const content = givenContent(`digest ${round}`, chosen(`digest/${round}`, 5000));
					expect(section.bench.run(`dgst -md_gost12_${bits} -binary content`)).toEqual(Buffer.from(streebog(bits, content)));
				}
			});

			cell('signatures of theirs hold', () => {
				const content = givenContent('raw', 777);
				const signature = section.bench.run(`dgst -md_gost12_${bits} -sign ${theirs.keyFile} content`);
				expect(verifyDigest(theirs.certificate.publicKey, streebog(bits, content), signature)).toBe(true);
			});

			cell('signatures of ours are accepted, and not by another key', () => {
				section.bench.write('raw.sig', signDigest(ours.key, streebog(bits, givenContent('raw', 778))));
				section.bench.run(`pkey -in ${ours.keyFile} -pubout -out our.pub`);
				section.bench.run(`pkey -in ${theirs.keyFile} -pubout -out their.pub`);
				const acceptedBy = (key: string) => section.bench.succeeds(`dgst -md_gost12_${bits} -verify ${key} -signature raw.sig content`);
				expect([acceptedBy('our.pub'), acceptedBy('their.pub')]).toEqual([true, false]);
			});
		});
	});
});

function spoil(attribute: (typeof attributes)[number], signature: Buffer, digest: Uint8Array): void {
	const lastDigit = signature.indexOf('Z', signature.lastIndexOf(signingTime)) - 1;
	signature[attribute === 'signing time' ? lastDigit : signature.lastIndexOf(Buffer.from(digest))] ^= 1;
}
