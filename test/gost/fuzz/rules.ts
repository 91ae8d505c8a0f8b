import type { Verdict } from './judge';
import type { Mutation } from './mutations';
import type { TheirVerdict } from './openSslJury';
import type { Kind } from './specimens';

/** A named difference between our verdict and OpenSSL's that is right as it is. */
export interface Rule {
	readonly name: string;
	/** Why both are right, or we are. */
	readonly why: string;
	/** The kinds of files in which it can be. */
	readonly kinds: readonly Kind[];
	/**
	 * The share of the mutations of a kind that it may explain, in thousandths: what explains more hides something.
	 * About twice of what runs of 20000 count; fewer are left to chance in a short run.
	 */
	readonly atMost: number | Readonly<Partial<Record<Kind, number>>>;
	readonly applies: (mutation: Mutation, ours: Verdict, theirs: TheirVerdict) => boolean;
}

const anyKind: readonly Kind[] = ['signature', 'envelope', 'certificate', 'key', 'key store'];
const keys: readonly Kind[] = ['key', 'key store'];
const weSay = (...messages: string[]) => (_mutation: Mutation, ours: Verdict) => messages.some((message) => ours.reason.includes(message));
/** How often a file names the content type "data": once for its content, once among signed attributes. */
const mentionsOfData = (file: Buffer) => file.toString('hex').split('06092a864886f70d010701').length - 1;
const isBer = ({ how }: Mutation) => how.startsWith('in BER');
const CONSTRUCTED = 0x20;

/** Whether an optional part of a structure has lost the mark that it is made of parts, which is reason enough to refuse it. */
function lostItsMark({ specimen: { bytes }, file }: Mutation): boolean {
	if (file.length !== bytes.length) return false;
	const changed = [...bytes.keys()].filter((at) => bytes[at] !== file[at]);
	return changed.some((at) => (bytes[at] === 0xa0 || bytes[at] === 0xa1) && file[at] === (bytes[at] & ~CONSTRUCTED));
}

/** Where we refuse what OpenSSL takes. */
export const stricter: Rule[] = [
	{
		name: 'surplus bytes after the file',
		why: 'OpenSSL stops reading where the structure ends; a file in which something else follows was damaged on its way',
		kinds: anyKind,
		atMost: { signature: 25, envelope: 45, certificate: 40, key: 55, 'key store': 32 },
		applies: weSay('There are surplus bytes after the end of the structure'),
	},
	{
		name: 'surplus bytes after a key that was locked',
		why: 'one damaged file in 256 opens with its padding by chance, with other bytes at the end; OpenSSL stops reading where the key ends',
		kinds: keys,
		atMost: 2,
		applies: weSay('The passphrase does not open the private key'),
	},
	{
		name: 'an impossible version',
		why: 'RFC 5208 knows 0, RFC 5958 also 1, RFC 7292 3; OpenSSL does not look at the number',
		kinds: keys,
		atMost: { key: 50, 'key store': 165 },
		applies: weSay('A count is malformed', 'This is no key store', 'This is a key store'),
	},
	{
		name: 'a key out of the range of its curve',
		why: 'GOST R 34.10-2012 §5.2: 0 < d < q, which a key does not keep under the name of another curve; OpenSSL reduces it silently',
		kinds: keys,
		atMost: 2,
		applies: weSay('The private key is out of the range of its curve'),
	},
	{
		name: 'the signature algorithm is not the one of GOST',
		why: 'RFC 5652 §5.3: the field names how the signature was made; OpenSSL takes the kind of the key instead',
		kinds: ['signature'],
		atMost: 6,
		applies: (_mutation, ours) => ours.reason === 'not-gost',
	},
	{
		name: 'the signed content type is another',
		why: 'RFC 5652 §11.1: it must be that of the content; OpenSSL does not compare them',
		kinds: ['signature'],
		atMost: 6,
		applies: ({ specimen, file }, ours) =>
			ours.reason === 'signature-wrong' && mentionsOfData(file) < mentionsOfData(specimen.bytes),
	},
	{
		name: 'a digest that the file does not announce',
		why: 'RFC 5652 §5.1 lets a reader refuse it; OpenSSL takes the name of a signature algorithm for that of its digest',
		kinds: ['signature'],
		atMost: 5,
		applies: weSay('The digest of a signer is not among those of the file'),
	},
	{
		name: 'a name in BER',
		why: 'certificates are DER (RFC 5280 §4.1) and names are found by their bytes; OpenSSL rewrites what it has read',
		kinds: ['signature', 'envelope', 'certificate'],
		atMost: { signature: 5, envelope: 9, certificate: 10 },
		applies: (mutation, ours) => isBer(mutation) && weSay('other-recipient', 'certificate-missing', 'certificate-differs', 'not issued', 'signature-wrong')(mutation, ours),
	},
	{
		name: 'a string in pieces in a certificate',
		why: 'certificates are DER (RFC 5280 §4.1), where no string is in pieces (X.690 §10.2); OpenSSL puts them together',
		kinds: ['signature', 'certificate'],
		atMost: 3,
		applies: ({ how }, ours) => how === 'in BER pieces' && /^damaged: (Certificate|Validity|Public key|Extension): a part is missing/.test(ours.reason),
	},
	{
		name: 'a content cipher of another block than that which locks its key',
		why: 'R 1323565.1.025-2019: each cipher has its own key export; OpenSSL opens the key all the same and gives nonsense',
		kinds: ['envelope'],
		atMost: 2,
		applies: weSay('The envelope locks its key in a way that is not known here (1.2.643.7.1.1.7.'),
	},
	{
		name: 'a key that names another size than its curve has',
		why: 'RFC 9215 §4: the algorithm is that of 256 or that of 512 bits; OpenSSL goes by the curve alone',
		kinds: anyKind,
		atMost: 2,
		applies: weSay('The key is on a curve of another size'),
	},
	{
		name: 'a set that is marked as a simple value',
		why: 'X.690 §8.11: a set is made of parts; OpenSSL does not look at the mark where the tag is implicit',
		kinds: anyKind,
		atMost: 2,
		applies: (mutation, ours) => lostItsMark(mutation) && weSay('a part is missing or out of place', 'something stands after the end')(mutation, ours),
	},
	{
		name: 'a curve that is for tests only',
		why: 'the test parameters of RFC 4357 protect nothing',
		kinds: anyKind,
		atMost: 2,
		applies: weSay('The key is on a curve that is not known here'),
	},
	{
		name: 'malformed, where OpenSSL has not looked',
		why: 'OpenSSL keeps attribute values, parameters and what it does not need as they are; we look through the whole file',
		kinds: anyKind,
		atMost: { signature: 12, envelope: 18, certificate: 6, key: 6, 'key store': 22 },
		applies: weSay(
			'damaged: A simple value',
			'damaged: The structure is cut off',
			'damaged: A length is cut off or absurd',
			'damaged: A mark of an end',
			'damaged: A tag number above 30',
			'damaged: A time',
			'damaged: A text',
			'damaged: A name is malformed',
			'damaged: An octet string holds something else',
			'damaged: An object identifier',
			'damaged: Cipher parameters',
			'damaged: Signing certificate',
			'damaged: The cipher parameters',
			'damaged: A bit string',
			// extensions of a certificate
			'damaged: Something stands where bytes are expected',
			'damaged: Basic constraints',
		),
	},
	{
		name: 'a certificate in a key store is damaged',
		why: 'we hand it over with the key, OpenSSL was asked for the key alone',
		kinds: ['key store'],
		atMost: 14,
		applies: (_mutation, ours) => /^(damaged|not-gost|unsupported)/.test(ours.reason),
	},
];

