import { writeKeyStore, writePrivateKey } from '../../../../gost';
import { ExternError } from '../../../../extern/failure';
import { base64Of, certificateFrom, readSignatureFile, readySignatures, testKeyFrom, verifySignature } from '../../../../extern/signing';
import { Chance } from '../../../gost/chance';
import { encoded, treeOf } from '../../../gost/derTree';
import { changeBytes, changeFile, changeStructure } from '../../../gost/fuzz/damages';
import { Dice } from '../../../gost/fuzz/dice';
import { aDocument, director, enclosed, givenHolder, signed } from './people';

/** Damaged files get to whoever reads them for an operator: he is told in words, whatever they hold. */

const EACH = 400;
const chance = new Chance('1126');
const anna = givenHolder(director);
const certificate = base64Of(anna.certificate);
const report = aDocument('report.xml', 'отчёт');

const pem = (label: string, der: Uint8Array) => `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
const derOf = (text: string) => Buffer.from(text.replace(/-----.*-----/g, ''), 'base64');

const signatures = [signed(anna, 'отчёт'), signed(anna, 'отчёт', { form: 'cades-bes' }), enclosed(anna, 'отчёт')].map((der) => Buffer.from(der));
const plainKey = derOf(writePrivateKey(anna.key));
// deriving the key of an encrypted file takes long, so few are
const keys = [...Array.from({ length: 18 }, () => plainKey), derOf(writePrivateKey(anna.key, '1')), Buffer.from(writeKeyStore({ ...anna, others: [] }, '1'))];

const readers: Record<string, { samples: Buffer[]; label: string; read: (bytes: Uint8Array) => unknown }> = {
	readSignatureFile: { samples: signatures, label: 'CMS', read: (bytes) => readSignatureFile({ fileName: 'x.sig', bytes }) },
	readySignatures: { samples: signatures, label: 'CMS', read: async (bytes) => await readySignatures([{ fileName: 'x.sig', bytes }], Date.now()).sign(report, 'detached') },
	verifySignature: { samples: signatures, label: 'CMS', read: async (bytes) => await verifySignature({ signature: { fileName: 'x.sig', bytes }, file: report, now: 0 }) },
	certificateFrom: { samples: [Buffer.from(anna.certificate.der)], label: 'CERTIFICATE', read: (bytes) => certificateFrom(pasted(bytes)) },
	testKeyFrom: { samples: keys, label: 'PRIVATE KEY', read: (bytes) => testKeyFrom(pasted(bytes), certificate, '1') },
};

/** What a person pastes, of a file that is no text. */
function pasted(bytes: Uint8Array): string {
	const text = Buffer.from(bytes).toString('latin1');
	return text.startsWith('-----') ? text : Buffer.from(bytes).toString('base64');
}

function damaged(sample: Buffer, label: string, dice: Dice): Buffer {
	const tree = treeOf(sample);
	return dice.oneOf<() => Buffer>([
		() => changeBytes(sample, [...sample.keys()], dice),
		() => changeFile(sample, dice),
		() => {
			changeStructure(tree, tree, dice);
			return encoded(tree);
		},
		() => changeFile(Buffer.from(pem(label, sample)), dice),
		() => Buffer.from(pem(label, changeBytes(sample, [...sample.keys()], dice))),
	])();
}

test.each(Object.entries(readers))(`%s only ever throws an ExternError, with ${EACH} files (GOST_SEED=${chance.seed})`, async (name, { samples, label, read }) => {
	const told = new Set<string>();
	for (let number = 0; number < EACH; number++) {
		const bytes = damaged(samples[number % samples.length], label, new Dice(chance, `${name} ${number}`));
		try {
			await read(bytes);
		} catch (error) {
			if (!(error instanceof ExternError)) throw new Error(`File ${number}: ${bytes.toString('base64')}`, { cause: error });
			told.add(error.message);
		}
	}
	expect(told.size).toBeGreaterThan(0);
});
