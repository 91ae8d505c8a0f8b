import { signDetachedRsa } from '../../../../gost';
import { base64Of, readyFiles, readySignatures } from '../../../../extern/signing';
import { makePartnerKey } from '../../../keys/partnerKey';
import { failureOf } from '../failures';
import { aDocument, clerk, director, enclosed, givenHolder, NOW, readyNow, signed } from './people';


const anna = givenHolder(director);
const boris = givenHolder(clerk, undefined, 'TC26-512-A');

const file = (fileName: string, bytes: Uint8Array) => ({ fileName, bytes });
const texts = ['раз', 'два', 'три'];
const documents = texts.map((text, index) => aDocument(`${index}.xml`, text));
const expecting = async (...[files, wanted = documents]: [Parameters<typeof readySignatures>[0], typeof documents?]) => (await readyNow(files).expect?.(wanted)) ?? [];
const linesOf = async (work: () => unknown) => {
	const failure = await failureOf(work);
	if (failure.kind !== 'stopped') throw new Error(`it ended with ${failure.kind}`);
	return { message: failure.message, lines: failure.lines?.map(({ file: name, text }) => `${name}: ${text}`) };
};

describe('before anything is attached', () => {
	test('every document has its signature, whatever names and order', async () => {
		const files = [2, 0, 1].map((index) => file(`${(index + 1) % 3}.xml.sig`, signed(anna, texts[index])));
		expect(await expecting(files)).toEqual([]);
	});

	test('the signature of another document of the same run is told by that document', async () => {
		const told = await linesOf(async () => await expecting([file('0.xml.sig', signed(anna, 'раз')), file('1.xml.sig', signed(anna, 'раз')), file('2.xml.sig', signed(anna, 'три'))]));
		expect(told).toEqual({
			message: 'No signature fits 1.xml',
			lines: ['1.xml.sig: 1.xml.sig looks like the one for 1.xml by its name, but it is the signature of 0.xml'],
		});
	});

	test('a file that looks like the right one by its name is told with its reason, and the others are not gone through', async () => {
		const told = await linesOf(async () => await expecting([file('0.xml.sig', signed(anna, 'РАЗ', { form: 'cades-bes' })), file('b.sig', signed(anna, 'два')), file('c.sig', signed(anna, 'три'))]));
		expect(told.message).toBe('No signature fits 0.xml');
		expect(told.lines).toEqual(['0.xml.sig: 0.xml.sig looks like the one for 0.xml by its name, but the signature belongs to another file, or the file was changed after signing']);
	});

	test('all documents without a signature are told at once', async () => {
		const told = await linesOf(async () => await expecting([file('a.sig', signed(anna, 'два'))]));
		expect(told).toEqual({ message: 'No signature fits 0.xml, 2.xml', lines: ['a.sig: It is the signature of 1.xml', 'a.sig: It is the signature of 1.xml'] });
	});

	test('files that fit nothing are warned of when no document lacks one', async () => {
		const files = [...texts.map((text, index) => file(`${index}.sig`, signed(anna, text))), file('old.sig', signed(anna, 'старый отчёт'))];
		expect(await expecting(files)).toEqual([{ file: 'old.sig', level: 'warning', text: expect.stringContaining('fits none of the files') }]);
	});

	test('a second signature by another person is warned of, the same signature twice is not', async () => {
		const own = file('0.sig', signed(anna, 'раз'));
		const [document] = documents;
		expect(await expecting([own, { ...own, fileName: 'copy.sig' }], [document])).toEqual([]);
		expect(await expecting([own, file('clerk.sig', signed(boris, 'раз'))], [document])).toEqual([{ file: 'clerk.sig', level: 'warning', text: expect.stringContaining('second signature of 0.xml') }]);
	});
});

test('of documents with equal bytes each gets the file of its own name', async () => {
	const [first, second] = [signed(anna, 'раз'), signed(anna, 'раз')];
	const signer = readyNow([file('b.xml.sig', second), file('a.xml.sig', first)]);
	expect(await signer.sign(aDocument('a.xml', 'раз'), 'detached')).toEqual(first);
	expect(await signer.sign(aDocument('b.xml', 'раз'), 'detached')).toEqual(second);
	const single = readyNow([file('x.sig', first)]);
	expect(await single.expect?.([aDocument('a.xml', 'раз'), aDocument('b.xml', 'раз')])).toEqual([]);
});