/** Where we take what OpenSSL refuses for other reasons than the mathematics of this file. */
export const notMathematics: Rule[] = [
	{
		name: 'a further digest that OpenSSL does not know',
		why: 'RFC 5652 §5.1 lets a file announce any digests; OpenSSL wants to calculate each, also when no signer uses it',
		kinds: ['signature'],
		atMost: 1,
		applies: (_mutation, _ours, theirs) => theirs.reason.includes('unknown digest algorithm'),
	},
	{
		name: 'an absurd version',
		why: 'the number only says which parts may follow (RFC 5652 §10.2.5), and we look at those; OpenSSL has no room for it',
		kinds: anyKind,
		atMost: 1,
		applies: (_mutation, _ours, theirs) => theirs.reason.includes('too large') && theirs.reason.includes('Field=version'),
	},
	{
		name: 'refused by the rules of chains',
		why: 'the signature of the certificate is right; whether extensions allow its use is not asked of us',
		kinds: ['certificate'],
		atMost: 4,
		applies: ({ mutationClass }, _ours, theirs) => mutationClass === 'signed anew' && theirs.reason.includes('lookup:') && !theirs.reason.includes('signature failure'),
	},
	{
		name: 'a chain that the signer has not named',
		why: 'RFC 5035 §3: certificates after the first are about the chain, which is not asked of us',
		kinds: ['signature'],
		atMost: 1,
		applies: (_mutation, _ours, theirs) => theirs.reason.includes('ess cert id wrong order'),
	},
	{
		name: 'BER inside of an attribute',
		why: 'RFC 5652 §5.4: the DER of the attributes is signed, whatever they are sent in; OpenSSL digests values of unknown types as sent',
		kinds: ['signature'],
		atMost: 1,
		applies: (mutation, _ours, theirs) => isBer(mutation) && mutation.mutationClass === 'structure' && theirs.reason.includes('signature mismatch'),
	},
	{
		name: 'a zero in the long form of length at an end',
		why: 'X.690 §8.1.3.5 allows it; OpenSSL 3.0 wants more bytes after it',
		kinds: anyKind,
		atMost: 4,
		applies: (mutation, _ours, theirs) => isBer(mutation) && theirs.reason.includes('header too long'),
	},
];