describe('where a draft names its certificates', () => {
	const accepts = [anna.certificate.thumbprint];
	const document = aDocument('0.xml', 'раз', { accepts });

	test('the signature of the named one is taken, whatever comes first', async () => {
		const own = signed(anna, 'раз');
		const signer = readyNow([file('clerk.sig', signed(boris, 'раз')), file('own.sig', own)]);
		expect(await signer.sign(document, 'detached')).toEqual(own);
	});

	test('a fitting one of somebody else is refused by name', async () => {
		const told = await linesOf(async () => await readyNow([file('clerk.sig', signed(boris, 'раз'))]).sign(document, 'detached'));
		expect(told.lines?.[0]).toMatch(/^clerk.sig: The signature of Петров Борис .* fits 0.xml, but the draft names another certificate/);
	});
});

describe('a certificate that is not valid now stops', () => {
	const expired = givenHolder(clerk, ['2026-01-01', '2026-05-01']);
	const early = givenHolder(clerk, ['2026-07-01', '2027-01-01']);

	test.each([
		['expired', expired, 'The certificate of Петров Борис'],
		['not valid yet', early, 'is not valid yet'],
	])('before anything is attached, whichever of the files it signed: %s', async (_, holder, says) => {
		const files = [file('0.xml.sig', signed(anna, 'раз')), file('1.xml.sig', signed(holder, 'два')), file('2.xml.sig', signed(anna, 'три'))];
		expect(await failureOf(async () => await expecting(files))).toMatchObject({ kind: 'stopped', message: expect.stringContaining(says) });
		expect(await failureOf(async () => await readyNow(files).sign(documents[1], 'detached'))).toMatchObject({ kind: 'stopped' });
		expect(await failureOf(async () => await readyNow([file('1.p7s', enclosed(holder, 'два'))]).sign(documents[1], 'enclosed'))).toMatchObject({ kind: 'stopped' });
	});

	test('unless that file is not taken', async () => {
		const files = [...texts.map((text, index) => file(`${index}.sig`, signed(anna, text))), file('old.sig', signed(expired, 'старый отчёт'))];
		expect(await expecting(files)).toEqual([expect.objectContaining({ file: 'old.sig', level: 'warning' })]);
	});
});

describe('each kind of wrong signature is told from the others:', () => {
	const [document] = documents;
	test.each([
		['attached', enclosed(anna, 'раз'), /contains the file; make it again as a detached signature/],
		['of another document', signed(anna, 'старый'), /belongs to another file/],
		['of another document, with attributes', signed(anna, 'старый', { form: 'cades-bes' }), /belongs to another file, or the file was changed/],
	])('%s', async (_, bytes, says) => {
		const told = await linesOf(async () => await readyNow([file('0.xml.sig', bytes)]).sign(document, 'detached'));
		expect(told.lines?.join()).toMatch(says);
	});

	test('not of GOST', async () => {
		const rsa = signDetachedRsa({ content: Buffer.from('раз'), ...makePartnerKey() });
		expect(await failureOf(() => readyNow([file('rsa.sig', rsa)]))).toMatchObject({ kind: 'input', message: 'rsa.sig is not a GOST 2012 signature' });
	});

	test('a raw one is wanted', async () => {
		expect(await failureOf(async () => await readyFiles([file('0.sig', signed(anna, 'раз'))], NOW).sign(document, 'raw'))).toMatchObject({ kind: 'stopped' });
	});
});

test('where the file is wanted inside the signature, only the one that holds it is taken', async () => {
	const [document, other] = documents;
	const right = enclosed(anna, 'раз');
	const signer = readyNow([file('beside.sig', signed(anna, 'раз')), file('other.p7s', enclosed(anna, 'другой')), file('right.p7s', right)]);
	expect(await signer.sign(document, 'enclosed')).toEqual(right);
	const told = await linesOf(async () => await signer.sign(other, 'enclosed'));
	expect(told.lines).toEqual([
		'beside.sig: The signature does not contain the file; make it again with the file inside',
		'other.p7s: The file inside the signature is another one than the file it was compared with',
		'right.p7s: The file inside the signature is another one than the file it was compared with',
	]);
});

test('the certificate is that of whoever signed', () => {
	expect(readyNow([file('0.sig', signed(anna, 'раз'))]).certificate).toBe(base64Of(anna.certificate));
});
